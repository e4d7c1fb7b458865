/** What a table shows of its rows: those that match, the ones that want a person first. Pure. */
import type { Glyph } from '../parts/icon.tsx';

/** Worst first. */
const ORDER: readonly Glyph[] = [
  'failed',
  'degraded',
  'unknown',
  'starting',
  'stopped',
  'paused',
  'not-installed',
  'external',
  'healthy',
];

export interface TableRow {
  readonly id: string;
  readonly glyph: Glyph;
  /** Everything that can be read in the row. */
  readonly cells: readonly string[];
  /** Cells that are names and stay as they are in every language, by their place; the first one always is. */
  readonly names?: readonly number[];
}

/** Rows whose text holds every word of `filter`, in any letter case; within one state in the order given. */
export function shownRows<R extends TableRow>(rows: readonly R[], filter: string): readonly R[] {
  const wanted = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = rows.filter(({ cells }) => {
    const text = cells.join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return [...matching].sort((a, b) => ORDER.indexOf(a.glyph) - ORDER.indexOf(b.glyph));
}
