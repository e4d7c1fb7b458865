import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WAIT_CHOICES } from '../cli/grammar/scripts.ts';
import type { ProfileFacts } from '../health/facts.ts';
import { healthyFacts, notInstalledFacts, probe, withProcess } from '../health/testing.ts';
import { runAction } from './run-action.ts';
import { makeBench, type TestBench } from './testing.ts';
import { holds, WAIT_STATES, type WaitState, waitFor } from './wait-for.ts';

const NOBODY = { portOwner: { owner: 'nobody' }, probe: probe({ code: 'refused', phase: 'connect' }) } as const;

describe('what holds', () => {
  const stopped = withProcess({ state: 'stopped' }, NOBODY);
  const cases: readonly [string, ProfileFacts, Readonly<Record<WaitState, boolean | null>>][] = [
    [
      'a healthy service',
      healthyFacts(),
      { healthy: true, running: true, stopped: false, 'port-free': false, 'not-installed': false },
    ],
    [
      'a service that is stopped',
      stopped,
      { healthy: false, running: false, stopped: true, 'port-free': true, 'not-installed': false },
    ],
    [
      'nothing installed',
      notInstalledFacts(),
      { healthy: false, running: false, stopped: true, 'port-free': true, 'not-installed': true },
    ],
    [
      'a crash that is about to be cured',
      withProcess({ state: 'crashed', willRestart: true }, NOBODY),
      { healthy: false, running: false, stopped: false, 'port-free': true, 'not-installed': false },
    ],
    [
      'a crash loop that was given up',
      withProcess({ state: 'crash-looping', gaveUp: true }, NOBODY),
      { healthy: false, running: false, stopped: true, 'port-free': true, 'not-installed': false },
    ],
    [
      'a gateway that refuses our secret',
      healthyFacts({ probe: probe({ code: 'auth-mismatch', phase: 'hello' }) }),
      { healthy: false, running: true, stopped: false, 'port-free': false, 'not-installed': false },
    ],
    [
      'a gateway that is not ready',
      healthyFacts({ probe: probe({ readiness: { path: '/readyz', status: 503, ok: false, detail: 'Not ready.' } }) }),
      { healthy: false, running: true, stopped: false, 'port-free': false, 'not-installed': false },
    ],
    [
      'a stopped service with a gateway by hand in its place',
      withProcess({ state: 'stopped' }),
      { healthy: false, running: false, stopped: false, 'port-free': false, 'not-installed': false },
    ],
    [
      'a supervisor that does not answer',
      withProcess({ state: 'unknown' }, NOBODY),
      { healthy: null, running: null, stopped: null, 'port-free': true, 'not-installed': false },
    ],
    [
      'a secret that could not be worked out',
      healthyFacts({ probe: probe({ code: 'secret-unresolved', phase: 'connect' }) }),
      { healthy: null, running: true, stopped: false, 'port-free': false, 'not-installed': false },
    ],
    [
      'sockets that could not be listed',
      { ...stopped, portOwner: { owner: 'unknown', reason: 'no /proc' } },
      { healthy: false, running: false, stopped: true, 'port-free': null, 'not-installed': false },
    ],
  ];
  test.each(cases)('%s', (_, facts, expected) => {
    expect(Object.fromEntries(WAIT_STATES.map((state) => [state, holds(state, facts)]))).toEqual(expected);
  });
});

test('the grammar offers exactly what can be waited for', () => {
  expect(WAIT_CHOICES).toEqual([...WAIT_STATES]);
});

describe('waiting', () => {
  let bench: TestBench;
  beforeEach(async () => {
    bench = await makeBench();
  });
  afterEach(() => bench.dispose());
  const act = (action: 'install' | 'stop') =>
    runAction(bench.context, action, { profile: bench.profile }, { entry: bench.entry, runtimePath: bench.runtime });
  const wait = (state: WaitState, timeoutMs: number, signal = new AbortController().signal) =>
    waitFor(bench.context, { profile: bench.profile, state, timeoutMs, signal });

  test('what is already so ends at the first look, even with no time at all', async () => {
    expect(await wait('not-installed', 0)).toMatchObject({ reached: true, now: true, problem: null });
  });
  test('ends when it becomes so', async () => {
    await act('install');
    const waiting = wait('stopped', 30_000);
    await act('stop');
    expect(await waiting).toMatchObject({ reached: true, status: { state: 'stopped' } });
  });
  test('says what is true instead when the time is over', async () => {
    await act('install');
    const result = await wait('port-free', 50);
    expect(result).toMatchObject({ reached: false, now: false, status: { state: 'running', runtime: 'running' } });
  });
  test('an end from outside', async () => {
    const controller = new AbortController();
    const waiting = wait('healthy', 60_000, controller.signal);
    controller.abort(new Error('Ctrl+C'));
    await expect(waiting).rejects.toThrow('Ctrl+C');
    await expect(wait('healthy', 60_000, controller.signal)).rejects.toThrow('Ctrl+C');
  });
});
