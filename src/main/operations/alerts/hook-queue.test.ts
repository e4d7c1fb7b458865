import { expect, test } from 'vitest';
import { healthyFacts, withProcess } from '../../health/testing.ts';
import type { Clock } from '../../system/clock.ts';
import { reportOf } from '../report.ts';
import type { AlertFacts } from './alert-facts.ts';
import { changeFacts } from './alert-facts.ts';
import { createHookQueue, type QueueOptions } from './hook-queue.ts';
import type { Sent } from './send-command.ts';

const HEALTHY = reportOf(healthyFacts());
const STOPPED = reportOf(withProcess({ state: 'stopped' }, { probe: null }));
const news = (to: 'healthy' | 'stopped', profile = 'default'): AlertFacts => ({
  ...changeFacts(
    'host',
    '2026-11-22T14:06:00.000Z',
    (to === 'healthy' ? STOPPED : HEALTHY).verdict,
    to === 'healthy' ? HEALTHY : STOPPED,
  ),
  profile,
});

/** Time that passes only when somebody sleeps. */
function sleepyClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    monotonic: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

function bench(answers: readonly Sent[], options: Partial<QueueOptions> = {}) {
  const sent: AlertFacts[] = [];
  const givenUp: string[] = [];
  const defects: unknown[] = [];
  const clock = sleepyClock();
  const end = new AbortController();
  const queue = createHookQueue({
    perMinute: 60,
    clock,
    signal: end.signal,
    pausesMs: [1_000, 5_000],
    send: async (facts) => {
      sent.push(facts);
      return answers[sent.length - 1] ?? { ok: true };
    },
    onGivenUp: (facts, reason, attempts) => givenUp.push(`${facts.profile} ${reason} ${attempts}`),
    onDefect: (cause) => defects.push(cause),
    ...options,
  });
  return { queue, sent, givenUp, defects, clock, end };
}
const PASSING = { ok: false, retry: true, reason: 'It answered 503.' } as const;
const FINAL = { ok: false, retry: false, reason: 'It answered 404.' } as const;

test('tries again with growing pauses, and ends with success', async () => {
  const { queue, sent, givenUp, clock } = bench([PASSING, PASSING]);
  queue.put(news('stopped'));
  await queue.idle();
  expect(sent).toHaveLength(3);
  expect(clock.slept).toEqual([1_000, 5_000]);
  expect(givenUp).toEqual([]);
});

test('gives up when the pauses are used up, and says so once', async () => {
  const { queue, sent, givenUp } = bench([PASSING, PASSING, PASSING, PASSING]);
  queue.put(news('stopped'));
  await queue.idle();
  expect(sent).toHaveLength(3);
  expect(givenUp).toEqual(['default It answered 503. 3']);
});

test('what cannot work is not tried again', async () => {
  const { queue, sent, givenUp } = bench([FINAL]);
  queue.put(news('stopped'));
  await queue.idle();
  expect(sent).toHaveLength(1);
  expect(givenUp).toEqual(['default It answered 404. 1']);
});

test('a flapping profile: the limit of a minute holds, and what is over it becomes one', async () => {
  const { queue, sent, clock } = bench([], { perMinute: 2 });
  queue.put(news('stopped'));
  await queue.idle();
  queue.put(news('healthy'));
  await queue.idle();
  expect(clock.slept).toEqual([]);
  for (const level of ['stopped', 'healthy', 'stopped', 'healthy', 'stopped'] as const) queue.put(news(level));
  await queue.idle();
  expect(clock.slept).toEqual([60_000]);
  expect(sent).toHaveLength(3);
  expect(sent[2]).toMatchObject({
    verdict: { level: 'stopped' },
    previous: { level: 'healthy' },
    collapsed: 4,
  });
});

test('profiles do not collapse into each other', async () => {
  const { queue, sent } = bench([], { perMinute: 1 });
  for (const profile of ['a', 'b', 'a']) queue.put(news('stopped', profile));
  await queue.idle();
  expect(sent.map(({ profile, collapsed }) => [profile, collapsed])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
});

test('news that could not be delivered travels with newer news', async () => {
  const answers: Sent[] = [PASSING];
  const { queue, sent, givenUp } = bench(answers, { pausesMs: [1_000] });
  queue.put(news('stopped'));
  queue.put(news('healthy', 'work'));
  // Put while the first is being tried: it takes the older with it.
  await Promise.resolve();
  queue.put(news('healthy'));
  await queue.idle();
  expect(givenUp).toEqual([]);
  expect(sent.filter(({ profile }) => profile === 'default').at(-1)).toMatchObject({
    verdict: { level: 'healthy' },
    previous: { level: 'healthy' },
    collapsed: 1,
  });
});

test('an end from outside: nothing more is sent, and it is no defect', async () => {
  const { queue, sent, defects, end } = bench([PASSING]);
  queue.put(news('stopped'));
  end.abort(new Error('the program ends'));
  queue.put(news('healthy', 'work'));
  await queue.idle();
  expect(sent.length).toBeLessThanOrEqual(1);
  expect(defects).toEqual([]);
});
