/** One merged view of a profile's logs: the last lines at once, older ones page by page, and new ones as they are written. */

import { LOG_SOURCES, type LogLine, type LogSourceName } from '../../shared/log-line.ts';
import type { Phrase } from '../../shared/said.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import type { Host } from '../system/host.ts';
import { type Backlog, createBacklog, type LogBatch } from './backlog.ts';
import type { LogFeed } from './entry.ts';
import { openFileFeed } from './file-feed.ts';
import { openJournalFeed } from './journal-feed.ts';
import { createBackMerge } from './merge.ts';
import { type LogSubject, logPlaces } from './subject.ts';
import { createTwinFilter } from './twins.ts';

export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** There is something older. */
  readonly more: boolean;
}

export interface StreamOptions {
  /** Only lines of this source; null for all. */
  readonly source?: LogSourceName | null;
  /** Will `follow` be called? */
  readonly follow: boolean;
  /** When lines come faster than they are taken. */
  readonly overflow?: 'drop-oldest' | 'wait';
  /** Of lines that wait to be taken. */
  readonly backlog?: number;
  /** Of lines in one batch. */
  readonly batch?: number;
  /** The shortest time between two batches, milliseconds. */
  readonly everyMs?: number;
  /** How often files are looked at when nothing tells of a change, milliseconds. */
  readonly pollMs?: number;
  /** For what nobody expected while it is followed. */
  readonly onDefect: (cause: unknown) => void;
}

export interface LogStream {
  /** The next lines before those that were given, at most `count`. */
  older(count: number): Promise<LogPage>;
  /** Calls back with what is written from the opening on. A batch waits until the one before was taken. */
  follow(onBatch: (batch: LogBatch) => void | Promise<void>): void;
  /** Paths and commands that are read. */
  readonly labels: readonly string[];
  /** Files among them that a person may be shown, the gateway's own first. */
  readonly paths: readonly string[];
  /** The sources that the profile's lines may have, whether or not they are read here. */
  readonly sources: readonly LogSourceName[];
  /** What cannot be read at the moment, in sentences. */
  problems(): Phrase[];
  close(): Promise<void>;
}

export interface StreamContext {
  readonly host: Host;
  readonly runner: CommandRunner;
}

const BACKLOG_LINES = 20_000;
const BATCH_LINES = 2_000;
const EVERY_MS = 100;

export async function openLogStream(
  { host, runner }: StreamContext,
  subject: LogSubject,
  options: StreamOptions,
): Promise<LogStream> {
  const source = options.source ?? null;
  const all = await logPlaces(host, subject);
  const places = all.filter((place) => source === null || place.sources.includes(source));
  const { secrets } = subject;
  const feeds: LogFeed[] = await Promise.all(
    places.map((place) =>
      place.kind === 'journal'
        ? openJournalFeed({ argv: place.argv, runner, environment: host.env, secrets, now: Date.now })
        : openFileFeed({
            path: place.path,
            form: place.form,
            source: place.sources[0],
            secrets,
            follow: options.follow,
            onDefect: options.onDefect,
            ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
          }),
    ),
  );
  const wanted = feeds.map((feed) => (source === null ? feed : onlySource(feed, source)));
  const isMerged = source === null;
  const back = createBackMerge(wanted, isMerged ? createTwinFilter() : null);
  // What was given already may have a twin among what comes.
  const twins = isMerged ? createTwinFilter() : null;
  let isFirst = true;
  let backlog: Backlog | null = null;

  return {
    async older(count) {
      const entries = await back.take(count);
      if (isFirst) for (const entry of entries) twins?.isNew(entry);
      isFirst = false;
      return { lines: entries.map(({ line }) => line), more: !back.isDone() };
    },
    follow(onBatch) {
      const made = createBacklog({
        feeds: wanted.length,
        overflow: options.overflow ?? 'drop-oldest',
        limit: options.backlog ?? BACKLOG_LINES,
        batch: options.batch ?? BATCH_LINES,
        everyMs: options.everyMs ?? EVERY_MS,
        twins,
        onBatch,
        onDefect: options.onDefect,
      });
      backlog = made;
      for (const [index, feed] of wanted.entries())
        feed.follow({ onEntries: (entries) => made.add(index, entries), room: made.room });
    },
    labels: feeds.map(({ label }) => label),
    paths: places
      .flatMap((place) => (place.kind === 'file' ? [place] : []))
      .sort((a, b) => Number(b.form === 'gateway') - Number(a.form === 'gateway'))
      .map((place) => place.path()),
    sources: LOG_SOURCES.filter((name) => all.some((place) => place.sources.includes(name))),
    problems: () => feeds.flatMap((feed) => feed.problem() ?? []),
    async close() {
      backlog?.close();
      await Promise.all(feeds.map((feed) => feed.close()));
    },
  };
}

/** A journal holds lines of two sources. */
function onlySource(feed: LogFeed, source: LogSourceName): LogFeed {
  return {
    ...feed,
    async older(count) {
      const page = await feed.older(count);
      return { ...page, entries: page.entries.filter(({ line }) => line.source === source) };
    },
    follow: (sink) =>
      feed.follow({
        ...sink,
        onEntries: (entries) => sink.onEntries(entries.filter(({ line }) => line.source === source)),
      }),
  };
}
