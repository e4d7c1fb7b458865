/** How a deep scan reads folders and files: what is not there is passed over, what may not be looked at becomes a problem to tell. */

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';

/** Names in a folder of the entries that `keep` chooses, sorted; empty for one that is not there. */
export async function namesIn(
  folder: string,
  keep: (entry: Dirent) => boolean,
  problems: Phrase[],
): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(keep)
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') problems.push(say('scan.folder', { path: folder, error: code }));
    return [];
  }
}

/** A folder, a loop of links, a socket: nothing that a supervisor could read either. */
const NO_FILE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO']);

/**
 * What `read` finds at the path, or null for what is no readable file. That a file may not be read is a problem; that it is no file (a
 * folder, a dangling link) is not.
 */
export async function readOrTell<T>(
  path: string,
  read: (path: string) => Promise<T | null>,
  problems: Phrase[],
): Promise<T | null> {
  try {
    return await read(path);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (!NO_FILE.has(code)) problems.push(say('path.unread', { path, error: code }));
    return null;
  }
}
