/**
 * Whether files may be written or removed here. launchd runs what the plist says, and takes only one that belongs to the user and that
 * nobody else can write to (launchctl(1): "bad ownership/permissions"); the wrapper and its folder deserve the same.
 */

import { readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { say } from '../../../shared/said.ts';
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
    throw conflict(say('file.is-link', { path, target: await readlink(path) }), say('hint.remove-with-tool'));
  }
  if (kind === 'file' ? !found.isFile() : !found.isDirectory()) {
    throw conflict(say(kind === 'file' ? 'file.is-none' : 'folder.is-none', { path }), say('hint.move-away'));
  }
  requireSafe(path, found, uid);
}
