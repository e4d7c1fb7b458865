/**
 * Whether a definition may be written or removed here: only plain files and folders of this user, which nobody else can change. A
 * service runs what its unit says, so a unit that others can write would be their way to run programs as this user.
 */

import { readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { conflict, lookAtOwned, requireSafe } from '../owned-files.ts';

export interface OwnedFile {
  readonly exists: boolean;
}

/**
 * Looks at the unit file and at every folder from `home` (left out) down to it; missing ones are fine.
 * @throws ExpectedError `definition-masked` (a link to /dev/null), `definition-conflict` (a link, or not ours), or
 * `definition-write-failed` (others may write there), each with the command that cures it.
 */
export async function requireOwnFile(path: string, home: string, uid: number): Promise<OwnedFile> {
  for (const folder of foldersBetween(home, posix.dirname(path))) {
    const found = await lookAtOwned(folder);
    if (found === null) continue;
    if (found.isSymbolicLink()) {
      throw conflict(say('folder.is-link', { path: folder }), say('hint.real-folder'));
    }
    requireSafe(folder, found, uid);
  }
  const file = await lookAtOwned(path);
  if (file === null) return { exists: false };
  if (file.isSymbolicLink()) {
    const target = await readlink(path);
    if (target === '/dev/null') throw masked(posix.basename(path));
    throw conflict(say('unit.is-link', { path, target }), say('hint.remove-with-tool'));
  }
  if (!file.isFile()) throw conflict(say('file.is-none', { path }), say('hint.move-away'));
  requireSafe(path, file, uid);
  return { exists: true };
}

export function masked(unit: string, systemctl = 'systemctl --user'): ExpectedError {
  return new ExpectedError('definition-masked', say('definition-masked.forbidden', { service: unit }), {
    hint: say('hint.allow-again', { systemctl, service: unit }),
  });
}

function foldersBetween(home: string, folder: string): readonly string[] {
  const relative = posix.relative(home, folder);
  if (relative.startsWith('..') || posix.isAbsolute(relative)) return [folder];
  const parts = relative.split('/').filter((part) => part !== '');
  return parts.map((_part, index) => posix.join(home, ...parts.slice(0, index + 1)));
}
