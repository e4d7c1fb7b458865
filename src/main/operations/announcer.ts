/** The monitor's snapshots, numbered, and told to whoever listens; changes of many profiles at once are told together. */
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { Clock } from '../system/clock.ts';

export interface Announcer {
  snapshot(): StatusSnapshot;
  /** Called with every changed snapshot. Returns the function that ends the subscription. */
  onChange(listener: (snapshot: StatusSnapshot) => void): () => void;
  /** Something changed: tells at once, or soon when something was told a moment ago. */
  announce(): void;
  dispose(): void;
}

const ANNOUNCE_MS = 50;

/** @param profiles what the snapshot holds, asked each time. */
export function createAnnouncer(
  clock: Pick<Clock, 'monotonic'>,
  profiles: () => StatusSnapshot['profiles'],
): Announcer {
  const listeners = new Set<(snapshot: StatusSnapshot) => void>();
  let seq = 0;
  let disposed = false;
  let telling: NodeJS.Timeout | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;

  const snapshot = (): StatusSnapshot => ({ seq, profiles: profiles() });
  const tell = () => {
    clearTimeout(telling);
    telling = undefined;
    if (disposed) return;
    toldAt = clock.monotonic();
    const now = snapshot();
    for (const listener of listeners) listener(now);
  };

  return {
    snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce() {
      seq += 1;
      if (disposed || telling !== undefined) return;
      const wait = toldAt + ANNOUNCE_MS - clock.monotonic();
      if (wait <= 0) tell();
      else {
        telling = setTimeout(tell, wait);
        telling.unref();
      }
    },
    dispose() {
      disposed = true;
      clearTimeout(telling);
      listeners.clear();
    },
  };
}
