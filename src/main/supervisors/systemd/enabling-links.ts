/** The links in `*.wants` and `*.requires` by which systemd starts a unit by itself. */
import { readdir, readlink, symlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { errnoOf, exists } from '../../system/files.ts';

/** Links that enable the unit, with what they lead to. `disable` leaves them when the unit file is already gone. */
export async function enablingLinks(unitFolder: string, unit: string): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  for (const folder of await namesIn(unitFolder)) {
    const link = posix.join(unitFolder, folder, unit);
    if (!/\.(wants|requires)$/.test(folder) || !(await exists(link))) continue;
    const target = await targetOf(link);
    if (target?.endsWith(`/${unit}`) === true) links.set(link, target);
  }
  return links;
}

/** Makes the links that went missing again. */
export async function putLinksBack(links: ReadonlyMap<string, string>): Promise<void> {
  for (const [link, target] of links) {
    if (!(await exists(link))) await symlink(target, link);
  }
}

async function targetOf(link: string): Promise<string | null> {
  try {
    return await readlink(link);
  } catch (cause) {
    if (errnoOf(cause) === 'EINVAL' || errnoOf(cause) === 'ENOENT') return null; // Not a link, or gone meanwhile.
    throw cause;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  }
}
