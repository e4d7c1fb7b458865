import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import { healthyFacts, probe, withProcess } from '../health/testing.ts';
import { systemClock } from '../system/clock.ts';
import { readTimelineOf } from './read-timeline.ts';
import { createTimelineRecorder, type TimelineRecorder } from './record-timeline.ts';
import { reportOf } from './report.ts';
import { makeBench, type TestBench } from './testing.ts';

const MIN = 60_000;
let bench: TestBench;
let now = 0;
let recorder: TimelineRecorder;
const defects: unknown[] = [];
const context = () => ({ ...bench.context, clock: { ...systemClock, now: () => now } });

beforeEach(async () => {
  bench = await makeBench();
  now = Date.parse('2026-11-22T12:00:00Z');
  recorder = createTimelineRecorder(
    context(),
    (cause) => defects.push(cause),
    (problem) => defects.push(problem),
  );
});
afterEach(async () => {
  await recorder.dispose();
  await bench.dispose();
  expect(defects).toEqual([]);
});

const snapshot = (facts: Parameters<typeof reportOf>[0]): StatusSnapshot => ({
  seq: 1,
  profiles: [{ profile: 'default', report: reportOf({ ...facts, checkedAt: now }), problem: null, busy: null }],
});
const healthy = (pid = 4127) => snapshot(withProcess({ state: 'running', pid }));
const silent = () => snapshot(healthyFacts({ probe: probe({ code: 'timeout', phase: 'upgrade', message: 'No.' }) }));
const told = async () => {
  const { segments, marks, figures } = await readTimelineOf(context(), 'default', 24);
  return { states: segments.map(({ state }) => state), marks: marks.map(({ kind }) => kind), figures };
};

test('changes, restarts and round trips are written, equal reports are not, and another process reads them', async () => {
  recorder.take(healthy());
  recorder.roundTrip('default', 3);
  recorder.roundTrip('default', 9);
  recorder.roundTrip('default', 4);
  for (let count = 0; count < 100; count += 1) recorder.take(healthy());
  now += 5 * MIN;
  recorder.tick();
  now += MIN;
  recorder.take(silent());
  now += 2 * MIN;
  recorder.take(healthy(5000));
  now += 2 * MIN;
  await recorder.dispose();
  const seen = await told();
  expect(seen.states).toEqual(['unknown', 'up', 'down', 'up']);
  expect(seen.marks).toEqual(['app-start', 'restart', 'app-stop']);
  expect(seen.figures).toMatchObject({ outages: 1, restarts: 1, roundTripMs: 4, watchedMs: 10 * MIN });
  expect(seen.figures.answered).toBeCloseTo(0.8, 6);
});

test('after a sleep an old report is not taken for news', async () => {
  const before = healthy();
  recorder.take(before);
  now += MIN;
  const slept = now;
  now += 60 * MIN;
  recorder.disturbed({ kind: 'slept', from: slept, to: now });
  recorder.take(before);
  now += MIN;
  recorder.take(healthy());
  now += MIN;
  await recorder.dispose();
  expect((await told()).states).toEqual(['unknown', 'up', 'asleep', 'unknown', 'up']);
});

test('a stop and a start on purpose are no restart', async () => {
  recorder.take(healthy());
  now += MIN;
  recorder.take(snapshot(withProcess({ state: 'stopped' }, { probe: probe({ code: 'refused', phase: 'connect' }) })));
  now += MIN;
  recorder.take(healthy(6000));
  now += MIN;
  await recorder.dispose();
  expect(await told()).toMatchObject({ states: ['unknown', 'up', 'off', 'up'], marks: ['app-start', 'app-stop'] });
});
