/** A line on its way from a source to whoever looks, with what the merge needs to know. */

import type { LogLine } from '../../shared/log-line.ts';
import type { Phrase } from '../../shared/said.ts';

export interface LogEntry {
  readonly line: LogLine;
  /** Place in time, milliseconds since the epoch: its own time, or that of the line it continues. */
  readonly key: number;
}

/** A page of entries, oldest first. */
export interface EntryPage {
  readonly entries: readonly LogEntry[];
  /** There is nothing older. */
  readonly done: boolean;
}

/** One source of lines: pages backwards from where it was opened, and everything that is written from there on. */
export interface LogFeed {
  /** Path or command, as a person may be told. */
  readonly label: string;
  /** The file, when it is one. */
  readonly path: string | null;
  older(count: number): Promise<EntryPage>;
  follow(sink: FeedSink): void;
  /** Why it cannot be read now, as a sentence; null when it can, or when there is simply nothing there. */
  problem(): Phrase | null;
  close(): Promise<void>;
}

export interface FeedSink {
  readonly onEntries: (entries: readonly LogEntry[]) => void;
  /** Resolves when there is room for more; asked before each read. */
  readonly room: () => Promise<void>;
}
