/**
 * The lines of one open log view: bounded, filtered by level, searched. Pure; each change costs as much as it brings, not as much as there is.
 */
import { isAtLeast, type LogLevel, type LogLine } from '../../shared/log-line.ts';

export interface LogRow {
  /** Rises with every newer line; older pages have negative ones. */
  readonly id: number;
  readonly line: LogLine;
}

export interface LogBuffer {
  /** Lines that pass the filter, oldest first. Changed in place. */
  readonly rows: () => readonly LogRow[];
  /** Ids of rows with the text that is searched for, oldest first; empty without a search. Changed in place. */
  readonly matches: () => readonly number[];
  /** All lines that are held, whether or not they pass. */
  readonly size: () => number;
  /** Rows that came before the first one, less those that were dropped there, since the beginning: what a scroll position moves by. */
  readonly shift: () => number;
  /** Rows that were appended since the beginning. */
  readonly appended: () => number;
  /** The oldest lines were dropped to stay within the limit. */
  readonly trimmed: () => boolean;
  /** Older lines can be taken. */
  readonly hasRoom: () => boolean;
  append(lines: readonly LogLine[]): void;
  prepend(lines: readonly LogLine[]): void;
  filter(least: LogLevel | null): void;
  search(text: string): void;
  clear(): void;
}

export const MAX_LINES = 50_000;
/** So many are dropped at once, so that dropping is rare. */
const TRIM_PART = 0.1;

export function createLogBuffer(limit: number = MAX_LINES): LogBuffer {
  let all: LogRow[] = [];
  let rows: LogRow[] = [];
  let matches: number[] = [];
  let least: LogLevel | null = null;
  let wanted = '';
  let nextId = 0;
  let firstId = 0;
  let shift = 0;
  let appended = 0;
  let trimmed = false;

  const passes = (row: LogRow) => least === null || isAtLeast(row.line.level, least);
  const isMatch = ({ line }: LogRow) =>
    wanted !== '' && (line.text.toLowerCase().includes(wanted) || nameOf(line).toLowerCase().includes(wanted));
  const idsOf = (found: readonly LogRow[]) => (wanted === '' ? [] : found.filter(isMatch).map(({ id }) => id));
  const trim = (): void => {
    if (all.length <= limit) return;
    const dropped = all.splice(0, Math.max(all.length - limit, Math.floor(limit * TRIM_PART)));
    const oldest = all[0]?.id ?? nextId;
    const gone = indexOfRow(rows, oldest);
    rows.splice(0, gone);
    matches = matches.filter((id) => id >= oldest);
    shift -= gone;
    trimmed ||= dropped.length > 0;
  };

  return {
    rows: () => rows,
    matches: () => matches,
    size: () => all.length,
    shift: () => shift,
    appended: () => appended,
    trimmed: () => trimmed,
    hasRoom: () => !trimmed && all.length < limit,
    append(lines) {
      const added = lines.map((line) => ({ id: nextId++, line }));
      const shown = added.filter(passes);
      for (const row of added) all.push(row);
      for (const row of shown) rows.push(row);
      for (const id of idsOf(shown)) matches.push(id);
      appended += shown.length;
      trim();
    },
    prepend(lines) {
      const room = Math.max(0, limit - all.length);
      const taken = lines.slice(Math.max(0, lines.length - room));
      firstId -= taken.length;
      const added = taken.map((line, at) => ({ id: firstId + at, line }));
      const shown = added.filter(passes);
      all = added.concat(all);
      rows = shown.concat(rows);
      matches = idsOf(shown).concat(matches);
      shift += shown.length;
    },
    filter(next) {
      least = next;
      rows = all.filter(passes);
      matches = idsOf(rows);
    },
    search(text) {
      wanted = text.toLowerCase();
      matches = idsOf(rows);
    },
    clear() {
      all = [];
      rows = [];
      matches = [];
      trimmed = false;
    },
  };
}

/** What stands in the column before the text. */
export function nameOf(line: LogLine): string {
  return line.subsystem ?? line.source;
}

/** Index of the first row with this id or a higher one; the length when there is none. */
export function indexOfRow(rows: readonly LogRow[], id: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
