import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../shared/said.ts';
import { ja } from '../../shared/text/ja.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';
import { englishIn } from '../../shared/text/testing.ts';
import { zh } from '../../shared/text/zh.ts';
import { type FoundService, judge, listed } from './extra-judgement.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-tray-judge-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gateway = (program: string, environment: Record<string, string> = {}) => ({
  command: [program, 'gateway', 'run'],
  environment,
  workingDirectory: null,
});
const found = (over: Partial<FoundService>): FoundService => ({
  meaning: { kind: 'profile', profile: 'work' },
  definition: null,
  problem: null,
  marked: false,
  home: folder,
  ...over,
});

test.each([
  ['a definition that cannot be used', () => found({ problem: say('problem.no-plist') })],
  [
    'a definition of the default profile, without a reason',
    () => found({ meaning: { kind: 'profile', profile: null } }),
  ],
  ['a program that is gone', () => found({ definition: gateway(join(folder, 'openclaw')) })],
  ['a state folder that is gone', () => found({ definition: gateway('openclaw') })],
  ['a configuration that is gone', () => found({ definition: gateway('openclaw', { OPENCLAW_STATE_DIR: folder }) })],
  ['an older name', () => found({ meaning: { kind: 'legacy' }, definition: gateway('/opt/clawdbot') })],
  ['nobody’s', () => found({ meaning: { kind: 'other' }, definition: gateway('openclaw') })],
])('%s is listed in every language', async (_name, service) => {
  const judgement = await judge(service());
  if (judgement === null) throw new Error('nothing was listed');
  const place = { name: 'x', path: '/x', scope: 'user', supervisor: 'systemd-user' } as const;
  const extra = listed(place, judgement, [say('extra.unit-file', { path: '/x' })]);
  expect(extra.evidence[0]).toBe('Unit file: /x');
  for (const words of [ja, zh]) {
    for (const { text, foreign } of [tell(words, extra, 'reason'), ...tellAll(words, extra, 'evidence')]) {
      expect([text, foreign]).toEqual([text, false]);
      expect(englishIn(text)).toEqual([]);
    }
  }
});
