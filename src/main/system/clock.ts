/** Time as a dependency, so that tests own it. */
import { uptime } from 'node:os';

export interface Clock {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Never goes back; for durations. Milliseconds. */
  monotonic(): number;
  /** Milliseconds since the machine was booted, time asleep included; null or absent where there is no such clock. */
  sinceBoot?(): number | null;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // On Linux CLOCK_BOOTTIME; on macOS it is derived from the wall clock and on Windows its sleep is not told apart: no use there.
  sinceBoot: () => (process.platform === 'linux' ? uptime() * 1000 : null),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const finish = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  },
};

/** ISO 8601 of a wall clock value. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
