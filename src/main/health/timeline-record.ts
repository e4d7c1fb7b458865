/**
 * One line of a profile's history file: compact JSON, wall clock in milliseconds. Pure.
 */
import { z } from 'zod';
import { verdictLevelSchema } from '../../shared/verdict.ts';

const at = z.number().int().nonnegative().max(8.64e15);

const timelineRecordSchema = z.discriminatedUnion('is', [
  /** From now on this is the verdict. */
  z.object({ at, is: z.literal('verdict'), level: verdictLevelSchema, code: z.string().max(64) }),
  /** We still watch, and nothing else changed. `ms`: round trip to the gateway, where one was measured. */
  z.object({ at, is: z.literal('seen'), ms: z.number().nonnegative().nullable() }),
  /** Another process took the place of the one before. */
  z.object({ at, is: z.literal('restart') }),
  /** The app began or ended to watch. */
  z.object({ at, is: z.literal('app-start') }),
  z.object({ at, is: z.literal('app-stop') }),
  /** The machine slept from `at` until `to`. */
  z.object({ at, is: z.literal('slept'), to: at }),
  /** The system clock was set; `at` is the new time, `by` the difference to the old. */
  z.object({ at, is: z.literal('clock-set'), by: z.number().int() }),
]);
export type TimelineRecord = z.infer<typeof timelineRecordSchema>;

/** While nothing changes, one `seen` line this often: it is what tells a quiet gateway from an app that was killed. */
export const SEEN_EVERY_MS = 5 * 60_000;
/** Silence longer than this means that nobody watched. */
export const MAX_SILENCE_MS = 2 * SEEN_EVERY_MS + 60_000;

export interface ParsedRecords {
  /** In the order of the file, which is the order in which things happened, whatever the clock said. */
  readonly records: readonly TimelineRecord[];
  /** Lines that are none of ours: cut off by a crash, written by another program. */
  readonly damaged: number;
}

export function recordLine(record: TimelineRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Reads a whole file. Never throws. */
export function parseRecords(text: string): ParsedRecords {
  const records: TimelineRecord[] = [];
  let damaged = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const record = parseLine(line);
    if (record === null) damaged += 1;
    else records.push(record);
  }
  return { records, damaged };
}

function parseLine(line: string): TimelineRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // A SyntaxError: a line that was cut off or damaged, which is what null reports.
    return null;
  }
  const parsed = timelineRecordSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/**
 * What stays of a history that is too long or too old: nothing older than `oldest`, except that the last verdict before it is kept,
 * as it is what held then; and of that the newest lines that fit into `maxBytes`.
 */
export function compactRecords(
  records: readonly TimelineRecord[],
  oldest: number,
  maxBytes: number,
): readonly TimelineRecord[] {
  const firstKept = records.findIndex((record) => endOf(record) >= oldest);
  const kept = firstKept < 0 ? [] : records.slice(firstKept);
  const before = firstKept < 0 ? records : records.slice(0, firstKept);
  const held = before.findLast((record) => record.is === 'verdict' || record.is === 'app-stop');
  const lines = held?.is === 'verdict' ? [{ ...held, at: oldest }, ...kept] : kept;
  let bytes = 0;
  let start = lines.length;
  while (start > 0) {
    const line = lines[start - 1];
    if (line === undefined) break;
    bytes += Buffer.byteLength(recordLine(line));
    if (bytes > maxBytes) break;
    start -= 1;
  }
  return lines.slice(start);
}

const endOf = (record: TimelineRecord): number => (record.is === 'slept' ? record.to : record.at);
