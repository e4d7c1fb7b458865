/**
 * Numbers, ages and times as people read them. Pure: the clock, the zone and the words come from the caller.
 * A no-break space stands between a number and its unit.
 */

const NBSP = '\u00a0';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The words a duration needs, in their short and counted forms. */
export interface UnitWords {
  readonly ms: string;
  readonly s: string;
  readonly min: string;
  hours(n: number): string;
  days(n: number): string;
}

function two(first: string, rest: number, restText: string): string {
  return rest === 0 ? first : `${first} ${restText}`;
}

/** A span in its two largest units, for example "6 days 4 hours", "2 min 31 s", "14 s". Negative spans count as zero. */
export function formatDuration(ms: number, units: UnitWords): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)}${NBSP}${units.s}`;
  if (span < HOUR) {
    const seconds = Math.floor((span % MINUTE) / SECOND);
    return two(`${Math.floor(span / MINUTE)}${NBSP}${units.min}`, seconds, `${seconds}${NBSP}${units.s}`);
  }
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    return two(units.hours(Math.floor(span / HOUR)), minutes, `${minutes}${NBSP}${units.min}`);
  }
  const hours = Math.floor((span % DAY) / HOUR);
  return two(units.days(Math.floor(span / DAY)), hours, units.hours(hours));
}

/** A span in its largest unit only, for ages: "3 s", "41 min", "5 hours". */
export function formatAge(ms: number, units: UnitWords): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)}${NBSP}${units.s}`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)}${NBSP}${units.min}`;
  if (span < DAY) return units.hours(Math.floor(span / HOUR));
  return units.days(Math.floor(span / DAY));
}

/** The length of one step: tenths of a second below ten seconds, then whole units. */
export function formatStepTime(ms: number, units: UnitWords): string {
  const span = Math.max(0, ms);
  return span < 10 * SECOND ? `${(span / SECOND).toFixed(1)}${NBSP}${units.s}` : formatDuration(span, units);
}

/** Milliseconds since an ISO 8601 time; null when the text is no time. */
export function sinceIso(iso: string | null, now: number): number | null {
  if (iso === null) return null;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : now - at;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

/** "14:06:12" in local time; with `millis` "14:06:12.118". The text itself comes back when it is no time. */
export function formatClock(iso: string, millis = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = `${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:${pad(at.getSeconds(), 2)}`;
  return millis ? `${clock}.${pad(at.getMilliseconds(), 3)}` : clock;
}

/** "14:06:12" on the same local day as `now`; on another the day with it, as the language of `tag` writes it: "Nov 20, 14:06". */
export function formatMoment(iso: string, now: number, tag: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (at.toDateString() === new Date(now).toDateString()) return formatClock(iso);
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(tag, {
    ...(sameYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
