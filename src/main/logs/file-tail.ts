/**
 * Follows a log file by name through everything that happens to logs: it is renamed and made anew, copied and cut to zero, deleted, comes
 * later, or gets another name each day. What changed is told by `fs.watch`; a slow look at the name catches what that misses.
 */

import { type FSWatcher, watch } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Phrase, textOf } from '../../shared/said.ts';
import { type FileIdentity, fileProblem, identityOf, isSameFile, openForReading } from './file-handle.ts';
import { createSplitter, type OnLine } from './splitter.ts';

export interface TailOptions {
  /** The name at this moment; it changes where a log has a date in its name. */
  readonly path: () => string;
  /** An opened file and where to begin in it, bytes; null to begin with the first byte of the first file that comes. Owned from now on. */
  readonly start: TailStart | null;
  readonly onLine: OnLine;
  /** Called when what is there has been read, after one or more lines. */
  readonly onPause: () => void;
  /** Asked before each read. */
  readonly room: () => Promise<void>;
  /** Called when reading begins or ceases to fail; null = it can be read (or is not there, which is no failure). */
  readonly onProblem: (problem: Phrase | null) => void;
  /** For what nobody expected. */
  readonly onDefect: (cause: unknown) => void;
  readonly pollMs?: number;
}

export interface TailStart extends FileIdentity {
  readonly handle: FileHandle;
  readonly position: number;
}

export interface FileTail {
  close(): Promise<void>;
}

const POLL_MS = 1_000;
const CHUNK_BYTES = 256 * 1024;
/** So much of what was read last is compared before reading on: a file that was cut and has grown again is not the file we know. */
const MARK_BYTES = 128;

interface Reading extends FileIdentity {
  readonly handle: FileHandle;
  position: number;
  mark: Buffer;
}

function sameWords(one: Phrase | null, other: Phrase | null): boolean {
  return (one === null ? null : textOf(one)) === (other === null ? null : textOf(other));
}

export function followFile(options: TailOptions): FileTail {
  const splitter = createSplitter();
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES + MARK_BYTES);
  let current: Reading | null = options.start === null ? null : { ...options.start, mark: Buffer.alloc(0) };
  let problem: Phrase | null = null;
  let closed = false;
  let running: Promise<void> | null = null;
  let again = false;

  const report = (next: Phrase | null): void => {
    if (sameWords(next, problem)) return;
    problem = next;
    options.onProblem(next);
  };
  const wake = (): void => {
    again = true;
    if (running !== null || closed) return;
    running = work()
      .catch(options.onDefect)
      .finally(() => {
        running = null;
        if (again) wake();
      });
  };
  const work = async (): Promise<void> => {
    while (again && !closed) {
      again = false;
      const path = options.path();
      watcher.at(path);
      try {
        await look(path);
        report(null);
      } catch (cause) {
        report(fileProblem(path, cause));
      }
    }
  };
  const look = async (path: string): Promise<void> => {
    const found = await identityOf(path);
    if (current !== null) {
      await readOn(current);
      if (found === null || isSameFile(found, current)) return;
      // A new file that is still empty: whoever writes may go on in the old one until he is told.
      if (found.size === 0) return;
      await readOn(current);
      await current.handle.close();
      current = null;
      splitter.flush(options.onLine);
      options.onPause();
    }
    const opened = found === null ? null : await openForReading(path);
    if (opened === null) return;
    const { handle, device, inode } = opened;
    current = { handle, device, inode, position: 0, mark: Buffer.alloc(0) };
    await readOn(current);
  };
  const readOn = async (file: Reading): Promise<void> => {
    const { size } = await file.handle.stat();
    if (size === file.position) return;
    if (size < file.position || !(await isContinued(file))) {
      splitter.flush(options.onLine);
      file.position = 0;
      file.mark = Buffer.alloc(0);
    }
    while (!closed) {
      await options.room();
      const { bytesRead } = await file.handle.read(buffer, 0, CHUNK_BYTES, file.position);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      file.position += bytesRead;
      const tail = chunk.subarray(-MARK_BYTES);
      file.mark = Buffer.from(
        tail.length === MARK_BYTES ? tail : Buffer.concat([file.mark, tail]).subarray(-MARK_BYTES),
      );
      splitter.push(chunk, options.onLine);
      options.onPause();
      if (bytesRead < CHUNK_BYTES) break;
    }
  };
  const isContinued = async ({ handle, position, mark }: Reading): Promise<boolean> => {
    if (mark.length === 0) return true;
    const { bytesRead } = await handle.read(buffer, 0, mark.length, position - mark.length);
    return bytesRead === mark.length && buffer.subarray(0, bytesRead).equals(mark);
  };

  const watcher = watchName(wake);
  const timer = setInterval(wake, options.pollMs ?? POLL_MS);
  timer.unref();
  wake();
  return {
    async close() {
      closed = true;
      again = false;
      clearInterval(timer);
      watcher.close();
      await running;
      await current?.handle.close();
      current = null;
    },
  };
}

/** Watches the folder of a name, so that a file that comes, goes or is replaced is seen too. Folders that cannot be watched are left to the timer. */
function watchName(onChange: () => void): { at(path: string): void; close(): void } {
  let watcher: FSWatcher | null = null;
  let folder = '';
  let name = '';
  const end = () => {
    watcher?.close();
    watcher = null;
  };
  return {
    at(path) {
      name = basename(path);
      if (watcher !== null && folder === dirname(path)) return;
      end();
      folder = dirname(path);
      try {
        watcher = watch(folder, { persistent: false }, (_event, changed) => {
          if (changed === null || changed === name) onChange();
        });
        watcher.on('error', end);
      } catch (cause) {
        // No such folder yet, or no watches left on this system: the timer looks on, and tries again.
        if (!(cause instanceof Error && 'code' in cause)) throw cause;
      }
    },
    close: end,
  };
}
