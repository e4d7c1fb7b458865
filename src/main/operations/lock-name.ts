/** Names that differ only in case are different profiles to OpenClaw but one file on some disks: the lock may be shared, never missed. */
export function lockName(id: string): string {
  return `profile-${id.toLowerCase()}`;
}
