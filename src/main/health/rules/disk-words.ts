/** Below this nothing can be relied on to be written: one session file, one log rotation. */
export const FULL_BYTES = 32 * 1024 * 1024;
/** Below this a gateway that works will be in trouble within days. */
export const LOW_BYTES = 512 * 1024 * 1024;

/** Bytes for people: 31 MiB, 4.2 GiB. */
export function mib(bytes: number): string {
  const size = bytes / (1024 * 1024);
  return size < 1024 ? `${Math.floor(size)} MiB` : `${(size / 1024).toFixed(1)} GiB`;
}
