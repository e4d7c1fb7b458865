/**
 * Whether files may be written or removed here. launchd runs what the plist says, and takes only one that belongs to the user and that
 * nobody else can write to (launchctl(1): "bad ownership/permissions"); the wrapper and its folder deserve the same.
 */
import { readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { conflict, lookAtOwned, requireSafe } from '../owned-files.ts';
import type { AgentPaths } from './paths.ts';

/**
 * Looks at the files of a service and at the folders they are in; missing ones are fine.
 * @throws ExpectedError `definition-conflict` (a link, not a file, or somebody else's) or `definition-write-failed` (others may write).
 */
export async function requireOwnFiles(paths: AgentPaths, uid: number): Promise<void> {
  for (const folder of [posix.dirname(paths.plist), paths.envFolder]) await requireOwn(folder, uid, 'folder');
  for (const file of [paths.plist, paths.backup, paths.envFile, paths.wrapper]) await requireOwn(file, uid, 'file');
}

async function requireOwn(path: string, uid: number, kind: 'file' | 'folder'): Promise<void> {
  const found = await lookAtOwned(path);
  if (found === null) return;
  if (found.isSymbolicLink()) {
    throw conflict(
      `${path} is a symbolic link to ${await readlink(path)}; another tool manages it.`,
      'Remove it with that tool, then try again.',
    );
  }
  if (kind === 'file' ? !found.isFile() : !found.isDirectory()) {
    throw conflict(`${path} is not a ${kind}.`, 'Move it away and try again.');
  }
  requireSafe(path, found, uid);
}
