import { createHash } from 'node:crypto';

/** A file name for a profile. Names that differ only in letter case get different files on every file system. */
export function profileFileName(profile: string): string {
  const plain = /^[a-z0-9][a-z0-9_-]*$/.test(profile);
  return plain ? profile : `x-${createHash('sha256').update(profile).digest('hex').slice(0, 24)}`;
}
