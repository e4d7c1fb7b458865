/** What the shim prints for a person, in every language: columns, and in the pseudo-language no line that does not come from the tables. */
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../shared/plan.ts';
import { say, textOf, told } from '../../shared/said.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { columnsOf } from '../../shared/text/columns.ts';
import { ja } from '../../shared/text/ja.ts';
import { pseudoWords } from '../../shared/text/pseudo.ts';
import { englishShimWords, loadShimWords, type ShimWords } from '../../shared/text/shim-words.ts';
import type { Timeline } from '../../shared/timeline.ts';
import { healthyCloser, healthyFacts, probe, withProcess } from '../health/testing.ts';
import { reportOf } from '../operations/report.ts';
import { renderDoctor, renderRepairPlan } from './render-doctor.ts';
import { renderHistory } from './render-history.ts';
import { renderPlan } from './render-plan.ts';
import { renderStatus } from './render-status.ts';

const KEPT = new Set(['tag', 'sentence', 'space', 'comma', 'colon']);
const made = pseudoWords(englishShimWords, KEPT);
/** Titles, buttons and exits: in English they are the core's own sentences, in every other language they come from these tables. */
const byCode = <T extends object>(table: T, value: (code: string) => unknown): T =>
  Object.fromEntries(Object.keys(table).map((code) => [code, value(code)])) as T;
const pseudo: ShimWords = {
  ...made,
  tag: 'en-XA',
  told: {
    ...made.told,
    findingBy: byCode(ja.told.findingBy, (code) => () => `⟦${code}⟧`),
    cureBy: byCode(ja.told.cureBy, (code) => () => `⟦${code}⟧`),
    exit: { ...made.told.exit, code: byCode(ja.told.exit.code, (code) => `⟦${code}⟧`) },
  },
};
const style = (words: ShimWords) => ({ colour: false, words });

const foreign = { owner: 'process', pid: 12, command: 'nc -l 18789', user: 'me', startedAt: null, own: false } as const;
const holder = {
  class: 'foreign',
  pid: 12,
  startKey: 'boot:1',
  command: 'nc -l 18789',
  user: 'me',
  profile: null,
  service: 'some.service',
  parent: 'bash',
  startedAt: '2026-11-22T14:00:00.000Z',
} as const;
const lastExit = {
  code: 78,
  signal: null,
  at: '2026-11-22T14:00:00.000Z',
  words: '78: the configuration is not valid',
};
const REPORTS: Readonly<Record<string, StatusReport>> = {
  healthy: reportOf(healthyFacts({ extraServices: [] })),
  'kept from its port': reportOf({
    ...withProcess(
      { state: 'stopped' },
      { probe: probe({ code: 'not-a-gateway', message: null }), portOwner: foreign },
    ),
    closer: healthyCloser({ holder, freePort: 19_029 }),
  }),
  crashed: reportOf(withProcess({ state: 'crashed', lastExit, restarts: 3 } as never, { probe: null })),
  'without its token': reportOf(healthyFacts({ probe: probe({ code: 'auth-mismatch', message: 'It refuses.' }) })),
  'stopping at logout': reportOf(
    healthyFacts({ survival: { logout: false, reboot: false, reason: say('survives.linger-off') } }),
  ),
};
const warnings = [say('warning.nix'), say('instance.port-unknown', { profile: 'work' })];
const plan: Plan = {
  action: 'install',
  profile: 'default',
  supervisor: 'systemd-user',
  serviceName: 'openclaw-gateway.service',
  files: [{ path: '/home/me/a.service', mode: '0600', content: 'x\n', change: 'create', before: null }],
  configEdits: [
    {
      path: '/home/me/.openclaw/openclaw.json',
      key: 'gateway.port',
      value: '19001',
      reason: textOf(say('edit.port')),
      ...told({ reason: say('edit.port') }),
    },
  ],
  commands: [['systemctl', '--user', 'daemon-reload']],
  privileges: 'user',
  warnings: warnings.map(textOf),
  ...told({ warnings }),
  port: 19_001,
};
const steps = [say('repair.end-holder', { holder: say('holder.pid', { command: 'nc', pid: 12 }) })];
const timeline: Timeline = {
  profile: 'default',
  from: '2026-11-22T00:00:00.000Z',
  to: '2026-11-22T14:00:00.000Z',
  knownSince: '2026-11-21T00:00:00.000Z',
  segments: [
    { from: '2026-11-22T00:00:00.000Z', to: '2026-11-22T13:00:00.000Z', state: 'up', code: null, parts: 1 },
    { from: '2026-11-22T13:00:00.000Z', to: '2026-11-22T14:00:00.000Z', state: 'changing', code: null, parts: 1 },
  ],
  marks: [],
  roundTrips: [],
  figures: {
    watchedMs: 3_600_000,
    answered: 0.99999,
    outages: 1,
    longestOutage: { from: '2026-11-22T13:00:00.000Z', to: '2026-11-22T13:01:00.000Z', ms: 60_000, ongoing: true },
    restarts: 2,
    roundTripMs: 3,
  },
  damagedLines: 1,
  problem: null,
};

