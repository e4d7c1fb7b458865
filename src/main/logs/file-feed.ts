/** A log file with the older files that it was rotated into, as one feed. */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { LogSourceName } from '../../shared/log-line.ts';
import type { Phrase } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';
import { createDecoder, type LineForm } from './decode.ts';
import type { LogEntry, LogFeed } from './entry.ts';
import { type BackReader, createBackReader, endOfLastLine } from './file-back.ts';
import { fileProblem, isSameFile, type OpenedFile, openForReading } from './file-handle.ts';
import { type FileTail, followFile, type TailStart } from './file-tail.ts';

export interface FileFeedOptions {
  readonly path: () => string;
  readonly form: Exclude<LineForm, 'journal'>;
  readonly source: LogSourceName;
  readonly secrets: readonly string[];
  /** Will it be followed? Then a last line without an end is left to the following. */
  readonly follow: boolean;
  readonly onDefect: (cause: unknown) => void;
  readonly pollMs?: number;
}

/** Reading backwards goes on so far to find the head of a stack. */
const MAX_ORPHANS = 500;
const MAX_OLDER_FILES = 20;

/** Opens the file as it is now. Never fails: what cannot be read is a problem of the feed. */
export async function openFileFeed(options: FileFeedOptions): Promise<LogFeed> {
  const path = options.path();
  let problem: Phrase | null = null;
  let opened: OpenedFile | null = null;
  let start: TailStart | null = null;
  try {
    opened = await openForReading(path);
    if (opened !== null && options.follow) start = await startOfTail(path, opened);
  } catch (cause) {
    problem = fileProblem(path, cause);
  }
  let tail: FileTail | null = null;
  const files = chain(path, opened, start?.position ?? null);

  const decoderAt = (fallback: number) =>
    createDecoder({
      form: options.form,
      source: options.source,
      secrets: options.secrets,
      fallbackKey: () => fallback,
    });

  const older = async (count: number): Promise<{ entries: LogEntry[]; done: boolean }> => {
    const entries: LogEntry[] = [];
    while (entries.length < count) {
      const file = await files.current();
      if (file === null) return { entries, done: true };
      const page = await readWithHead(file.reader, count - entries.length, options.form, decoderAt(file.modified));
      if (page === null) await files.next();
      else entries.unshift(...page);
    }
    return { entries, done: false };
  };

  return {
    label: path,
    path,
    async older(count) {
      try {
        return await older(count);
      } catch (cause) {
        problem = fileProblem(path, cause);
        return { entries: [], done: true };
      }
    },
    follow({ onEntries, room }) {
      const decoder = decoderAt(Date.now());
      let entries: LogEntry[] = [];
      tail = followFile({
        path: options.path,
        start,
        onLine(text, cut) {
          const entry = decoder.decode(text, cut);
          if (entry !== null) entries.push(entry);
        },
        onPause() {
          if (entries.length === 0) return;
          onEntries(entries);
          entries = [];
        },
        room,
        onProblem(next) {
          problem = next;
        },
        onDefect: options.onDefect,
        ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
      });
      start = null;
    },
    problem: () => problem,
    async close() {
      await tail?.close();
      await start?.handle.close();
      start = null;
      await files.close();
    },
  };
}

/** The same file opened once more, where its last whole line ends. null when it was replaced in between; then all of the new one is new. */
async function startOfTail(path: string, opened: OpenedFile): Promise<TailStart | null> {
  const again = await openForReading(path);
  if (again === null) return null;
  if (!isSameFile(again, opened)) {
    await again.handle.close();
    return null;
  }
  const { handle, device, inode } = again;
  return { handle, device, inode, position: (await endOfLastLine(opened)) ?? opened.size };
}

/** `count` lines and, when they begin within a stack, what leads to its head; null at the beginning of the file. */
async function readWithHead(
  reader: BackReader,
  count: number,
  form: LineForm,
  decoder: ReturnType<typeof createDecoder>,
): Promise<LogEntry[] | null> {
  const lines = [...(await reader.read(count))];
  if (lines.length === 0) return null;
  for (let extra = 0; extra < MAX_ORPHANS && !mayBeHead(lines[0]?.[0] ?? '', form); extra += 1) {
    const before = await reader.read(1);
    if (before.length === 0) break;
    lines.unshift(...before);
  }
  const entries = lines.flatMap(([text, cut]) => decoder.decode(text, cut) ?? []);
  return entries.length === 0 ? [] : entries;
}

/** Cheap, and only for where a page begins: does this line carry a time of its own? */
function mayBeHead(text: string, form: LineForm): boolean {
  return form === 'gateway' ? text.startsWith('{') : /\d{4}-\d\d-\d\dT\d\d:/.test(text.slice(0, 80));
}

interface ChainedFile {
  readonly reader: BackReader;
  readonly modified: number;
}

/** The opened file and, behind it, the older ones; each is opened when the one before it has been read. */
function chain(path: string, live: OpenedFile | null, end: number | null) {
  let open: OpenedFile | null = live;
  let reading: ChainedFile | null =
    live === null ? null : { reader: createBackReader(live, end ?? live.size), modified: live.modified };
  let left: string[] | null = null;
  const next = async (): Promise<void> => {
    await open?.handle.close();
    open = null;
    reading = null;
    left ??= await olderFiles(path);
    for (let name = left.shift(); name !== undefined && reading === null; name = left.shift()) {
      open = await openForReading(name);
      // Rotated away since the folder was listed, or the live file under its new name.
      if (open !== null && live !== null && isSameFile(open, live)) {
        await open.handle.close();
        open = null;
      }
      if (open !== null) {
        reading = { reader: createBackReader(open, open.size), modified: open.modified };
        break;
      }
    }
  };
  return {
    async current(): Promise<ChainedFile | null> {
      if (reading === null && left === null) await next();
      return reading;
    },
    next,
    async close(): Promise<void> {
      await open?.handle.close();
      open = null;
      reading = null;
      left = [];
    },
  };
}

const ROLLING = /^(openclaw(?:-[a-z0-9-]+)?)-\d{4}-\d\d-\d\d$/;

/**
 * What a log was rotated into, the newest first: `x.log.1` (the built-in supervisor, logrotate), `x.1.log` and the files of days before
 * (openclaw 2026.9.6, logger-file-transport and log-file-path).
 */
export async function olderFiles(path: string): Promise<string[]> {
  const folder = dirname(path);
  const name = basename(path);
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  const family = ROLLING.exec(stem)?.[1];
  const isOlder = (other: string): boolean => {
    if (other === name) return false;
    if (/^\d{1,3}$/.test(other.startsWith(`${name}.`) ? other.slice(name.length + 1) : '')) return true;
    if (!other.endsWith(extension)) return false;
    const otherStem = other.slice(0, other.length - extension.length).replace(/\.\d{1,3}$/, '');
    if (otherStem === stem) return true;
    return family !== undefined && ROLLING.exec(otherStem)?.[1] === family;
  };
  let names: string[];
  try {
    names = (await readdir(folder)).filter(isOlder);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    // The live file may be readable in a folder that cannot be listed; then it is all there is.
    return [];
  }
  const dated = await Promise.all(
    names.map(async (each) => {
      const found = join(folder, each);
      const modified = await stat(found).then(
        (seen) => (seen.isFile() ? seen.mtimeMs : null),
        // Gone since the folder was listed.
        () => null,
      );
      return modified === null ? [] : [{ found, modified }];
    }),
  );
  return dated
    .flat()
    .sort((a, b) => b.modified - a.modified)
    .slice(0, MAX_OLDER_FILES)
    .map(({ found }) => found);
}
