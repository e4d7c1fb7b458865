import { describe, expect, test } from 'vitest';
import { systemClock } from '../../system/clock.ts';
import type { CommandResult } from '../../system/command-runner.ts';
import { createScriptedRunner } from '../../system/scripted-runner.ts';
import { createLaunchdAdapter } from './adapter.ts';
import { failureOf, isNoSession, isNotLoaded } from './launchctl.ts';
import { hostAt, recorded } from './test-bench.ts';

const result = (exitCode: number, stderr: string, stdout = ''): CommandResult => ({
  argv: ['launchctl'],
  exitCode,
  signal: null,
  stdout,
  stderr,
  timedOut: false,
  startError: null,
});

describe('what a recorded refusal means', () => {
  test.each([
    ['macos-bootstrap-37.stderr', 37, 37],
    ['macos11-bootstrap-5.stderr', 5, 5],
    ['macos12plus-bootstrap-5-nonroot.stderr', 5, 5],
    ['macos-bootstrap-119-root.stderr', 119, 119],
    ['macos10.15-bootout-36.stderr', 36, 36],
    ['macos-kickstart-eperm.stderr', 1, 1],
    // Behind a pipe, or from an older verb, the exit code says nothing.
    ['macos12plus-bootstrap-5-nonroot.stderr', 0, 5],
    ['macos-kickstart-not-found.stderr', 0, 113],
    ['macos-bootstrap-no-domain.stderr', 0, 112],
  ])('%s with exit code %i is %i', (name, exitCode, code) => {
    expect(failureOf(result(exitCode, recorded(name)))?.code).toBe(code);
  });
  test.each([
    ['macos11-print-not-found.stderr', 113],
    ['macos13plus-print-not-found.stderr', 113],
    ['macos-print-not-found-system.stderr', 113],
    ['macos-kickstart-not-found.stderr', 113],
    ['macos-bootout-3.stderr', 3],
    ['macos13plus-print-not-found.stderr', 1],
  ])('%s (%i): not loaded', (name, exitCode) => {
    expect(isNotLoaded(failureOf(result(exitCode, recorded(name))))).toBe(true);
  });
  test.each([
    ['macos26-print-no-domain.stderr', 112],
    ['macos-bootstrap-no-domain.stderr', 112],
    ['macos-bootstrap-125.stderr', 125],
    ['macos-bootout-125.stderr', 125],
    ['macos26-print-no-domain.stderr', 1],
  ])('%s (%i): no session, which is not "not loaded"', (name, exitCode) => {
    const failure = failureOf(result(exitCode, recorded(name)));
    expect(isNoSession(failure)).toBe(true);
    expect(isNotLoaded(failure)).toBe(false);
  });
  test('a warning on stderr is no failure', () => {
    expect(
      failureOf(result(0, 'Warning: Expecting a LaunchDaemons path since the command was ran as root.\n')),
    ).toBeNull();
  });
});

describe('detect', () => {
  const noDomain = { exitCode: 112, stderr: recorded('macos26-print-no-domain.stderr') };
  const detect = async (change: Parameters<typeof hostAt>[1], answer = noDomain) => {
    const runner = createScriptedRunner([{ argv: (argv) => argv[1] === 'print', result: answer }]);
    return createLaunchdAdapter({ host: hostAt('/Users/me', change), runner, clock: systemClock }).detect();
  };
  test('another platform, root, ssh and nobody at the desktop are told apart', async () => {
    expect(await detect({ platform: 'linux' })).toMatchObject({ available: false, code: 'not-supported' });
    expect(await detect({ uid: 0 })).toMatchObject({
      code: 'user-bus-missing',
      hint: { text: expect.stringContaining('sudo') },
    });
    expect(await detect({ env: { SSH_CONNECTION: '10.0.0.2 5 10.0.0.1 22' } })).toMatchObject({
      code: 'user-bus-missing',
      reason: { text: expect.stringContaining('ssh') },
    });
    const nobody = await detect({});
    expect(nobody).toMatchObject({ code: 'user-bus-missing' });
    expect(JSON.stringify(nobody)).not.toContain('ssh');
  });
  test('a domain without our service is a domain', async () => {
    const notFound = { exitCode: 113, stderr: recorded('macos13plus-print-not-found.stderr') };
    expect(await detect({}, notFound)).toEqual({ available: true, version: null });
  });
  test('an answer that is not understood', async () => {
    expect(await detect({}, { exitCode: 0, stderr: '' })).toMatchObject({ code: 'supervisor-unavailable' });
  });
});
