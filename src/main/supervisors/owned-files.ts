/** Files and folders of definitions must be this user's alone: what others can write there, they could make this user run. */
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { ExpectedError } from '../../shared/outcome.ts';
import { showArgv } from '../system/command-runner.ts';
import { errnoOf } from '../system/files.ts';

/** The thing itself, not what a link leads to; null when nothing is there. @throws ExpectedError `definition-write-failed`. */
export async function lookAtOwned(path: string): Promise<Stats | null> {
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

/** @throws ExpectedError `definition-conflict` (somebody else's) or `definition-write-failed` (others may write to it). */
export function requireSafe(path: string, found: Pick<Stats, 'uid' | 'mode'>, uid: number): void {
  if (found.uid !== uid) {
    throw conflict(
      `${path} belongs to another user (id ${found.uid}).`,
      `Run "${showArgv(['sudo', 'chown', String(uid), path])}" if it is yours.`,
    );
  }
  if ((found.mode & 0o022) !== 0) {
    throw new ExpectedError(
      'definition-write-failed',
      `Other users can write to ${path}, so a service there is not safe.`,
      { hint: `Run "${showArgv(['chmod', 'go-w', path])}" and try again.` },
    );
  }
}

export function conflict(message: string, hint: string): ExpectedError {
  return new ExpectedError('definition-conflict', message, { hint });
}
