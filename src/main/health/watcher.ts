/**
 * Notices that something about a service may have changed, without starting any process: it compares a fingerprint of cheap reads
 * (file times, the process's start time, who listens) and calls back when it differs.
 */
import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { errnoOf } from '../system/files.ts';
import type { ProcessReader } from '../system/processes.ts';

export interface WatchedThing {
  /** Files whose change matters: definition, drop-ins, configuration, enable link, linger mark. */
  readonly files: readonly string[];
  readonly pid: number | null;
  readonly port: number;
}

/** The two looks at the machine that a fingerprint needs. */
export interface FingerprintReaders {
  readonly listenMark: (port: number) => Promise<string | null>;
  readonly process: ProcessReader;
}

/** A short text that differs when something relevant differs. Reads only; bounded by the number of files. */
export async function fingerprint(thing: WatchedThing, readers: FingerprintReaders): Promise<string> {
  const [files, process, listener] = await Promise.all([
    fingerprintFiles(thing.files),
    thing.pid === null ? null : readers.process(thing.pid),
    readers.listenMark(thing.port),
  ]);
  const processMark = process === null ? 'none' : `${process.pid}@${process.startKey ?? '?'}`;
  return [files, processMark, listener ?? 'not told'].join('|');
}

/** The part of it that is about files. */
export async function fingerprintFiles(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map(fileMark))).join('|');
}

/** A link is marked by itself and by what it leads to: systemd's invocation links lead nowhere, and only they themselves change. */
async function fileMark(path: string): Promise<string> {
  try {
    const own = await lstat(path);
    return own.isSymbolicLink() ? `${markOf(own)}>${await targetMark(path)}` : markOf(own);
  } catch (cause) {
    return absence(cause);
  }
}

async function targetMark(link: string): Promise<string> {
  try {
    return markOf(await stat(link));
  } catch (cause) {
    return absence(cause);
  }
}

function markOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino}:${mtimeMs}:${size}`;
}

/** The system's word for why there is nothing to mark. @throws what is no answer of the file system. */
function absence(cause: unknown): string {
  const code = errnoOf(cause);
  if (code === null) throw cause;
  return code;
}
