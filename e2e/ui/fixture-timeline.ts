/** A day of a gateway: a night of sleep, an outage, a restart, an hour when nobody watched. */
import { figuresOf, stretchesOf } from '../../src/main/health/timeline.ts';
import type { TimelineRecord } from '../../src/main/health/timeline-record.ts';
import type { Timeline, TimelineMark } from '../../src/shared/timeline.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const iso = (at: number) => new Date(at).toISOString();

export function timelineOf(profile: string, now: number): Timeline {
  const start = now - 24 * HOUR;
  const verdict = (at: number, level: 'healthy' | 'failed' | 'starting' | 'stopped' | 'degraded'): TimelineRecord => ({
    at: start + at,
    is: 'verdict',
    level,
    code: `verdict.${level}`,
  });
  const seen = (from: number, to: number): TimelineRecord[] =>
    Array.from({ length: Math.max(0, Math.floor((to - from) / (5 * MIN)) - 1) }, (_, index) => ({
      at: start + from + (index + 1) * 5 * MIN,
      is: 'seen',
      ms: 2 + ((index * 7) % 5),
    }));
  const records: TimelineRecord[] = [
    { at: start, is: 'app-start' },
    verdict(0, 'healthy'),
    ...seen(0, 5 * HOUR),
    { at: start + 5 * HOUR, is: 'slept', to: start + 11 * HOUR },
    verdict(11 * HOUR + MIN, 'healthy'),
    ...seen(11 * HOUR + MIN, 14 * HOUR),
    verdict(14 * HOUR, 'failed'),
    ...seen(14 * HOUR, 14 * HOUR + 41 * MIN),
    verdict(14 * HOUR + 41 * MIN, 'starting'),
    verdict(14 * HOUR + 43 * MIN, 'healthy'),
    { at: start + 14 * HOUR + 43 * MIN, is: 'restart' },
    ...seen(14 * HOUR + 43 * MIN, 17 * HOUR),
    { at: start + 17 * HOUR, is: 'app-stop' },
    { at: start + 18 * HOUR, is: 'app-start' },
    verdict(18 * HOUR, 'degraded'),
    ...seen(18 * HOUR, 19 * HOUR),
    verdict(19 * HOUR, 'stopped'),
    ...seen(19 * HOUR, 20 * HOUR),
    verdict(20 * HOUR, 'healthy'),
    ...seen(20 * HOUR, 22 * HOUR),
    verdict(22 * HOUR, 'failed'),
    verdict(22 * HOUR + 20_000, 'healthy'),
    { at: start + 22 * HOUR + 20_000, is: 'restart' },
    ...seen(22 * HOUR, 24 * HOUR),
  ];
  const window = { from: start, to: now };
  const stretches = stretchesOf(records, window);
  return {
    profile,
    from: iso(start),
    to: iso(now),
    knownSince: iso(start),
    segments: stretches.map(({ from, to, ...rest }) => ({ from: iso(from), to: iso(to), ...rest })),
    marks: records.flatMap((record): TimelineMark[] =>
      record.is === 'verdict' || record.is === 'seen' ? [] : [{ at: iso(record.at), kind: record.is }],
    ),
    roundTrips: [],
    figures: figuresOf(stretches, records, window),
    damagedLines: 0,
    problem: null,
  };
}
