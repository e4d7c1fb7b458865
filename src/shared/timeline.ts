/**
 * What one profile did over the last hours, as the window and the shim show it. Times are ISO 8601, spans are milliseconds.
 */
import { z } from 'zod';

/**
 * `up` answers; `attention` answers, and something is wrong; `down` should run and does not answer; `changing` starts or stops;
 * `off` is not meant to run (stopped, not installed); `asleep` the machine slept; `unknown` nobody watched, or it could not be found out.
 */
export const timelineStateSchema = z.enum(['up', 'attention', 'down', 'changing', 'off', 'asleep', 'unknown']);
export type TimelineState = z.infer<typeof timelineStateSchema>;

export const timelineSegmentSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  state: timelineStateSchema,
  /** Code of the verdict (`verdict.noAnswer`); null where there was none. */
  code: z.string().nullable(),
  /** How many stretches were drawn together because each is too short to be seen; 1 = as it was. The worst of them gives the state. */
  parts: z.number().int().positive(),
});
export type TimelineSegment = z.infer<typeof timelineSegmentSchema>;

export const timelineMarkSchema = z.strictObject({
  at: z.string(),
  kind: z.enum(['restart', 'app-start', 'app-stop', 'slept', 'clock-set']),
});
export type TimelineMark = z.infer<typeof timelineMarkSchema>;

export const timelineFiguresSchema = z.strictObject({
  /** Time in which it was meant to run and was watched. */
  watchedMs: z.number().nonnegative(),
  /** Share of that time in which it answered, 0 to 1; null when it was watched for less than a minute. */
  answered: z.number().min(0).max(1).nullable(),
  outages: z.number().int().nonnegative(),
  longestOutage: z
    .strictObject({ from: z.string(), to: z.string(), ms: z.number().nonnegative(), ongoing: z.boolean() })
    .nullable(),
  restarts: z.number().int().nonnegative(),
  /** Median of the round trips, milliseconds. */
  roundTripMs: z.number().nonnegative().nullable(),
});
export type TimelineFigures = z.infer<typeof timelineFiguresSchema>;

export const timelineSchema = z.strictObject({
  profile: z.string(),
  from: z.string(),
  to: z.string(),
  /** The oldest thing that is known; null when nothing was ever recorded. */
  knownSince: z.string().nullable(),
  /** Gapless from `from` to `to`, oldest first. */
  segments: z.array(timelineSegmentSchema),
  marks: z.array(timelineMarkSchema),
  roundTrips: z.array(z.strictObject({ at: z.string(), ms: z.number().nonnegative() })),
  figures: timelineFiguresSchema,
  /** Lines of the file that could not be read and were left out. */
  damagedLines: z.number().int().nonnegative(),
  /** Why the history is only in memory now; null when it is on the disk. */
  problem: z.string().nullable(),
});
export type Timeline = z.infer<typeof timelineSchema>;

/** Longest stretch that is kept and can be asked for. */
export const TIMELINE_DAYS = 7;
export const TIMELINE_MAX_HOURS = TIMELINE_DAYS * 24;
