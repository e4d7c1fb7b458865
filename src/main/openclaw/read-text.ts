/** Reads a file that somebody else wrote: bounded, never waiting on a pipe or device, and with the reason in words when it fails. */

import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';

export type ReadText =
  | { readonly kind: 'text'; readonly text: string; readonly stats: Stats }
  | { readonly kind: 'absent' }
  /** `reason` goes on after "the file": for example "is a folder". */
  | { readonly kind: 'unusable'; readonly reason: Phrase };

const REASONS: Readonly<Record<string, Phrase>> = {
  EACCES: say('read.denied'),
  EPERM: say('read.not-permitted'),
  EISDIR: say('read.folder'),
  ELOOP: say('read.circle'),
  ENAMETOOLONG: say('read.long-path'),
};

/** Text of a regular file of at most `maxBytes`. Rejects only for a defect. */
export async function readRegularText(path: string, maxBytes: number): Promise<ReadText> {
  try {
    // O_NONBLOCK: opening a named pipe must not wait for its other end. Windows has no such flag and no such pipes here.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (stats.isDirectory()) return { kind: 'unusable', reason: say('read.folder') };
      if (!stats.isFile()) return { kind: 'unusable', reason: say('read.no-file') };
      if (stats.size > maxBytes)
        return { kind: 'unusable', reason: say('read.large', { size: maxBytes / 1024 / 1024 }) };
      return { kind: 'text', text: await handle.readFile('utf8'), stats };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    if (code === null) throw cause;
    return { kind: 'unusable', reason: REASONS[code] ?? say('read.failed', { error: code }) };
  }
}
