/** A plan for every supervisor, on any platform, that touches nothing. */

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSchema } from '../../src/shared/plan.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { makeScratch, type Scratch } from './shim.ts';

let scratch: Scratch;
let entry = '';
beforeAll(async () => {
  scratch = await makeScratch();
  entry = (await makeDemoPackage(join(scratch.dir, 'demo'))).root;
});
afterAll(() => scratch.remove());

const plan = (kind: string, ...profile: string[]) =>
  scratch.shim(
    [...profile, 'gateway', 'install', '--dry-run', '--supervisor', kind, '--entry', entry, '--token', '-', '--json'],
    {
      input: 'canary-plan-token',
    },
  );

test.each([
  ['systemd-user', 'openclaw-gateway-work.service', /ExecStart=.*gateway --port 41984/],
  [
    'systemd-system',
    'openclaw-gateway-work.service',
    /User=openclaw\nGroup=openclaw\n[\s\S]*ExecStart=.*gateway --port 41984/,
  ],
  ['launchd', 'ai.openclaw.work', /<key>ProgramArguments<\/key>/],
  ['task-scheduler', 'OpenClaw Gateway (work)', /<Task /],
  ['embedded', 'openclaw-gateway-work.service', /"command"/],
])('%s', async (kind, serviceName, content) => {
  const before = await scratch.tree();
  const result = await plan(kind, '--profile', 'work');
  expect({ code: result.code, stdout: result.stdout }).toMatchObject({ code: 0 });
  const parsed = planSchema.parse(JSON.parse(result.stdout).plan);
  expect(parsed).toMatchObject({ supervisor: kind, serviceName, port: 41_984 });
  expect(parsed.privileges).toBe(kind === 'systemd-system' ? 'administrator' : 'user');
  expect(parsed.files.map((file) => file.content).join('\n')).toMatch(content);
  expect(parsed.configEdits.find((edit) => edit.key === 'gateway.auth.token')?.value).toBe('(hidden)');
  expect(result.stdout + result.stderr).not.toContain('canary-plan-token');
  expect(await scratch.tree()).toEqual(before);
});
