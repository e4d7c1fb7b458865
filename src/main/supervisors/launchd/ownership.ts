/**
 * Whether files may be written or removed here. launchd runs what the plist says, and takes only one that belongs to the user and that
 * nobody else can write to (launchctl(1): "bad ownership/permissions"); the wrapper and its folder deserve the same.
 */
import { lstat, readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { errnoOf } from '../../system/files.ts';
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
  const found = await look(path);
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
  if (found.uid !== uid) {
    throw conflict(
      `${path} belongs to another user (id ${found.uid}).`,
      `Run "sudo chown ${uid} '${path}'" if it is yours.`,
    );
  }
  if ((found.mode & 0o022) !== 0) {
    throw new ExpectedError(
      'definition-write-failed',
      `Other users can write to ${path}, so a service there is not safe.`,
      { hint: `Run "chmod go-w '${path}'" and try again.` },
    );
  }
}

async function look(path: string) {
  try {
    return await lstat(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw new ExpectedError(
      'definition-write-failed',
      `${path} could not be looked at (${errnoOf(cause) ?? 'unknown'}).`,
      { hint: 'Make it readable for your user and try again.', cause },
    );
  }
}

function conflict(message: string, hint: string): ExpectedError {
  return new ExpectedError('definition-conflict', message, { hint });
}
