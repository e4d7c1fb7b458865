/** Files remembered before a change, and put back after one that failed. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { errnoOf, removeFile, writeFileAtomic } from './files.ts';

export const fileCopySchema = z.strictObject({
  path: z.string(),
  /** Permission bits; null = there was no file. */
  mode: z.number().int().nullable(),
  /** Base64, because not every definition is UTF-8; null = there was no file. */
  bytes: z.string().nullable(),
});
export type FileCopy = z.infer<typeof fileCopySchema>;

/** Was what is there now (null = nothing) written by the operation that is undone? */
export type IsOurs = (path: string, bytes: Uint8Array | null) => boolean;

export async function copyOfFile(path: string): Promise<FileCopy> {
  const bytes = await bytesIfThere(path);
  if (bytes === null) return { path, mode: null, bytes: null };
  return { path, mode: (await stat(path)).mode & 0o777, bytes: bytes.toString('base64') };
}

export type FileNow = 'same' | 'ours' | 'theirs';

/** `same` = as before already; `ours` = what the operation wrote is there; `theirs` = somebody else changed it meanwhile. */
export async function fileNow(copy: FileCopy, isOurs: IsOurs): Promise<FileNow> {
  const now = await bytesIfThere(copy.path);
  const before = bytesOf(copy);
  if (before === null ? now === null : now?.equals(before) === true) return 'same';
  return isOurs(copy.path, now) ? 'ours' : 'theirs';
}

/**
 * Puts one file back when what is there is ours; answers with what was found. What is as before is not written: on a full or read-only
 * disk even the same bytes could not be. @throws ExpectedError when the disk does not take it.
 */
export async function putFileBack(copy: FileCopy, isOurs: IsOurs): Promise<FileNow> {
  const found = await fileNow(copy, isOurs);
  if (found !== 'ours') return found;
  const before = bytesOf(copy);
  if (before === null) await removeFile(copy.path);
  else
    await writeFileAtomic(copy.path, before, { folderMode: 0o700, ...(copy.mode === null ? {} : { mode: copy.mode }) });
  return found;
}

function bytesOf({ bytes }: FileCopy): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes, 'base64');
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Removes what `writeFileAtomic` leaves when its process is killed: temporary files of these paths, by their exact form. Only for who
 * holds the lock under which these files are written.
 */
export async function removeTemporaries(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const prefix = `.${basename(path)}.`;
    for (const name of await namesIn(dirname(path))) {
      if (name.startsWith(prefix) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length))) {
        await rm(join(dirname(path), name), { force: true }).catch(leaveIt);
      }
    }
  }
}

/** A disk that does not let go of it costs that file, and no service its operation. */
function leaveIt(cause: unknown): void {
  if (errnoOf(cause) === null) throw cause;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return [];
    throw cause;
  }
}

async function bytesIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}
