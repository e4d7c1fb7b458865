/**
 * Files written whole or not at all: temporary file in the same folder, fsync, rename, fsync of the folder.
 */

import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say } from '../../shared/said.ts';

export interface WriteOptions {
  /** Permission bits of the new file; an existing file keeps its own unless `mode` is given. */
  readonly mode?: number;
  /** Permission bits of folders that have to be made. */
  readonly folderMode?: number;
}

/** Code of a Node error, or null for anything else. */
export function errnoOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

/** Content of a text file, or null when there is none. Every other failure throws. */
export async function readTextIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}

/**
 * Writes `content` to `path` so that a reader, a crash or a full disk leaves either the old file or the new one.
 * A symbolic link is followed: its target is replaced, the link stays.
 * @throws ExpectedError `disk-full` or `file-write-failed`; the old file is intact then, and no temporary file stays.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const target = await realTarget(path);
  const folder = dirname(target);
  // Loaded only by those who write: reading a status does not pay for it.
  const { randomBytes } = await import('node:crypto');
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: options.folderMode ?? 0o755 });
    const mode = options.mode ?? (await existingMode(target)) ?? 0o600;
    const handle = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(ignoreCleanupFailure);
    throw writeError(path, cause);
  }
}

/** Removes a file; true when there was one. @throws ExpectedError `file-write-failed`. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return false;
    throw writeError(path, cause);
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return false;
    throw cause;
  }
}

/** A folder with exactly these permission bits, made when missing. */
export async function ensureFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
    if (((await stat(path)).mode & 0o777) !== mode) await chmod(path, mode);
  } catch (cause) {
    throw writeError(path, cause);
  }
}

function writeError(path: string, cause: unknown): ExpectedError {
  const code = errnoOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ExpectedError('disk-full', say('disk-full.write', { path }), {
      hint: say('disk-full.hint'),
      cause,
    });
  }
  const reason = REASONS[code ?? ''] ?? (cause instanceof Error ? cause.message : String(cause));
  return new ExpectedError('file-write-failed', say('file.not-written', { path, reason }), {
    hint: say('file.not-written-hint'),
    cause,
  });
}

const REASONS: Readonly<Record<string, Phrase>> = {
  EROFS: say('file.read-only'),
  EACCES: say('file.denied'),
  EPERM: say('file.not-permitted'),
  ENOTDIR: say('file.no-folder'),
  EISDIR: say('file.folder'),
};

async function realTarget(path: string): Promise<string> {
  const { realpath } = await import('node:fs/promises');
  try {
    return await realpath(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return path;
    throw writeError(path, cause);
  }
}

async function existingMode(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // A folder cannot be opened for fsync there.
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The write already failed and is reported; a temporary file that cannot be removed adds nothing to that report. */
function ignoreCleanupFailure(): void {}
