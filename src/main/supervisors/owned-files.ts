/** Files and folders of definitions must be this user's alone: what others can write there, they could make this user run. */

import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say } from '../../shared/said.ts';
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
      say('file.not-looked-at', { path, error: errnoOf(cause) ?? 'unknown' }),
      { hint: say('hint.make-readable'), cause },
    );
  }
}

/** @throws ExpectedError `definition-conflict` (somebody else's) or `definition-write-failed` (others may write to it). */
export function requireSafe(path: string, found: Pick<Stats, 'uid' | 'mode'>, uid: number): void {
  if (found.uid !== uid) {
    throw conflict(
      say('file.other-user', { path, uid: found.uid }),
      say('hint.if-yours', { command: showArgv(['sudo', 'chown', String(uid), path]) }),
    );
  }
  if ((found.mode & 0o022) !== 0) {
    throw new ExpectedError('definition-write-failed', say('file.others-write', { path }), {
      hint: say('hint.run-try-again', { command: showArgv(['chmod', 'go-w', path]) }),
    });
  }
}

export function conflict(message: Phrase, hint: Phrase): ExpectedError {
  return new ExpectedError('definition-conflict', message, { hint });
}
