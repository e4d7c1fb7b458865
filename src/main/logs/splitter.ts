/**
 * Bytes -> lines, in bounded memory. A newline never stands inside a UTF-8 sequence, so that whole lines can be decoded at once; bytes
 * that are no UTF-8 become U+FFFD.
 */

/** Of a longer line this much is kept; the rest is counted. */
export const MAX_LINE_BYTES = 256 * 1024;

/** A line without its end, and how many bytes of it were left out. */
export type OnLine = (text: string, cut: number) => void;

export interface Splitter {
  push(chunk: Buffer, onLine: OnLine): void;
  /** What stands there without a newline becomes a line. */
  flush(onLine: OnLine): void;
}

const NEWLINE = 10;

export function createSplitter(maxBytes: number = MAX_LINE_BYTES): Splitter {
  let parts: Buffer[] = [];
  let held = 0;
  let cut = 0;

  const hold = (bytes: Buffer): void => {
    const room = Math.max(0, maxBytes - held);
    if (room > 0 && bytes.length > 0) {
      // A copy: the caller reads the next chunk into the same memory.
      parts.push(Buffer.from(bytes.subarray(0, room)));
      held += Math.min(room, bytes.length);
    }
    cut += Math.max(0, bytes.length - room);
  };
  const release = (onLine: OnLine): void => {
    const text = withoutReturn(Buffer.concat(parts).toString('utf8'));
    const left = cut;
    parts = [];
    held = 0;
    cut = 0;
    onLine(text, left);
  };

  return {
    push(chunk, onLine) {
      const first = chunk.indexOf(NEWLINE);
      if (first === -1) {
        hold(chunk);
        return;
      }
      hold(chunk.subarray(0, first));
      release(onLine);
      const last = chunk.lastIndexOf(NEWLINE);
      if (last > first) {
        for (const line of chunk
          .subarray(first + 1, last)
          .toString('utf8')
          .split('\n'))
          onLine(withoutReturn(line), 0);
      }
      hold(chunk.subarray(last + 1));
    },
    flush(onLine) {
      if (held > 0) release(onLine);
    },
  };
}

/** CRLF ends a line too. */
export function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
