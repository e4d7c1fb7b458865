import { expect, test } from 'vitest';
import { disturbanceBetween, type Moment } from './disturbance.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
const start: Moment = { wall: NOON, monotonic: 50_000, sinceBoot: 900_000 };
const after = (wall: number, monotonic: number, sinceBoot: number | null): Moment => ({
  wall: NOON + wall,
  monotonic: 50_000 + monotonic,
  sinceBoot: sinceBoot === null ? null : 900_000 + sinceBoot,
});

test.each([
  ['a usual tick', after(1_010, 1_012, 1_010), null],
  ['a busy machine', after(9_000, 9_000, 9_000), null],
  ['a clock that is disciplined', after(1_400, 1_000, 1_000), null],
  ['a sleep of an hour', after(HOUR, 1_000, HOUR), { kind: 'slept', from: NOON, to: NOON + HOUR }],
  ['this process was stopped', after(60_000, 60_000, 60_000), { kind: 'slept', from: NOON, to: NOON + 60_000 }],
  ['the clock set ahead', after(HOUR, 1_000, 1_000), { kind: 'clock-set', at: NOON + HOUR, byMs: HOUR - 1_000 }],
  ['the clock set back', after(-HOUR, 1_000, 1_000), { kind: 'clock-set', at: NOON - HOUR, byMs: -HOUR - 1_000 }],
])('with a clock since boot: %s', (_name, moment, expected) => {
  expect(disturbanceBetween(start, moment, 1_000)).toEqual(expected);
});

test('without one, a jump ahead counts as sleep and a jump back as a clock that was set', () => {
  const blind = { ...start, sinceBoot: null };
  expect(disturbanceBetween(blind, after(HOUR, 1_000, null), 1_000)).toMatchObject({ kind: 'slept' });
  expect(disturbanceBetween(blind, after(-HOUR, 1_000, null), 1_000)).toMatchObject({ kind: 'clock-set' });
  expect(disturbanceBetween(blind, after(1_000, 1_000, null), 1_000)).toBeNull();
});
