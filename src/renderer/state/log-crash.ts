/** Where in a log the gateway crashed last. */
import type { LogLine } from '../../shared/log-line.ts';
import type { LastExit } from '../../shared/service-state.ts';
import type { LogRow } from './log-buffer.ts';

/** What supervisors write when a service ends by itself: systemd (seen on 252), and the built-in one. */
const CRASH_WORDS =
  /Main process exited, code=(?!exited, status=0\b)|Failed with result|Start request repeated too quickly|^The gateway ended \((?!0\b)/;

/** Asked to end by one of these, a gateway did not crash. */
const ASKED: readonly string[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

export function isCrashLine(line: LogLine): boolean {
  return line.source === 'supervisor' && CRASH_WORDS.test(line.text);
}

/** When the last exit was a crash: milliseconds since the epoch; null when it was none or has no time. */
export function crashTime(exit: LastExit | null): number | null {
  if (exit === null || exit.at === null) return null;
  const crashed = (exit.code !== null && exit.code !== 0) || (exit.signal !== null && !ASKED.includes(exit.signal));
  const at = Date.parse(exit.at);
  return crashed && !Number.isNaN(at) ? at : null;
}

/** The supervisor's line and the time of the exit are so near to each other, milliseconds. */
const NEAR_MS = 5_000;

/**
 * The row to show: the first of the supervisor's lines about the last crash, else the last row before the time of the crash. null when
 * neither is among these rows; `reaches` says whether they go back far enough to be sure.
 */
export function findCrash(rows: readonly LogRow[], at: number | null): { row: LogRow | null; reaches: boolean } {
  const last = rows.findLastIndex(({ line }) => isCrashLine(line));
  let found = last;
  // A crash is told in several lines, one soon after the other.
  for (let index = last - 1; index >= 0 && isNear(rows[index], rows[last]); index -= 1) {
    const row = rows[index];
    if (row !== undefined && isCrashLine(row.line)) found = index;
  }
  const seen = rows[found];
  const seenAt = seen?.line.time == null ? null : Date.parse(seen.line.time);
  if (seen !== undefined && (at === null || seenAt === null || seenAt >= at - NEAR_MS))
    return { row: seen, reaches: true };
  const oldest = rows.find(({ line }) => line.time !== null)?.line.time ?? null;
  const reaches = at !== null && oldest !== null && Date.parse(oldest) <= at;
  if (!reaches) return { row: null, reaches: false };
  return { row: rows.findLast(({ line }) => line.time !== null && Date.parse(line.time) <= at) ?? null, reaches: true };
}

function isNear(a: LogRow | undefined, b: LogRow | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  // A line without a time belongs to the one before it.
  if (a.line.time === null || b.line.time === null) return true;
  return Math.abs(Date.parse(a.line.time) - Date.parse(b.line.time)) <= 1_000;
}
