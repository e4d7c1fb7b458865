/**
 * Several feeds as one list in the order of time. Lines of one feed never change places among themselves, whatever their times say, and
 * lines of the same time stand in the order of their feeds.
 */
import type { LogEntry, LogFeed } from './entry.ts';
import type { TwinFilter } from './twins.ts';

/** Lists that are in order each, oldest first, as one. */
export function mergeForward(lists: readonly (readonly LogEntry[])[]): LogEntry[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return [...(filled[0] ?? [])];
  const at = filled.map(() => 0);
  const merged: LogEntry[] = [];
  for (;;) {
    let best = -1;
    let bestKey = Number.POSITIVE_INFINITY;
    for (let index = 0; index < filled.length; index += 1) {
      const key = filled[index]?.[at[index] ?? 0]?.key;
      if (key !== undefined && (best === -1 || key < bestKey)) {
        best = index;
        bestKey = key;
      }
    }
    const entry = filled[best]?.[at[best] ?? 0];
    if (entry === undefined) return merged;
    merged.push(entry);
    at[best] = (at[best] ?? 0) + 1;
  }
}

export interface BackMerge {
  /** The next `count` or fewer entries before those that were taken, oldest first; fewer only when there is nothing older. */
  take(count: number): Promise<LogEntry[]>;
  /** Nothing older is left. */
  isDone(): boolean;
}

/** `twins` sees each line, the newest first; null lets all through. */
export function createBackMerge(feeds: readonly LogFeed[], twins: TwinFilter | null): BackMerge {
  const sides = feeds.map((feed) => ({ feed, waiting: [] as LogEntry[], done: false }));
  const refill = (count: number) =>
    Promise.all(
      sides.map(async (side) => {
        while (side.waiting.length === 0 && !side.done) {
          const page = await side.feed.older(count);
          side.waiting = [...page.entries];
          side.done = page.done;
        }
      }),
    );
  return {
    async take(count) {
      const taken: LogEntry[] = [];
      while (taken.length < count) {
        // Only a full view of all sides tells which line is the newest.
        if (sides.some((side) => side.waiting.length === 0 && !side.done)) await refill(count);
        let best: (typeof sides)[number] | null = null;
        for (const side of sides) {
          const key = side.waiting.at(-1)?.key;
          if (key !== undefined && key >= (best?.waiting.at(-1)?.key ?? Number.NEGATIVE_INFINITY)) best = side;
        }
        const entry = best?.waiting.pop();
        if (entry === undefined) break;
        if (twins === null || twins.isNew(entry)) taken.push(entry);
      }
      return taken.reverse();
    },
    isDone: () => sides.every((side) => side.done && side.waiting.length === 0),
  };
}
