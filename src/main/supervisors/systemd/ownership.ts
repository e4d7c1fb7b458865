/**
 * Whether a definition may be written or removed here: only plain files and folders of this user, which nobody else can change. A
 * service runs what its unit says, so a unit that others can write would be their way to run programs as this user.
 */
import { readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
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
      throw conflict(`The folder ${folder} is a symbolic link.`, 'Replace it with a real folder and try again.');
    }
    requireSafe(folder, found, uid);
  }
  const file = await lookAtOwned(path);
  if (file === null) return { exists: false };
  if (file.isSymbolicLink()) {
    const target = await readlink(path);
    if (target === '/dev/null') throw masked(posix.basename(path));
    throw conflict(
      `The unit ${path} is a symbolic link to ${target}; another tool manages it.`,
      'Remove it with that tool, then try again.',
    );
  }
  if (!file.isFile()) throw conflict(`${path} is not a file.`, 'Move it away and try again.');
  requireSafe(path, file, uid);
  return { exists: true };
}

export function masked(unit: string, systemctl = 'systemctl --user'): ExpectedError {
  return new ExpectedError('definition-masked', `The service ${unit} is masked: somebody forbade it to start.`, {
    hint: `Allow it again with "${systemctl} unmask ${unit}", then try again.`,
  });
}

function foldersBetween(home: string, folder: string): readonly string[] {
  const relative = posix.relative(home, folder);
  if (relative.startsWith('..') || posix.isAbsolute(relative)) return [folder];
  const parts = relative.split('/').filter((part) => part !== '');
  return parts.map((_part, index) => posix.join(home, ...parts.slice(0, index + 1)));
}
