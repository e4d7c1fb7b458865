/** Values of options, refused with words that say what fits. */
import { InvalidArgumentError } from 'commander';
import { ExpectedError } from '../../../shared/outcome.ts';
import { parsePort } from '../../../shared/profile.ts';

export function parsePortOption(text: string): number {
  const port = parsePort(text);
  if (!port.ok) throw ExpectedError.from(port.error);
  return port.value;
}

const MAX_TIMEOUT_MS = 3_600_000;

export function parseTimeout(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_TIMEOUT_MS) {
    throw new InvalidArgumentError(`It takes milliseconds, a whole number from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  return value;
}

const MAX_LINES = 100_000;

export function parseLines(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_LINES)
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MAX_LINES}.`);
  return value;
}

const MAX_SECONDS = 7 * 86_400;

/** Seconds, with a fraction where a person wants one. */
export function parseSeconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d{1,3})?$/.test(text) || value > MAX_SECONDS)
    throw new InvalidArgumentError(`It takes seconds, a number from 0 to ${MAX_SECONDS}.`);
  return value;
}

export function parsePerMinute(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 60)
    throw new InvalidArgumentError('It takes a whole number from 1 to 60.');
  return value;
}

const MAX_HOURS = 7 * 24;

/** "36h" or "7d" -> hours. */
export function parseSpanHours(text: string): number {
  const match = /^([1-9]\d{0,3})([hd])$/.exec(text);
  const hours = match === null ? Number.NaN : Number(match[1]) * (match[2] === 'd' ? 24 : 1);
  if (!(hours <= MAX_HOURS)) throw new InvalidArgumentError('It takes a span such as 36h or 7d, at most 7d.');
  return hours;
}

const SPANS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `--since`: a span before now, a time of this day (of yesterday when it is still to come), or a date with or without time. Milliseconds. */
export function parseSince(text: string): number {
  const now = new Date();
  const span = /^(\d{1,9})\s*([smhdw])$/.exec(text.trim());
  if (span !== null) return now.getTime() - Number(span[1]) * (SPANS[span[2] ?? ''] ?? 0);
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text.trim());
  if (clock !== null) {
    const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
    const at = new Date(now);
    at.setHours(hours, minutes, seconds, 0);
    if (hours < 24 && minutes < 60 && seconds < 60) {
      if (at > now) at.setDate(at.getDate() - 1);
      return at.getTime();
    }
  }
  // A date alone means local midnight; Date.parse would take it as UTC.
  const date = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? `${text.trim()}T00:00:00` : text.trim();
  const at = /^\d{4}-\d\d-\d\d[T ]/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      'It takes a span such as 10m or 2h, a time of day such as 14:30, or an ISO time such as 2026-11-22T14:30:00Z.',
    );
  return at;
}

/** Which of several cures. */
export function parseChoice(text: string): number {
  const value = Number(text);
  if (!/^\d$/.test(text) || value < 1) throw new InvalidArgumentError('It takes a number from 1 to 9.');
  return value;
}
