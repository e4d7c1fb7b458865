/**
 * The history of one profile on the disk: JSON lines, appended; rewritten as a whole when it grows too long or too old. Damage costs
 * the damaged lines, a full disk costs nothing while the app runs.
 */

import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import { TIMELINE_DAYS } from '../../shared/timeline.ts';
import { errnoOf, readTextIfThere, writeFileAtomic } from '../system/files.ts';
import { profileFileName } from '../system/profile-file-name.ts';
import {
  compactRecords,
  type ParsedRecords,
  parseRecords,
  recordLine,
  type TimelineRecord,
} from './timeline-record.ts';

export const MAX_FILE_BYTES = 256 * 1024;
/** What a rewrite leaves, so that it is not needed again at once. */
const COMPACT_BYTES = 192 * 1024;
const KEEP_MS = TIMELINE_DAYS * 24 * 60 * 60_000;
/** A rewrite because of age comes when the oldest line is this much older than what is kept. */
const AGE_SLACK_MS = 24 * 60 * 60_000;

export interface TimelineFile {
  /** Adds a line. Resolves when it is on the disk, or kept in memory because the disk does not take it. Never rejects for the disk. */
  append(record: TimelineRecord): Promise<void>;
  /** Everything that is known, what waits in memory included. */
  read(): Promise<ParsedRecords>;
  /** Why lines wait in memory; null when none do. */
  problem(): string | null;
}

export interface TimelineFileOptions {
  readonly now: () => number;
  /** Told when the disk begins to refuse, once until it takes lines again. */
  readonly onProblem: (message: string) => void;
}

/** Path of a profile's history in our state folder. */
export function timelinePath(stateFolder: string, profile: string): string {
  return join(stateFolder, 'timeline', `${profileFileName(profile)}.jsonl`);
}

export function openTimelineFile(path: string, { now, onProblem }: TimelineFileOptions): TimelineFile {
  /** Lines that are not on the disk. */
  let waiting: readonly TimelineRecord[] = [];
  let problem: string | null = null;
  let oldest: number | null = null;
  let queue: Promise<void> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work);
    return queue;
  };

  const compact = async (): Promise<void> => {
    const { records } = parseRecords((await readTextIfThere(path)) ?? '');
    const kept = compactRecords([...records, ...waiting], now() - KEEP_MS, COMPACT_BYTES);
    await writeFileAtomic(path, kept.map(recordLine).join(''), { mode: 0o600, folderMode: 0o700 });
    oldest = kept[0]?.at ?? null;
  };

  const write = async (): Promise<void> => {
    oldest ??= parseRecords((await readTextIfThere(path)) ?? '').records[0]?.at ?? now();
    const tooOld = oldest < now() - KEEP_MS - AGE_SLACK_MS;
    if (tooOld || (await appendLines(path, waiting.map(recordLine).join(''))) === 'too-long') await compact();
    waiting = [];
  };

  return {
    append: (record) =>
      inTurn(async () => {
        waiting = [...waiting, record];
        try {
          await write();
          problem = null;
        } catch (cause) {
          // The disk is full, read-only or not ours: the lines stay in memory, within the same bound, and the next one tries again.
          if (errnoOf(cause) === null && !(cause instanceof ExpectedError)) throw cause;
          waiting = compactRecords(waiting, now() - KEEP_MS, COMPACT_BYTES);
          if (problem === null) onProblem(`The history is kept in memory only: ${wordsOf(cause)}`);
          problem = wordsOf(cause);
        }
      }),
    async read() {
      await queue;
      let text = '';
      try {
        text = (await readTextIfThere(path)) ?? '';
      } catch (cause) {
        // Not ours to read, or a folder: then there is what this process knows, and the reason.
        if (errnoOf(cause) === null) throw cause;
        problem ??= wordsOf(cause);
      }
      const { records, damaged } = parseRecords(text);
      return { records: [...records, ...waiting], damaged };
    },
    problem: () => problem,
  };
}

/**
 * Appends whole lines or nothing: what a full disk let through is taken back. A last line without its end (the app was killed while it
 * wrote) is ended first. Answers `too-long`, and writes nothing, when the file would exceed its bound.
 */
async function appendLines(path: string, text: string): Promise<'done' | 'too-long'> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    if (size + Buffer.byteLength(text) > MAX_FILE_BYTES) return 'too-long';
    const last = Buffer.alloc(1, '\n');
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const whole = Buffer.from(last.toString() === '\n' ? text : `\n${text}`);
    try {
      const { bytesWritten } = await file.write(whole, 0, whole.length, size);
      // The last free block takes a part, and nobody calls that an error.
      if (bytesWritten < whole.length) throw new ExpectedError('disk-full', say('disk-full.history', { path }));
    } catch (cause) {
      await file.truncate(size);
      throw cause;
    }
    return 'done';
  } finally {
    await file.close();
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
