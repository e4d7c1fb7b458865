/**
 * Between sources that write as they like and somebody who looks: a bounded queue that is handed over in batches. When it is full, either
 * the oldest lines are dropped and counted, or the sources are made to wait.
 */
import type { LogLine } from '../../shared/log-line.ts';
import type { LogEntry } from './entry.ts';
import { mergeForward } from './merge.ts';
import type { TwinFilter } from './twins.ts';

export interface LogBatch {
  readonly lines: readonly LogLine[];
  /** Lines that came since the last batch and were not kept, because more came than could be handed over. */
  readonly dropped: number;
}

export interface BacklogOptions {
  readonly feeds: number;
  readonly overflow: 'drop-oldest' | 'wait';
  /** Of lines that wait. */
  readonly limit: number;
  /** Of lines in a batch. */
  readonly batch: number;
  /** The shortest time between two batches, milliseconds. */
  readonly everyMs: number;
  readonly twins: TwinFilter | null;
  /** The next batch waits until it resolves. */
  readonly onBatch: (batch: LogBatch) => void | Promise<void>;
  readonly onDefect: (cause: unknown) => void;
}

export interface Backlog {
  /** `feed` counts from 0. */
  add(feed: number, entries: readonly LogEntry[]): void;
  /** Resolves when there is room for more, or when it is closed. */
  room(): Promise<void>;
  /** Hands over what there is, without waiting for the time. */
  drain(): Promise<void>;
  close(): void;
}

export function createBacklog(options: BacklogOptions): Backlog {
  const arrived: LogEntry[][] = Array.from({ length: options.feeds }, () => []);
  let arrivedCount = 0;
  /** In order; from `head` on not handed over yet. */
  let queue: LogEntry[] = [];
  let head = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let handing: Promise<void> | null = null;
  let closed = false;
  let waiting: (() => void)[] = [];

  const size = () => queue.length - head + arrivedCount;
  const wakeSources = (): void => {
    if (!closed && size() >= options.limit / 2) return;
    const resolvers = waiting;
    waiting = [];
    for (const resolve of resolvers) resolve();
  };
  const settle = (): void => {
    if (arrivedCount === 0) return;
    const merged = mergeForward(arrived);
    for (const list of arrived) list.length = 0;
    arrivedCount = 0;
    const fresh = options.twins === null ? merged : merged.filter((entry) => options.twins?.isNew(entry));
    queue = head === 0 ? queue.concat(fresh) : queue.slice(head).concat(fresh);
    head = 0;
    const excess = options.overflow === 'drop-oldest' ? queue.length - options.limit : 0;
    if (excess > 0) {
      queue = queue.slice(excess);
      dropped += excess;
    }
  };
  const handOver = async (): Promise<void> => {
    settle();
    const part = queue.slice(head, head + options.batch);
    head += part.length;
    const lost = dropped;
    dropped = 0;
    wakeSources();
    if (part.length > 0 || lost > 0) await options.onBatch({ lines: part.map(({ line }) => line), dropped: lost });
  };
  const schedule = (): void => {
    if (timer !== null || handing !== null || closed) return;
    timer = setTimeout(() => {
      timer = null;
      handing = handOver()
        .catch(options.onDefect)
        .finally(() => {
          handing = null;
          if (size() > 0) schedule();
        });
    }, options.everyMs);
  };

  return {
    add(feed, entries) {
      if (closed) return;
      const list = arrived[feed];
      if (list === undefined) throw new Error(`There is no feed ${feed}.`);
      for (const entry of entries) list.push(entry);
      arrivedCount += entries.length;
      if (options.overflow === 'drop-oldest' && arrivedCount > options.limit) settle();
      schedule();
    },
    room() {
      if (closed || options.overflow === 'drop-oldest' || size() < options.limit) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
    async drain() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await handing;
      while (size() > 0 && !closed) await handOver();
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      wakeSources();
    },
  };
}
