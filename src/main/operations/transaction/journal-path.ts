/** Where the record of a change is; apart from its form, so that a look whether there is one costs nothing else. */
import { join } from 'node:path';
import { exists } from '../../system/files.ts';
import type { AppDirs } from '../../system/host.ts';
import { profileFileName } from '../../system/profile-file-name.ts';

/** Path of a profile's record in our own state folder. */
export function journalPath(appDirs: Pick<AppDirs, 'state'>, profile: string): string {
  return join(appDirs.state, 'changes', `${profileFileName(profile)}.json`);
}

export function hasJournal(appDirs: Pick<AppDirs, 'state'>, profile: string): Promise<boolean> {
  return exists(journalPath(appDirs, profile));
}
