/** How long a start may take, learned from the starts of the same profile. Pure. */

/**
 * Without enough history: fresh installations took 5 to 15 s to answer here, cold boots up to 90 s and more are reported. A crash ends the
 * waiting early, so that being generous costs nothing.
 */
export const DEFAULT_START_MS = 180_000;
/** A machine under load, or an update that moves data first, is much slower than any start before. */
const FLOOR_MS = 60_000;
/** None of the supervisors bounds the start of a service of this kind (systemd's Type=simple has started at once), so this bound is ours. */
const CAP_MS = 600_000;
const FACTOR = 3;
const ENOUGH = 3;
export const STARTS_KEPT = 20;

/** @param starts durations from the request (or the old process's end) to the first answer, newest last. All milliseconds. */
export function startBudget(starts: readonly number[]): number {
  const known = starts.slice(-STARTS_KEPT).filter((ms) => Number.isFinite(ms) && ms >= 0);
  if (known.length < ENOUGH) return DEFAULT_START_MS;
  return Math.min(CAP_MS, Math.max(FLOOR_MS, Math.round(FACTOR * Math.max(...known))));
}
