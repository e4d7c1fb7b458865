/** A tar archive of small text files (POSIX ustar, IEEE 1003.1). Pure. */
export interface TarEntry {
  /** Relative, with `/`, at most 100 bytes of UTF-8. */
  readonly name: string;
  readonly content: Buffer;
}

const BLOCK = 512;
const MAX_NAME = 100;

/** @param mtime seconds since the epoch. Files are 0600. @throws RangeError for a name that does not fit. */
export function tarOf(entries: readonly TarEntry[], mtime: number): Buffer {
  const blocks = entries.flatMap(({ name, content }) => [
    header(name, content.length, mtime),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number, mtime: number): Buffer {
  if (Buffer.byteLength(name) > MAX_NAME) throw new RangeError(`${name} is too long for a tar header`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 'utf8');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(mtime), 136, 12);
  block.write('        ', 148, 'latin1'); // The checksum counts itself as spaces.
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
