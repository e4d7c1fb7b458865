/** Keeps our own records no longer than the person wants: the rotated log of the app. OpenClaw's logs are never touched. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, removeFile } from '../system/files.ts';

const DAY_MS = 86_400_000;
/** Written by electron-log when `main.log` is full; the file in use is bounded by its size. */
const ROTATED = ['main.old.log'];

/** Removes rotated logs whose last line is older than `days`. Answers with what was removed. @throws ExpectedError `file-write-failed` */
export async function pruneRecords(folder: string, days: number, now: number): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of ROTATED) {
    const path = join(folder, name);
    if ((await ageOf(path, now)) > days * DAY_MS && (await removeFile(path))) removed.push(path);
  }
  return removed;
}

/** Milliseconds since it was written last; nothing there has no age. */
async function ageOf(path: string, now: number): Promise<number> {
  try {
    return now - (await stat(path)).mtimeMs;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return 0;
    throw cause;
  }
}
