import { describe, expect, test } from 'vitest';
import { figuresOf, median, type Stretch, stretchesOf, thin } from './timeline.ts';
import { MAX_SILENCE_MS, SEEN_EVERY_MS, type TimelineRecord } from './timeline-record.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const T0 = Date.parse('2026-11-22T00:00:00Z');
const day = { from: T0, to: T0 + 24 * HOUR };

type Level = Extract<TimelineRecord, { is: 'verdict' }>['level'];
const verdict = (at: number, level: Level): TimelineRecord => ({
  at: T0 + at,
  is: 'verdict',
  level,
  code: `v.${level}`,
});
const seen = (at: number, ms: number | null = 10): TimelineRecord => ({ at: T0 + at, is: 'seen', ms });
/** `seen` every five minutes, as the recorder writes it. */
const watched = (from: number, to: number): TimelineRecord[] => {
  const out: TimelineRecord[] = [];
  for (let at = from + SEEN_EVERY_MS; at < to; at += SEEN_EVERY_MS) out.push(seen(at));
  return out;
};
/** "from-to state", hours since T0 with the minutes behind a colon. */
const told = (stretches: readonly Stretch[]) =>
  stretches.map(({ from, to, state }) => `${clock(from)}-${clock(to)} ${state}`);
const clock = (at: number) =>
  new Date(at - T0)
    .toISOString()
    .slice(11, 16)
    .replace('00:00', at > T0 ? '24:00' : '00:00');

describe('what was when', () => {
  test('nothing recorded is unknown all day', () => {
    expect(told(stretchesOf([], day))).toEqual(['00:00-24:00 unknown']);
    expect(figuresOf(stretchesOf([], day), [], day)).toMatchObject({ watchedMs: 0, answered: null, outages: 0 });
  });

  test('an outage between two healthy stretches', () => {
    const records = [
      { at: T0, is: 'app-start' } as const,
      verdict(0, 'healthy'),
      ...watched(0, 6 * HOUR),
      verdict(6 * HOUR, 'failed'),
      ...watched(6 * HOUR, 7 * HOUR),
      verdict(7 * HOUR, 'starting'),
      verdict(7 * HOUR + 5 * MIN, 'healthy'),
      ...watched(7 * HOUR + 5 * MIN, 24 * HOUR),
    ];
    const stretches = stretchesOf(records, day);
    expect(told(stretches)).toEqual(['00:00-06:00 up', '06:00-07:00 down', '07:00-07:05 changing', '07:05-24:00 up']);
    const figures = figuresOf(stretches, records, day);
    expect(figures.watchedMs).toBe(24 * HOUR);
    expect(figures.answered).toBeCloseTo((24 * 60 - 65) / (24 * 60), 6);
    expect(figures).toMatchObject({ outages: 1, longestOutage: { ms: 65 * MIN, ongoing: false }, roundTripMs: 10 });
  });

  test('an app that was killed leaves unknown, not up', () => {
    const records = [
      verdict(0, 'healthy'),
      ...watched(0, 2 * HOUR),
      { at: T0 + 5 * HOUR, is: 'app-start' } as const,
      verdict(5 * HOUR, 'healthy'),
      ...watched(5 * HOUR, 24 * HOUR),
    ];
    const stretches = stretchesOf(records, day);
    expect(told(stretches)).toEqual(['00:00-01:55 up', '01:55-05:00 unknown', '05:00-24:00 up']);
    expect(figuresOf(stretches, records, day).answered).toBe(1);
  });

  test('an app that ended in order is known to its last moment', () => {
    const records = [verdict(0, 'healthy'), seen(5 * MIN), { at: T0 + 8 * MIN, is: 'app-stop' } as const];
    expect(told(stretchesOf(records, day))).toEqual(['00:00-00:08 up', '00:08-24:00 unknown']);
  });

  test('read while the app runs, the last state lasts until now; long after, only as far as it was seen', () => {
    const records = [verdict(0, 'failed'), seen(5 * MIN)];
    const soon = { from: T0, to: T0 + 9 * MIN };
    expect(told(stretchesOf(records, soon))).toEqual(['00:00-00:09 down']);
    expect(figuresOf(stretchesOf(records, soon), records, soon).longestOutage?.ongoing).toBe(true);
    expect(told(stretchesOf(records, { from: T0, to: T0 + 5 * MIN + MAX_SILENCE_MS + 1 }))[0]).toBe('00:00-00:05 down');
  });

  test('sleep is neither up nor down, and after it nothing is known until it was read again', () => {
    const records: TimelineRecord[] = [
      verdict(0, 'healthy'),
      { at: T0 + 4 * MIN, is: 'slept', to: T0 + 8 * HOUR },
      verdict(8 * HOUR + MIN, 'healthy'),
      ...watched(8 * HOUR + MIN, 24 * HOUR),
    ];
    const stretches = stretchesOf(records, day);
    expect(told(stretches)).toEqual(['00:00-00:04 up', '00:04-08:00 asleep', '08:00-08:01 unknown', '08:01-24:00 up']);
    expect(figuresOf(stretches, records, day)).toMatchObject({ answered: 1, watchedMs: 16 * HOUR + 3 * MIN });
  });

  test('a clock set back: what was heard later counts; a clock set ahead: nobody knows the hour that was skipped', () => {
    const back: TimelineRecord[] = [
      verdict(0, 'healthy'),
      ...watched(0, 3 * HOUR),
      { at: T0 + 2 * HOUR, is: 'clock-set', by: -HOUR },
      verdict(2 * HOUR + MIN, 'failed'),
      seen(2 * HOUR + 5 * MIN),
    ];
    expect(told(stretchesOf(back, { from: T0, to: T0 + 2 * HOUR + 6 * MIN }))).toEqual([
      '00:00-02:01 up',
      '02:01-02:06 down',
    ]);
    const ahead: TimelineRecord[] = [
      verdict(0, 'healthy'),
      seen(5 * MIN),
      { at: T0 + HOUR + 6 * MIN, is: 'clock-set', by: HOUR },
      seen(HOUR + 10 * MIN),
    ];
    expect(told(stretchesOf(ahead, { from: T0, to: T0 + HOUR + 12 * MIN }))).toEqual([
      '00:00-00:06 up',
      '00:06-01:06 unknown',
      '01:06-01:12 up',
    ]);
  });

  test('a stop on purpose and a plain restart are no outage; what holds before the window holds in it', () => {
    const records = [
      verdict(-HOUR, 'stopped'),
      ...watched(-HOUR, HOUR),
      verdict(HOUR, 'starting'),
      verdict(HOUR + MIN, 'healthy'),
      { at: T0 + HOUR + MIN, is: 'restart' } as const,
      ...watched(HOUR + MIN, 24 * HOUR),
    ];
    const stretches = stretchesOf(records, day);
    expect(told(stretches)).toEqual(['00:00-01:00 off', '01:00-01:01 changing', '01:01-24:00 up']);
    expect(figuresOf(stretches, records, day)).toMatchObject({ outages: 0, longestOutage: null, restarts: 1 });
  });
});

