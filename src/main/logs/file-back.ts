/**
 * Reads files backwards in blocks, so that the end of a log of any size is there at once and memory stays bounded.
 */
import type { OpenedFile } from './file-handle.ts';
import { MAX_LINE_BYTES, type OnLine, withoutReturn } from './splitter.ts';

const BLOCK_BYTES = 128 * 1024;
const NEWLINE = 10;
/** A line so long is not followed to its beginning: the place where reading stops counts as one. */
const MAX_SCAN_BYTES = 64 * 1024 * 1024;

export interface BackReader {
  /** The next `count` or fewer lines before those that were read, oldest first; none at the beginning of the file. */
  read(count: number): Promise<readonly (readonly [text: string, cut: number])[]>;
}

/** Where the last whole line of a file ends: just behind its newline, or 0. null when that is further back than a line may be long. */
export async function endOfLastLine({ handle, size }: OpenedFile): Promise<number | null> {
  const buffer = Buffer.alloc(Math.min(size, MAX_LINE_BYTES));
  const start = size - buffer.length;
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  const at = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE);
  if (at !== -1) return start + at + 1;
  return start === 0 ? 0 : null;
}

/** Begins at `end` (bytes); a newline just before it belongs to the last line. The file stays the caller's to close. */
export function createBackReader({ handle }: Pick<OpenedFile, 'handle'>, end: number): BackReader {
  const block = Buffer.alloc(BLOCK_BYTES);
  let position = end;
  let first = true;
  /** Lines that were found in a block and not asked for yet, oldest first. */
  let stash: [string, number][] = [];
  /** The part of a line whose beginning was not found yet. */
  let partial: Buffer = Buffer.alloc(0);
  let cut = 0;
  let scanned = 0;

  const keep = (bytes: Buffer): void => {
    scanned += bytes.length;
    const joined = Buffer.concat([bytes, partial]);
    // The beginning of a line is worth more than its end.
    partial = joined.subarray(0, MAX_LINE_BYTES);
    cut += joined.length - partial.length;
  };
  const begin = (bytes: Buffer): void => {
    partial = Buffer.from(bytes);
    cut = 0;
    scanned = bytes.length;
  };
  const takePartial: (onLine: OnLine) => void = (onLine) => onLine(withoutReturn(partial.toString('utf8')), cut);

  const step = async (): Promise<void> => {
    const length = Math.min(BLOCK_BYTES, position);
    const { bytesRead } = await handle.read(block, 0, length, position - length);
    position -= length;
    let bytes = block.subarray(0, bytesRead);
    if (first && bytes.at(-1) === NEWLINE) bytes = bytes.subarray(0, -1);
    first = false;
    const found: [string, number][] = [];
    const newline = bytes.indexOf(NEWLINE);
    if (newline === -1) {
      keep(bytes);
    } else {
      const last = bytes.lastIndexOf(NEWLINE);
      keep(bytes.subarray(last + 1));
      if (last > newline) {
        for (const line of bytes
          .subarray(newline + 1, last)
          .toString('utf8')
          .split('\n'))
          found.push([withoutReturn(line), 0]);
      }
      takePartial((text, left) => found.push([text, left]));
      begin(bytes.subarray(0, newline));
    }
    if (scanned > MAX_SCAN_BYTES || position === 0) {
      takePartial((text, left) => found.unshift([text, left]));
      begin(Buffer.alloc(0));
    }
    stash = [...found, ...stash];
  };

  return {
    async read(count) {
      while (stash.length < count && position > 0) await step();
      return stash.splice(Math.max(0, stash.length - count));
    },
  };
}
