import { describe, expect, test } from 'vitest';
import { parsePrint, parsePrintDisabled } from './parse-print.ts';
import { processStateOf } from './process-state.ts';
import { recorded } from './test-bench.ts';

const stateOf = (name: string) => processStateOf(parsePrint(recorded(name)));

describe('print', () => {
  test('nested blocks do not leak into the job', () => {
    const { words, arguments: listed } = parsePrint(recorded('macos15plus-print-agent-not-running-exit0'));
    expect(words.state).toBe('not running'); // The coalition blocks say `state = active`.
    expect(words['active count']).toBe('0');
    expect(words).not.toHaveProperty('ID');
    expect(words['run interval']).toBe('60 seconds');
    expect(listed).toHaveLength(8);
    expect(listed?.[1]).toBe('-m');
  });
  test('lines without a value, and values of a block in the middle', () => {
    const { words } = parsePrint(recorded('macos13-print-running-keepalive-daemon'));
    expect(words.pid).toBe('54109');
    expect(words.properties).toBe('keepalive | runatload | inferred program');
    expect(words).not.toHaveProperty('activation rate');
  });
  test('OS X 10.10, indented by spaces', () => {
    const { words, arguments: listed } = parsePrint(recorded('osx10.10-print-running'));
    expect(words).toMatchObject({ state: 'running', pid: '24784', 'last exit code': '1' });
    expect(words).not.toHaveProperty('PATH');
    expect(listed).toHaveLength(2);
  });
  test('an argument that looks like a key stays an argument', () => {
    const text =
      'gui/501/a = {\n\tstate = not running\n\targuments = {\n\t\t/bin/sh\n\t\tpid = 7\n\t\t}\n\t}\n\n\truns = 1\n}\n';
    const { words, arguments: listed } = parsePrint(text);
    expect(listed).toEqual(['/bin/sh', 'pid = 7', '}']);
    expect(words).toEqual({ state: 'not running', runs: '1' });
  });
  test.each(['', '\n\n', '}', '{', 'Usage: launchctl', '\t', ' = {', 'a = {\n\t = b\n'])('%j holds nothing', (text) => {
    expect(parsePrint(text)).toEqual({ words: {}, arguments: null });
  });
});

describe('process state of recorded answers', () => {
  test.each([
    ['macos15plus-print-running-keepalive', { state: 'running', pid: 10526, restarts: 0, lastExit: null }],
    ['macos13-print-running-keepalive-daemon', { state: 'running', pid: 54109 }],
    ['osx10.10-print-running', { state: 'running', pid: 24784, restarts: 1, lastExit: { code: 1 } }],
    [
      'macos15plus-print-running-after-signal-excerpt',
      { state: 'running', pid: 51725, restarts: 1, lastExit: { code: null, signal: 'SIGTERM' } },
    ],
    ['macos15plus-print-agent-not-running-exit0', { state: 'stopped', everStarted: true, lastExit: { code: 0 } }],
    ['macos13-print-xpc-service-not-running', { state: 'stopped', everStarted: true }],
    ['macos15plus-print-crash-loop-excerpt', { state: 'crash-looping', gaveUp: false, restarts: 5281 }],
    ['macos11-12-print-spawn-scheduled-clean-exit', { state: 'crash-looping', lastExit: { code: 0 } }],
    ['macos26-print-spawn-scheduled-system', { state: 'crash-looping', lastExit: { code: 1 } }],
    ['macos26-print-draining-excerpt', { state: 'stopping', pid: 4242 }],
    ['macos26-print-respawning-excerpt', { state: 'starting', pid: null, lastExit: { signal: 'SIGHUP' } }],
    // Excerpts without the state.
    ['macos26-print-spawn-failed-ex-config', { state: 'unknown' }],
    ['macos26-print-crash-signal-excerpt', { state: 'unknown' }],
  ])('%s', (name, expected) => {
    expect(stateOf(name)).toMatchObject(expected);
  });

  const say = (words: Record<string, string>) => processStateOf({ words, arguments: null });
  test('what is not known is unknown, with the word', () => {
    expect(say({ state: 'dreaming' })).toEqual({
      state: 'unknown',
      reason: expect.stringContaining('dreaming'),
      told: { reason: { code: 'reason.launchd-strange', values: { state: 'dreaming' } } },
    });
    expect(say({ state: 'running' })).toMatchObject({ state: 'unknown' });
    expect(say({ state: 'running', pid: 'x' })).toMatchObject({ state: 'unknown' });
  });
  test('loaded and never started', () => {
    const words = { state: 'not running', runs: '0', 'last exit code': '(never exited)' };
    expect(say(words)).toEqual({ state: 'stopped', everStarted: false, restarts: 0, lastExit: null });
  });
  test('one early end is a crash, not yet a loop', () => {
    expect(say({ state: 'spawn scheduled', runs: '1', 'last exit code': '1' })).toMatchObject({
      state: 'crashed',
      willRestart: true,
      restarts: 0,
    });
  });
  test('a start that failed says what may be missing, not what 78 means for the gateway', () => {
    const words = {
      state: 'spawn scheduled',
      runs: '9',
      'last exit code': '78: EX_CONFIG',
      'job state': 'spawn failed',
    };
    const found = say(words);
    expect(found).toMatchObject({ state: 'crash-looping', lastExit: { code: 78 } });
    expect(JSON.stringify(found)).toContain('could not start it');
  });
  test('a withheld restart is no stop', () => {
    const words = { state: 'not running', runs: '4', 'last exit code': '0', 'pended nondemand spawn': 'inefficient' };
    expect(say(words)).toMatchObject({
      state: 'crashed',
      willRestart: false,
      lastExit: { words: expect.stringContaining('inefficient') },
    });
  });
  test('a reason of macOS itself, and signals by their Darwin numbers', () => {
    const codesign = say({ state: 'not running', runs: '1', 'last exit reason': 'OS_REASON_CODESIGNING' });
    expect(codesign).toMatchObject({ state: 'crashed', lastExit: { words: expect.stringContaining('CODESIGNING') } });
    const bus = say({ state: 'not running', runs: '1', 'last terminating signal': 'Bus error: 10' });
    expect(bus).toMatchObject({ state: 'crashed', lastExit: { signal: 'SIGBUS' } });
  });
});

describe('print-disabled', () => {
  test('words of 13 and later, and the older true and false', () => {
    const later = parsePrintDisabled(recorded('macos26-print-disabled'));
    expect(later?.get('ai.openclaw.gateway')).toBe('enabled');
    expect(later?.get('com.apple.Siri.agent')).toBe('disabled');
    expect(later?.get('ai.openclaw.work')).toBeUndefined();
    const older = parsePrintDisabled(recorded('macos12-print-disabled'));
    expect(older?.get('com.apple.Siri.agent')).toBe('disabled');
    expect(older?.get('com.docker.helper')).toBe('enabled');
    expect(older?.has('version.com.docker.helper')).toBe(false); // Another block follows.
  });
  test.each(['', 'Unrecognized target specifier.', 'disabled services = {\n\t"a" => true\n'])(
    '%j is no list',
    (text) => {
      expect(parsePrintDisabled(text)).toBeNull();
    },
  );
});
