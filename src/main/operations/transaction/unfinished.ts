/** Is there a change that nobody finishes? Looked at without taking the lock. */
import type { UnfinishedChange } from '../../health/facts.ts';
import { copyOfFile, sha256 } from '../../system/file-copy.ts';
import { errnoOf } from '../../system/files.ts';
import { probeLock } from '../../system/lock.ts';
import type { CoreContext } from '../context.ts';
import { lockName } from '../lock-name.ts';
import { readJournal } from './journal.ts';
import { journalPath } from './journal-path.ts';

/** null = none, one that a living process works on, or not known. */
export async function unfinishedChange(
  { host }: Pick<CoreContext, 'host'>,
  profile: string,
): Promise<UnfinishedChange | null> {
  const found = await readJournal(journalPath(host.appDirs, profile));
  if (found.kind !== 'journal') return null;
  // Whoever writes such a record holds the lock until it is removed.
  if ((await probeLock(host.appDirs.runtime, lockName(profile))) !== false) return null;
  const { action, startedAt, before, planned } = found.journal;
  const written = (await Promise.all(planned.map(isWritten))).every(Boolean);
  return { action, startedAt, oldPid: before.pid, written };
}

async function isWritten({ path, sha256: wanted }: { readonly path: string; readonly sha256: string | null }) {
  try {
    const { bytes } = await copyOfFile(path);
    return wanted === (bytes === null ? null : sha256(Buffer.from(bytes, 'base64')));
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return false;
  }
}
