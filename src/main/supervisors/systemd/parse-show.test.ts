import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { say } from '../../../shared/said.ts';
import { because } from '../../../shared/said-facts.ts';
import { dropInPathsOf, enabledOf, parseShow, parseSpan, parseTime, processStateOf } from './parse-show.ts';

/** A recorded answer without the first line, which says where it comes from. */
function recorded(name: string): string {
  const text = readFileSync(new URL(`__fixtures__/${name}-show.txt`, import.meta.url), 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}
const blockOf = (name: string) => parseShow(recorded(name))[0] ?? {};

describe('process state of recorded answers (systemd 252)', () => {
  test.each([
    ['not-found', { state: 'stopped', everStarted: null, restarts: 0, lastExit: null }],
    ['installed', { state: 'stopped', everStarted: null, lastExit: null }],
    ['installed-enabled', { state: 'stopped', everStarted: false, lastExit: null }],
    ['not-reloaded-new', { state: 'stopped', everStarted: null }],
    ['running', { state: 'running', pid: 143, since: '2026-11-22T21:24:22.000Z', lastExit: null }],
    ['running-needs-reload', { state: 'running', pid: 143 }],
    ['stopped', { state: 'stopped', everStarted: true, lastExit: { signal: 'SIGTERM', code: null } }],
    ['killed-sigkill', { state: 'crashed', willRestart: false, lastExit: { signal: 'SIGKILL' } }],
    ['killed-sigsegv', { state: 'crashed', willRestart: false, lastExit: { signal: 'SIGSEGV' } }],
    ['killed-sigterm-by-other', { state: 'stopped', everStarted: null, lastExit: null }],
    ['auto-restart', { state: 'crashed', willRestart: true, lastExit: { code: 1 } }],
    ['start-limit-hit-after-failures', { state: 'crash-looping', gaveUp: true, restarts: 3, lastExit: { code: 1 } }],
    ['start-limit-hit-clean', { state: 'crash-looping', gaveUp: true, lastExit: { code: 0 } }],
    ['restart-limit-manual', { state: 'stopped', everStarted: true, restarts: 0 }],
    ['after-reset-failed', { state: 'stopped', lastExit: null }],
    ['exit-78-prevented', { state: 'crashed', willRestart: false, lastExit: { code: 78 } }],
    ['exec-missing-203', { state: 'crash-looping', gaveUp: true, lastExit: { code: 203 } }],
    ['chdir-missing-200', { state: 'crashed', willRestart: true, lastExit: { code: 200 } }],
    ['envfile-missing', { state: 'crashed', willRestart: true, lastExit: { code: null, signal: null } }],
    ['bad-setting', { state: 'running', pid: 405 }],
    ['no-execstart', { state: 'stopped' }],
    ['masked', { state: 'stopped' }],
    ['file-removed-running', { state: 'running', pid: 484 }],
    ['file-removed-reloaded-running', { state: 'running', pid: 484 }],
    ['file-removed-stopped', { state: 'stopped' }],
    ['deactivating', { state: 'stopping', pid: 534 }],
    ['stop-timeout', { state: 'stopped', everStarted: true, lastExit: { signal: 'SIGKILL' } }],
    ['start-notify-timeout', { state: 'stopped', lastExit: { signal: 'SIGTERM' } }],
  ])('%s', (name, expected) => {
    expect(processStateOf(blockOf(name))).toMatchObject(expected);
  });

  test('memory that ran out is said', () => {
    const text = readFileSync(new URL('__fixtures__/inferred-show-oom-kill.txt', import.meta.url), 'utf8');
    const state = processStateOf(parseShow(text.slice(text.indexOf('\n') + 1))[0] ?? {});
    expect(state).toMatchObject({ state: 'crashed', lastExit: { words: 'killed because memory ran out' } });
  });

  test('a stop that took too long is said', () => {
    expect(processStateOf(blockOf('stop-timeout'))).toMatchObject({
      lastExit: { words: expect.stringMatching(/SIGKILL.*took too long/) },
    });
  });
});

describe('a loop that is still going', () => {
  const pending = {
    ActiveState: 'activating',
    SubState: 'auto-restart',
    Result: 'exit-code',
    ExecMainCode: '1',
    ExecMainStatus: '1',
    StartLimitBurst: '10',
    StartLimitIntervalUSec: '5min',
    RestartUSec: '5s',
    ExecMainStartTimestamp: 'Sun 2026-11-22 21:00:00 UTC',
    ExecMainExitTimestamp: 'Sun 2026-11-22 21:00:02 UTC',
  };
  test('short runs again and again', () => {
    expect(processStateOf({ ...pending, NRestarts: '2' })).toMatchObject({ state: 'crash-looping', gaveUp: false });
  });
  test('the first crashes are only crashes', () => {
    expect(processStateOf({ ...pending, NRestarts: '1' })).toMatchObject({ state: 'crashed', willRestart: true });
  });
  test('a crash after a long healthy run is no loop, however high the counter', () => {
    const long = { ...pending, NRestarts: '7', ExecMainStartTimestamp: 'Fri 2026-11-20 21:00:00 UTC' };
    expect(processStateOf(long)).toMatchObject({ state: 'crashed', willRestart: true, restarts: 7 });
  });
});

test('what systemd does not say is unknown, not stopped', () => {
  expect(processStateOf({})).toMatchObject({ state: 'unknown' });
  expect(processStateOf({ ActiveState: 'maintenance', SubState: 'x' })).toEqual({
    state: 'unknown',
    ...because(say('reason.systemd-says', { active: 'maintenance', sub: 'x' })),
  });
  expect(processStateOf({ ActiveState: 'active', SubState: 'exited', MainPID: '0' })).toMatchObject({
    state: 'unknown',
  });
});

test('several units in one answer', () => {
  const blocks = parseShow([recorded('running'), recorded('not-found'), recorded('masked')].join('\n'));
  expect(blocks.map((block) => block.Id)).toEqual([
    'sample-ok.service',
    'sample-missing.service',
    'sample-mask.service',
  ]);
  expect(parseShow('')).toEqual([]);
});

test.each([
  ['installed-enabled', true],
  ['installed', false],
  ['not-found', false],
  ['masked', false],
  ['bad-setting', null],
  ['file-removed-running', null],
])('%s is enabled: %s', (name, enabled) => {
  expect(enabledOf(blockOf(name))).toBe(enabled);
});

test('times', () => {
  expect(parseTime('Sun 2026-11-22 21:24:22 UTC')).toBe(Date.UTC(2026, 10, 22, 21, 24, 22));
  expect(parseTime('Sun 2026-11-22 22:14:42.617523 UTC')).toBe(Date.UTC(2026, 10, 22, 22, 14, 42, 617));
  expect(parseTime('@1795385682')).toBe(1795385682000);
  for (const none of ['', 'n/a', 'Sun 2026-11-22 21:24:22 CET', 'So 2026-11-22 21:24:22 UTC', undefined]) {
    expect(parseTime(none)).toBeNull();
  }
});

test('spans', () => {
  expect(parseSpan('1min 30s')).toBe(90_000);
  expect(parseSpan('100ms')).toBe(100);
  expect(parseSpan('1d 2h')).toBe(93_600_000);
  expect(parseSpan('infinity')).toBe(Number.POSITIVE_INFINITY);
  expect(parseSpan('soon')).toBeNull();
  expect(parseSpan('')).toBeNull();
});

test('drop-in paths, quoted where they need it', () => {
  expect(dropInPathsOf({ DropInPaths: '/a/b.conf "/c/d \\"e.conf"' })).toEqual(['/a/b.conf', '/c/d "e.conf']);
  expect(dropInPathsOf({ DropInPaths: '' })).toEqual([]);
});
