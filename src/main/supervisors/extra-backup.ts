/** Where the definition of a removed service is kept, and the move to that place. Definitions are never deleted outright. */

import { chmod, copyFile, lstat, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { Clock } from '../system/clock.ts';
import { ensureFolder, errnoOf, exists } from '../system/files.ts';
import type { Host } from '../system/host.ts';

export interface BackupDeps {
  readonly host: Host;
  readonly clock: Clock;
}

/** `2026-11-22`, UTC. */
export function dayOf(clock: Clock): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

/** Our own folder of definitions that were removed on request; 0700, as they may hold secrets. */
export function backupFolderOf(host: Host): string {
  return join(host.appDirs.state, 'removed');
}

/** `<state>/removed/<file>.removed-<date>`, with a number when there was one that day already. Looks; makes nothing. */
export async function backupPathOf({ host, clock }: BackupDeps, file: string): Promise<string> {
  const plain = join(backupFolderOf(host), `${file.replaceAll(/[\\/:*?"<>|\x00-\x1f]/g, '_')}.removed-${dayOf(clock)}`);
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? plain : `${plain}-${count}`;
    if (!(await exists(path))) return path;
  }
}

/**
 * Moves a file, link or folder there; a file becomes 0600. A link is moved itself, not what it leads to.
 * @throws ExpectedError `file-write-failed` or `definition-write-failed`; it is where it was then.
 */
export async function moveAside(host: Host, from: string, to: string): Promise<void> {
  await ensureFolder(backupFolderOf(host), 0o700);
  if (await exists(to)) {
    throw new ExpectedError('file-write-failed', say('file.already-there', { path: to }), {
      hint: say('hint.try-again'),
    });
  }
  try {
    await moved(from, to);
    if ((await lstat(to)).isFile()) await chmod(to, 0o600);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    throw new ExpectedError('definition-write-failed', say('file.not-moved', { from, to, error: code }), {
      hint: say('hint.both-writable'),
      cause,
    });
  }
}

async function moved(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    if (errnoOf(cause) !== 'EXDEV') throw cause; // Another file system: copied, then removed.
    const found = await lstat(from);
    if (found.isSymbolicLink()) await symlink(await readlink(from), to);
    else await copyFile(from, to);
    await rm(from);
  }
}