test('thinning keeps every outage and the whole span', () => {
  const flapping: Stretch[] = Array.from({ length: 5_000 }, (_, index) => ({
    from: T0 + index * 1_000,
    to: T0 + (index + 1) * 1_000,
    state: index % 100 === 37 ? 'down' : index % 2 === 0 ? 'up' : 'changing',
    code: null,
    parts: 1,
  }));
  const thinned = thin(flapping, 400);
  expect(thinned.length).toBeLessThanOrEqual(401);
  expect(thinned[0]?.from).toBe(T0);
  expect(thinned.at(-1)?.to).toBe(T0 + 5_000_000);
  expect(thinned.filter(({ state }) => state === 'down').length).toBe(50);
  expect(thinned.reduce((sum, { parts }) => sum + parts, 0)).toBe(5_000);
  for (const [index, each] of thinned.entries()) expect(each.from).toBe(thinned[index - 1]?.to ?? T0);
});

test('whatever the records say, the stretches are gapless, in order and inside the window', () => {
  let state = 20261122;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const levels: readonly Level[] = ['healthy', 'failed', 'starting', 'stopped', 'unknown', 'degraded', 'external'];
  for (let round = 0; round < 2_000; round += 1) {
    const records: TimelineRecord[] = [];
    for (let count = Math.floor(random() * 30); count > 0; count -= 1) {
      const at = T0 + Math.floor((random() * 1.4 - 0.2) * 24 * HOUR);
      const pick = Math.floor(random() * 6);
      if (pick === 0) records.push({ at, is: 'app-start' });
      else if (pick === 1) records.push({ at, is: 'app-stop' });
      else if (pick === 2) records.push({ at, is: 'slept', to: at + Math.floor((random() - 0.2) * 5 * HOUR) });
      else if (pick === 3) records.push({ at, is: 'clock-set', by: Math.floor((random() - 0.5) * 10 * HOUR) });
      else if (pick === 4) records.push({ at, is: 'seen', ms: null });
      else
        records.push({
          at,
          is: 'verdict',
          level: levels[Math.floor(random() * levels.length)] ?? 'healthy',
          code: 'x',
        });
    }
    const stretches = stretchesOf(records, day);
    let at = day.from;
    for (const each of stretches) {
      expect(each.from, JSON.stringify(records)).toBe(at);
      expect(each.to).toBeGreaterThan(each.from);
      at = each.to;
    }
    expect(at).toBe(day.to);
    const { answered } = figuresOf(stretches, records, day);
    if (answered !== null) expect(answered).toBeLessThanOrEqual(1);
  }
});

test('the median of nothing, one and two', () => {
  expect([median([]), median([7]), median([9, 3]), median([5, 1, 9])]).toEqual([null, 7, 3, 5]);
});
