/** Files of logs are opened by name in folders that others may write to: only regular files are read, and opening never blocks. */

import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';

/** Names one file on its disk, whatever it is called. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

export interface OpenedFile extends FileIdentity {
  readonly handle: FileHandle;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** Thrown for a path that is there but is no regular file. */
export class NotAFileError extends Error {}

/** null when there is no such file. @throws the system's error, or NotAFileError. */
export async function openForReading(path: string): Promise<OpenedFile | null> {
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK a named pipe would hold the open until somebody writes. It does not exist on Windows.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw cause;
  }
  try {
    const found = await handle.stat({ bigint: true });
    if (!found.isFile()) throw new NotAFileError(path);
    return {
      handle,
      device: found.dev,
      inode: found.ino,
      size: Number(found.size),
      modified: Number(found.mtimeMs),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** null when there is no such file. @throws the system's error. */
export async function identityOf(path: string): Promise<(FileIdentity & { readonly size: number }) | null> {
  try {
    const found = await stat(path, { bigint: true });
    return { device: found.dev, inode: found.ino, size: Number(found.size) };
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw cause;
  }
}

export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.inode === b.inode && a.device === b.device;
}

/** Why a file could not be read, as a sentence. @throws what is no failure of a file. */
export function fileProblem(path: string, cause: unknown): Phrase {
  if (cause instanceof NotAFileError) return say('log.no-file', { path });
  const code = errnoOf(cause);
  if (code === null) throw cause;
  return say('log.unread', { path, error: code });
}

function isAbsent(cause: unknown): boolean {
  const code = errnoOf(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
