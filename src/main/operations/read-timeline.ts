/** The history of one profile as it is shown: over the last hours, with its figures. */
import { TIMELINE_MAX_HOURS, type Timeline, type TimelineMark } from '../../shared/timeline.ts';
import { figuresOf, roundTripsOf, stretchesOf, thin } from '../health/timeline.ts';
import { openTimelineFile, type TimelineFile, timelinePath } from '../health/timeline-file.ts';
import type { TimelineRecord } from '../health/timeline-record.ts';
import { isoTime } from '../system/clock.ts';
import type { CoreContext } from './context.ts';

const HOUR_MS = 60 * 60_000;
/** More than a strip has pixels for at usual sizes. */
const MAX_STRETCHES = 400;
const MAX_MARKS = 500;
const MAX_TRIPS = 400;

/** Reads what the app wrote, from another process. */
export function readTimelineOf(context: CoreContext, profile: string, hours: number): Promise<Timeline> {
  const now = () => context.clock.now();
  const file = openTimelineFile(timelinePath(context.host.appDirs.state, profile), { now, onProblem: () => undefined });
  return readTimeline(file, profile, hours, now());
}

/** `hours`: how far back, at most a week. Never rejects for what is in the file or the disk. */
export async function readTimeline(file: TimelineFile, profile: string, hours: number, now: number): Promise<Timeline> {
  const { records, damaged } = await file.read();
  const window = { from: now - Math.min(hours, TIMELINE_MAX_HOURS) * HOUR_MS, to: now };
  const stretches = stretchesOf(records, window);
  const inside = records.filter(({ at }) => at >= window.from && at <= window.to);
  const first = records[0];
  return {
    profile,
    from: isoTime(window.from),
    to: isoTime(window.to),
    knownSince: first === undefined ? null : isoTime(first.at),
    segments: thin(stretches, MAX_STRETCHES).map(({ from, to, ...rest }) => ({
      from: isoTime(from),
      to: isoTime(to),
      ...rest,
    })),
    marks: inside.flatMap(markOf).slice(-MAX_MARKS),
    roundTrips: roundTripsOf(inside)
      .slice(-MAX_TRIPS)
      .map(({ at, ms }) => ({ at: isoTime(at), ms })),
    figures: figuresOf(stretches, records, window),
    damagedLines: damaged,
    problem: file.problem(),
  };
}

function markOf(record: TimelineRecord): readonly TimelineMark[] {
  if (record.is === 'verdict' || record.is === 'seen') return [];
  return [{ at: isoTime(record.at), kind: record.is }];
}
