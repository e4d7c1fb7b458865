/**
 * Records -> what was when. Pure. Nothing is filled in: where nobody watched, it is unknown, and a machine that sleeps is not "up".
 */
import type { TimelineFigures, TimelineState } from '../../shared/timeline.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { MAX_SILENCE_MS, type TimelineRecord } from './timeline-record.ts';

/** Milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly state: TimelineState;
  readonly code: string | null;
  readonly parts: number;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const STATES: Readonly<Record<VerdictLevel, TimelineState>> = {
  healthy: 'up',
  external: 'up',
  degraded: 'attention',
  failed: 'down',
  starting: 'changing',
  stopping: 'changing',
  stopped: 'off',
  'not-installed': 'off',
  paused: 'off',
  unknown: 'unknown',
};

/** The stretches of `window`, gapless and in order. */
export function stretchesOf(records: readonly TimelineRecord[], window: Window): readonly Stretch[] {
  return fill(known(records, window.to), window);
}

interface Open {
  readonly from: number;
  readonly level: VerdictLevel;
  readonly code: string;
}

const reopen = (open: Open, from: number): Open => ({ ...open, from });

/** What the records say, in the order of time; with holes where they say nothing. */
function known(records: readonly TimelineRecord[], now: number): readonly Stretch[] {
  const out: Stretch[] = [];
  let open: Open | null = null;
  let heard = Number.NEGATIVE_INFINITY;
  const close = (to: number, open: Open | null) => {
    if (open !== null) put(out, { from: open.from, to, state: STATES[open.level], code: open.code, parts: 1 });
  };
  for (const record of records) {
    // A clock that was set back makes times go back; what was heard later is what counts.
    const silent = record.at - heard > MAX_SILENCE_MS && record.is !== 'clock-set';
    if (open !== null && silent) {
      close(heard, open);
      open = record.is === 'seen' ? reopen(open, record.at) : null;
    }
    switch (record.is) {
      case 'verdict':
        close(record.at, open);
        open = { from: record.at, level: record.level, code: record.code };
        break;
      case 'app-start':
        // It ended without a word: the last line is the last that is known.
        close(heard, open);
        open = null;
        break;
      case 'app-stop':
        close(record.at, open);
        open = null;
        break;
      case 'slept':
        close(record.at, open);
        put(out, { from: record.at, to: record.to, state: 'asleep', code: null, parts: 1 });
        open = null;
        break;
      case 'clock-set':
        close(record.at - record.by, open);
        if (open !== null) open = reopen(open, record.at);
        break;
      case 'seen':
      case 'restart':
        break;
      default:
        record satisfies never;
    }
    heard = record.is === 'slept' ? record.to : record.at;
  }
  close(now - heard > MAX_SILENCE_MS ? heard : now, open);
  return out;
}

/** Adds a stretch; where it overlaps what came before (the clock was set back), the newer knowledge stays. */
function put(out: Stretch[], stretch: Stretch): void {
  if (stretch.to <= stretch.from) return;
  for (let last = out.at(-1); last !== undefined && last.to > stretch.from; last = out.at(-1)) {
    out.pop();
    if (last.from < stretch.from) {
      out.push({ ...last, to: stretch.from });
      break;
    }
  }
  out.push(stretch);
}

function fill(stretches: readonly Stretch[], { from, to }: Window): readonly Stretch[] {
  const out: Stretch[] = [];
  const add = (next: Stretch) => {
    const last = out.at(-1);
    if (next.to <= next.from) return;
    if (last !== undefined && last.state === next.state && last.code === next.code) {
      out[out.length - 1] = { ...last, to: next.to };
    } else out.push(next);
  };
  const hole = (start: number, end: number): Stretch => ({
    from: start,
    to: end,
    state: 'unknown',
    code: null,
    parts: 1,
  });
  let at = from;
  for (const stretch of stretches) {
    const clipped = { ...stretch, from: Math.max(stretch.from, at), to: Math.min(stretch.to, to) };
    if (clipped.to <= clipped.from) continue;
    add(hole(at, clipped.from));
    add(clipped);
    at = clipped.to;
  }
  add(hole(at, to));
  return out;
}

const WORST: readonly TimelineState[] = ['down', 'attention', 'changing', 'unknown', 'asleep', 'off', 'up'];
const worse = (a: Stretch, b: Stretch): Stretch => (WORST.indexOf(b.state) < WORST.indexOf(a.state) ? b : a);

/** At most about `max` stretches: neighbours too short to be drawn become one, of the worst state among them, so that no outage vanishes. */
export function thin(stretches: readonly Stretch[], max: number): readonly Stretch[] {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined || stretches.length <= max) return stretches;
  const shortest = (last.to - first.from) / max;
  const out: Stretch[] = [];
  for (const next of stretches) {
    const group = out.at(-1);
    const short = (stretch: Stretch) => stretch.to - stretch.from < shortest;
    if (group !== undefined && short(group) && (short(next) || group.parts > 1)) {
      const { state, code } = worse(group, next);
      out[out.length - 1] = { from: group.from, to: next.to, state, code, parts: group.parts + next.parts };
    } else out.push(next);
  }
  return out;
}

/** A share of less time than this would be a number without a meaning, such as 0 % of the first second. */
const SHORTEST_SHARE_MS = 60_000;

/** Availability and outages. An outage is a run of time without an answer; a restart alone (nothing but `changing`) is none. */
export function figuresOf(
  stretches: readonly Stretch[],
  records: readonly TimelineRecord[],
  window: Window,
): TimelineFigures {
  const sum = (...states: readonly TimelineState[]) =>
    stretches.reduce((total, each) => (states.includes(each.state) ? total + each.to - each.from : total), 0);
  const watchedMs = sum('up', 'attention', 'down', 'changing');
  const outages = outagesOf(stretches);
  const longest = outages.reduce<Window | null>(
    (best, each) => (best === null || each.to - each.from > best.to - best.from ? each : best),
    null,
  );
  const inside = records.filter(({ at }) => at >= window.from && at <= window.to);
  const trips = roundTripsOf(inside).map(({ ms }) => ms);
  return {
    watchedMs,
    answered: watchedMs < SHORTEST_SHARE_MS ? null : sum('up', 'attention') / watchedMs,
    outages: outages.length,
    longestOutage:
      longest === null
        ? null
        : {
            from: new Date(longest.from).toISOString(),
            to: new Date(longest.to).toISOString(),
            ms: longest.to - longest.from,
            ongoing: longest.to === window.to,
          },
    restarts: inside.filter(({ is }) => is === 'restart').length,
    roundTripMs: median(trips),
  };
}

function outagesOf(stretches: readonly Stretch[]): readonly Window[] {
  const runs: { readonly from: number; readonly to: number; readonly down: boolean }[] = [];
  for (const { from, to, state } of stretches) {
    if (state !== 'down' && state !== 'changing') continue;
    const last = runs.at(-1);
    if (last?.to === from) runs[runs.length - 1] = { from: last.from, to, down: last.down || state === 'down' };
    else runs.push({ from, to, down: state === 'down' });
  }
  return runs.filter(({ down }) => down);
}

export function roundTripsOf(
  records: readonly TimelineRecord[],
): readonly { readonly at: number; readonly ms: number }[] {
  return records.flatMap((record) =>
    record.is === 'seen' && record.ms !== null ? [{ at: record.at, ms: record.ms }] : [],
  );
}

/** The middle value; of two middle ones the smaller. null for none. */
export function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
