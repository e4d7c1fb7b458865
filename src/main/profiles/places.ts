/** A path as it is written and as it really is, so that two spellings of one place are seen to be one. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../system/files.ts';

export interface Place {
  /** As it is configured. */
  readonly path: string;
  /** With all links resolved; what is not there yet keeps its spelling below the deepest folder that is. */
  readonly real: string;
  /** Device and number of the file, by which also a mount and a disk without letter case are seen through; null when it is not there. */
  readonly id: string | null;
}

/** Looks at the disk; never rejects for what is there. */
export async function placeOf(path: string): Promise<Place> {
  const [real, id] = await Promise.all([realOf(path), idOf(path)]);
  return { path, real, id };
}

async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    const above = dirname(path);
    // Not there (or closed to us): the part that is there is what counts.
    return above === path ? path : join(await realOf(above), basename(path));
  }
}

async function idOf(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return ino === 0n ? null : `${dev}:${ino}`;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}