const texts = (words: ShimWords): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(REPORTS).flatMap(([name, report]) => [
      [`status, ${name}`, renderStatus(report, style(words))],
      [`doctor, ${name}`, renderDoctor({ report, notFoundOut: [] }, style(words))],
    ]),
  ),
  plan: renderPlan(plan, style(words)),
  repair: renderRepairPlan(
    {
      rule: 'port-taken',
      profile: 'default',
      port: 18_789,
      diagnosis: REPORTS['kept from its port']?.diagnoses[0] ?? fail(),
      fix: { kind: 'advice', label: '' },
      steps: steps.map(textOf),
      ...told({ steps }),
      commands: [['kill', '12']],
      plan: null,
      privileges: 'administrator',
    },
    style(words),
  ),
  history: renderHistory(timeline, style(words)),
});
function fail(): never {
  throw new Error('the report has no finding');
}

/** Paths, addresses, times, command lines and names: the same in every language. */
const DATA: readonly RegExp[] = [
  /\bnc(?: -l 18789)?\b|some\.service|\bbash\b/g,
  /(?:openclaw-tray|openclaw|systemctl|npm|kill|loginctl) [^\n⟦]*/g,
  /\S*[/@]\S+|ws:\S+|\d{4}-\d\d-\d\dT\S+/g,
  /\b[a-z]+(?:-[a-z]+)+\b(?:\.service)?|gateway\.\w+|\d+ ms\b|OpenClaw [\d.]+/g,
  /\b(?:default|token|connect|done|user|pid|stopped|crashed)\b/g,
];

/** The letters of a line that come neither from the tables nor from data. */
function strangeLetters(line: string): string {
  let rest = line;
  // Sentences in sentences: the innermost brackets go first.
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  }
  for (const data of DATA) rest = rest.replaceAll(data, '');
  return /[a-z]{3,}/i.test(rest) ? rest.trim() : '';
}

describe.each(Object.entries(texts(pseudo)))('%s', (_name, text) => {
  test('every line comes from the tables', () => {
    expect(text).toContain('⟦');
    expect(
      text
        .split('\n')
        .map(strangeLetters)
        .filter((rest) => rest !== ''),
    ).toEqual([]);
  });
});

describe.each(['ja', 'zh'] as const)('%s', (language) => {
  test('the values of a status stand in one column', async () => {
    const words = await loadShimWords(language);
    const lines = renderStatus(REPORTS.healthy ?? fail(), style(words))
      .split('\n')
      .slice(2, 11);
    const columns = lines.map((line) => columnsOf(/^ {2}\S+(?: \S+)* {2,}/.exec(line)?.[0] ?? ''));
    expect(new Set(columns)).toEqual(new Set([20]));
  });
  test('no sentence is left in English', async () => {
    const words = await loadShimWords(language);
    const english = new Set(Object.values(texts(englishShimWords)).flatMap((text) => text.split('\n')));
    const same = Object.values(texts(words)).flatMap((text) => text.split('\n').filter((line) => english.has(line)));
    // What is the same: paths, commands and lines of files.
    expect(same.filter((line) => /[A-Z][a-z]+ [a-z]+ [a-z]+/.test(line))).toEqual([]);
  });
});

test('English is what it always was', () => {
  expect(renderHistory(timeline, style(englishShimWords)).split('\n')[0]).toMatch(
    /^default: Answered 99\.99 % of 1 hour watched\. 1 outage, the longest 1 min from 2026-11-22 \d\d:\d\d, not over\. Restarts: 2\.$/,
  );
  expect(renderPlan(plan, style(englishShimWords))).toContain('\n  rights    your user only\n');
  expect(renderStatus(REPORTS.healthy ?? fail(), style(englishShimWords))).toContain(
    '\n  RPC probe         ok, 12 ms, OpenClaw 2026.9.6, ready\n',
  );
});
