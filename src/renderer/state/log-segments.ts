/** A line's text in parts that look alike: found text, hidden secrets, colours. Pure. */
import type { LogLine, LogStyle } from '../../shared/log-line.ts';

export interface Segment {
  readonly text: string;
  readonly found: boolean;
  /** Stands for a secret. */
  readonly hidden: boolean;
  readonly style: LogStyle | null;
}

/** What the core puts in the place of a secret. */
const HIDDEN = '[hidden]';

/** The parts in order; `query` in any letter case, empty for none. At most the first `limit` UTF-16 units are given. */
export function segmentsOf(line: Pick<LogLine, 'text' | 'styles'>, query: string, limit: number): readonly Segment[] {
  const text = line.text.slice(0, limit);
  const found = rangesOf(text.toLowerCase(), query.toLowerCase());
  const hidden = rangesOf(text, HIDDEN);
  const styles = line.styles ?? [];
  if (found.length === 0 && hidden.length === 0 && styles.length === 0)
    return text === '' ? [] : [{ text, found: false, hidden: false, style: null }];
  const edges = new Set([0, text.length]);
  for (const [from, to] of [...found, ...hidden]) edges.add(from).add(to);
  for (const { from, to } of styles) edges.add(Math.min(from, text.length)).add(Math.min(to, text.length));
  const sorted = [...edges].sort((a, b) => a - b);
  const holds = (ranges: readonly (readonly [number, number])[], at: number) =>
    ranges.some(([from, to]) => from <= at && at < to);
  return sorted.slice(0, -1).map((from, index) => ({
    text: text.slice(from, sorted[index + 1]),
    found: holds(found, from),
    hidden: holds(hidden, from),
    style: styles.find((style) => style.from <= from && from < style.to) ?? null,
  }));
}

const MAX_RANGES = 200;

function rangesOf(text: string, part: string): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  if (part === '') return ranges;
  for (let at = text.indexOf(part); at !== -1 && ranges.length < MAX_RANGES; at = text.indexOf(part, at + part.length))
    ranges.push([at, at + part.length]);
  return ranges;
}
