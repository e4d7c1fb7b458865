/**
 * One lock per profile across processes: two shims and the app never interleave. Held as an exclusive transaction on a small
 * SQLite file, because the kernel releases that lock when the holder dies, however it dies; a pid file would have to guess.
 */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, phraseOf, say, textOf, told } from '../../shared/said.ts';
import { toldFieldsSchema } from '../../shared/said-schema.ts';
import type { Clock } from './clock.ts';
import { ensureFolder, errnoOf, exists, writeFileAtomic } from './files.ts';

export interface HeldLock {
  /** Lets go. Calling it twice is harmless. */
  release(): Promise<void>;
}

export interface LockRequest {
  /** Folder of the lock files; made with mode 0700. */
  readonly folder: string;
  /** File-name-safe name of what is locked. */
  readonly name: string;
  /** What the holder is doing, for the message that the next one sees. */
  readonly purpose: Phrase;
  /** How long to wait for another holder, milliseconds; 0 = do not wait. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** A note of another version may have no codes, or others: then its English is all there is. */
const holderSchema = z.object({
  pid: z.number().int(),
  purpose: z.string(),
  since: z.string(),
  told: toldFieldsSchema.optional().catch(undefined),
});
const RETRY_MS = 50;

/** @throws ExpectedError `locked` (who holds it, since when), or `file-write-failed`. */
export async function acquireLock(request: LockRequest): Promise<HeldLock> {
  await ensureFolder(request.folder, 0o700);
  const path = join(request.folder, `${request.name}.lock`);
  const deadline = request.clock.monotonic() + request.waitMs;
  for (;;) {
    const held = await tryExclusive(path);
    if (held !== null) return await noteHolder(path, request, held);
    if (request.clock.monotonic() >= deadline) throw await lockedError(path, request.name);
    await request.clock.sleep(RETRY_MS, request.signal);
  }
}

/**
 * Does somebody hold this lock now? Takes nothing away from a holder and writes nothing. null = could not find out.
 * A waiting `acquireLock` may see the probe for a moment as a holder; it tries again, so give it some `waitMs`.
 */
export async function probeLock(folder: string, name: string): Promise<boolean | null> {
  const path = join(folder, `${name}.lock`);
  try {
    if (!(await exists(path))) return false;
    const { DatabaseSync } = await loadSqlite();
    const database = new DatabaseSync(path, { timeout: 0, readOnly: true });
    try {
      database.exec('SELECT count(*) FROM sqlite_master'); // Takes the shared lock, which an exclusive holder refuses.
      return false;
    } finally {
      database.close();
    }
  } catch (cause) {
    // Any other failure (no permission, a file system without locks) is not an answer.
    return isBusy(cause) ? true : null;
  }
}

/** Leaves word who holds it, for the message that the next one sees. */
async function noteHolder(path: string, request: LockRequest, held: () => void): Promise<HeldLock> {
  const note = `${path}.json`;
  const { purpose } = request;
  const since = new Date(request.clock.now()).toISOString();
  const holder = { pid: process.pid, purpose: textOf(purpose), since, ...told({ purpose }) };
  try {
    await writeFileAtomic(note, JSON.stringify(holder), { mode: 0o600 });
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) {
      held();
      throw cause;
    }
    // The lock holds without the note. On a full disk a service must still be stoppable; an old note would name the wrong holder.
    await rm(note, { force: true }).catch(ignoreStaleNote);
  }
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      await rm(note, { force: true }).catch(ignoreStaleNote);
      held();
    },
  };
}

/** Node has it since 22.5. @throws ExpectedError `not-supported` on an older one. */
async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch (cause) {
    throw new ExpectedError('not-supported', say('not-supported.no-sqlite', { version: process.version }), {
      hint: say('hint.node-24'),
      cause,
    });
  }
}

/** The function that releases, or null when somebody else holds the lock. */
async function tryExclusive(path: string): Promise<(() => void) | null> {
  const { DatabaseSync } = await loadSqlite();
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    // Nothing is ever written to it: with its journal in memory the lock works on a full disk too.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    if (isBusy(cause)) return null;
    throw new ExpectedError(
      'file-write-failed',
      say('file.not-locked', { path, reason: cause instanceof Error ? cause.message : String(cause) }),
      {
        hint: say('hint.folder-writable'),
        cause,
      },
    );
  }
  const open = database;
  return () => {
    open.exec('ROLLBACK');
    open.close();
  };
}

/** The note cannot be removed either (a read-only folder, for example): the next one's message may name an old holder, and nothing else. */
function ignoreStaleNote(): void {}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
/** Extended codes (for example SQLITE_BUSY_RECOVERY) carry the primary code in their low byte. */
function isBusy(cause: unknown): boolean {
  const code = (cause as { errcode?: unknown }).errcode;
  return typeof code === 'number' && ((code & 0xff) === SQLITE_BUSY || (code & 0xff) === SQLITE_LOCKED);
}

async function lockedError(path: string, name: string): Promise<ExpectedError> {
  let who = say('locked.another');
  try {
    const holder = holderSchema.safeParse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    if (holder.success) {
      const { pid, purpose, since, told: how } = holder.data;
      who = say('locked.process', { pid, purpose: phraseOf(purpose, how?.purpose), since });
    }
  } catch (cause) {
    // The note is only for this message, and its writer may be between locking and writing it.
    if (errnoOf(cause) === null && !(cause instanceof SyntaxError)) throw cause;
  }
  return new ExpectedError('locked', say('locked.busy', { profile: name, who }), {
    hint: say('hint.wait-until-done'),
  });
}
