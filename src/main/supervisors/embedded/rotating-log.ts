/**
 * Log files of bounded size. The gateway writes straight into its file (a pipe to us would break with us, and take the gateway along), so a
 * full file is copied aside and cut to zero in place; writers in append mode go on at the new beginning.
 */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { errnoOf } from '../../system/files.ts';

export interface RotationLimits {
  readonly maxBytes: number;
  /** The live file and the older ones (`.1` is the newest of them) together. */
  readonly files: number;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Rotates `path` when it has reached its size; true when it did. Between the last read and the cut lies a moment in which a line can be
 * lost: the price of writers that need nobody. A crash in between leaves text twice, never none.
 * @throws the file system's error, with the live file untouched.
 */
export function rotateIfFull(path: string, limits: RotationLimits): boolean {
  const live = openIfThere(path);
  if (live === null) return false;
  try {
    const { size } = fstatSync(live);
    if (size < limits.maxBytes) return false;
    if (limits.files > 1) keepCopy(path, live, size, limits);
    ftruncateSync(live, 0);
    return true;
  } finally {
    closeSync(live);
  }
}

function keepCopy(path: string, live: number, size: number, limits: RotationLimits): void {
  const temporary = `${path}.rotating`;
  const copy = openSync(temporary, 'w', 0o600);
  try {
    // A writer that outruns the checks must not make the old files larger than promised: the end is what is worth keeping.
    const skipped = Math.max(0, size - 2 * limits.maxBytes);
    if (skipped > 0) writeSync(copy, `[${skipped} bytes left out: the log grew faster than it was rotated]\n`);
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let position = skipped;
    const end = size + limits.maxBytes;
    while (position < end) {
      const count = readSync(live, buffer, 0, buffer.length, position);
      if (count === 0) break;
      writeSync(copy, buffer, 0, count);
      position += count;
    }
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  } finally {
    closeSync(copy);
  }
  for (let index = limits.files - 1; index > 1; index -= 1) renameIfThere(`${path}.${index - 1}`, `${path}.${index}`);
  renameSync(temporary, `${path}.1`);
}

/** A log of few lines of our own: `2026-01-02T03:04:05.678Z text`. A full disk must not stop the supervisor, so it never throws. */
export function createNotes(path: string, now: () => number, limits: RotationLimits): (text: string) => void {
  return (text) => {
    try {
      rotateIfFull(path, limits);
      appendFileSync(path, `${new Date(now()).toISOString()} ${text}\n`, { mode: 0o600 });
    } catch (cause) {
      // Only file system errors are expected; state.json and the control socket still tell what happened.
      if (errnoOf(cause) === null) throw cause;
    }
  };
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r+');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw cause;
  }
}
