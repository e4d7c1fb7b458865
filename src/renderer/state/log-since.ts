/** Where in a log a time begins. Pure. */
import type { LogRow } from './log-buffer.ts';

/** The first row of that time or later (milliseconds since the epoch); `reaches` says whether the rows go back far enough to be sure. */
export function findSince(rows: readonly LogRow[], since: number): { row: LogRow | null; reaches: boolean } {
  const timed = rows.filter(({ line }) => line.time !== null);
  const at = (row: LogRow) => Date.parse(row.line.time ?? '');
  const [oldest] = timed;
  return {
    row: timed.find((row) => at(row) >= since) ?? null,
    reaches: oldest !== undefined && at(oldest) < since,
  };
}
