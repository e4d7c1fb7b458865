/**
 * Tells a machine that slept, and a clock that was set, from time that just passed: by comparing clocks between two looks. Pure.
 */
import type { Clock } from '../system/clock.ts';

/** Wall clock in milliseconds since the epoch; `from` and `to` by the clock as it was then and as it is now. */
export type Disturbance =
  /** Nobody could watch: the machine slept, or this process was held. */
  | { readonly kind: 'slept'; readonly from: number; readonly to: number }
  | { readonly kind: 'clock-set'; readonly at: number; readonly byMs: number };

export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
  /** Time since boot with sleep counted; null where the platform has no such clock. Milliseconds. */
  readonly sinceBoot: number | null;
}

/** Clocks are disciplined by less than this at a time (adjtime slews by 0.5 ms a second), and a busy machine delays us by less. */
const THRESHOLD_MS = 5_000;
/** This process was held up for so long (stopped, or the machine crawled) that what it knew is old. */
const HELD_MS = 20_000;

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic(), sinceBoot: clock.sinceBoot?.() ?? null };
}

/**
 * What happened between two moments that should be about `expectedMs` apart; null for nothing. On Linux the monotonic clock stands
 * still during sleep and the clock since boot does not (clock_gettime(2)), which tells sleep from a clock that was set; without the
 * latter a jump ahead counts as sleep.
 */
export function disturbanceBetween(before: Moment, after: Moment, expectedMs: number): Disturbance | null {
  const wall = after.wall - before.wall;
  const monotonic = after.monotonic - before.monotonic;
  const real =
    before.sinceBoot === null || after.sinceBoot === null
      ? Math.max(monotonic, wall)
      : Math.max(monotonic, after.sinceBoot - before.sinceBoot);
  const set = wall - real;
  if (Math.abs(set) >= THRESHOLD_MS) return { kind: 'clock-set', at: after.wall, byMs: Math.round(set) };
  if (real - monotonic >= THRESHOLD_MS || real - expectedMs >= HELD_MS)
    return { kind: 'slept', from: before.wall, to: after.wall };
  return null;
}
