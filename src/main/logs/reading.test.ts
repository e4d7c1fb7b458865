/** From bytes to lines that may be shown: splitting, reading backwards, cleaning. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanText, MAX_TEXT } from './clean.ts';
import { createBackReader, endOfLastLine } from './file-back.ts';
import { type OpenedFile, openForReading } from './file-handle.ts';
import { createSplitter, MAX_LINE_BYTES } from './splitter.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function fileOf(content: string | Buffer): Promise<OpenedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-tray-reading-'));
  folders.push(folder);
  const path = join(folder, 'x.log');
  await writeFile(path, content);
  const opened = await openForReading(path);
  if (opened === null) throw new Error('The file is not there.');
  return opened;
}

function split(chunks: readonly Buffer[], maxBytes?: number): [string, number][] {
  const lines: [string, number][] = [];
  const splitter = createSplitter(maxBytes);
  for (const chunk of chunks) splitter.push(chunk, (text, cut) => lines.push([text, cut]));
  splitter.flush((text, cut) => lines.push([text, cut]));
  return lines;
}

describe('splitting', () => {
  const text = 'one\r\nゲートウェイ\n\nlast';
  test.each([1, 2, 3, 7, 100])('gives the same lines in chunks of %i bytes', (size) => {
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, at * size + size),
    );
    expect(split(chunks)).toEqual([
      ['one', 0],
      ['ゲートウェイ', 0],
      ['', 0],
      ['last', 0],
    ]);
  });

  test('does not look at a chunk again once it was taken', () => {
    const memory = Buffer.from('half');
    const splitter = createSplitter();
    const lines: string[] = [];
    splitter.push(memory, (line) => lines.push(line));
    memory.fill('x');
    splitter.push(Buffer.from(' whole\n'), (line) => lines.push(line));
    expect(lines).toEqual(['half whole']);
  });

  test('a line of 10 MB is cut and what is left out is counted', () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const [[line, cut] = ['', 0], next] = split([...Array.from({ length: 10 }, () => chunk), Buffer.from('\nshort\n')]);
    expect([line.length, cut]).toEqual([MAX_LINE_BYTES, 10 * 1024 * 1024 - MAX_LINE_BYTES]);
    expect(next).toEqual(['short', 0]);
  });

  test('bytes that are no UTF-8 become the replacement character', () => {
    expect(split([Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a])])).toEqual([['a\ufffd\ufffdb', 0]]);
  });
});

describe('reading backwards', () => {
  test('gives every line once, in pages of any size', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at} ${'x'.repeat(at % 40)}`);
    for (const page of [1, 7, 1_000, 50_000]) {
      const opened = await fileOf(`${lines.join('\n')}\n`);
      const reader = createBackReader(opened, opened.size);
      const read: string[] = [];
      for (let part = await reader.read(page); part.length > 0; part = await reader.read(page)) {
        expect(part.length).toBeLessThanOrEqual(page);
        read.unshift(...part.map(([text]) => text));
        if (page === 1 && read.length > 3_000) break;
      }
      expect(read).toEqual(lines.slice(-read.length));
      if (page !== 1) expect(read).toHaveLength(lines.length);
      await opened.handle.close();
    }
  });

  test('a line of 10 MB shows its beginning, and the lines around it stay whole', async () => {
    const long = `begin${'b'.repeat(10 * 1024 * 1024)}end`;
    const opened = await fileOf(`before\n${long}\nafter\n`);
    const reader = createBackReader(opened, opened.size);
    const [before, middle, after] = await reader.read(10);
    expect([before, after]).toEqual([
      ['before', 0],
      ['after', 0],
    ]);
    expect(middle?.[0].startsWith('begin')).toBe(true);
    expect(middle?.[0].length).toBe(MAX_LINE_BYTES);
    expect(middle?.[1]).toBe(long.length - MAX_LINE_BYTES);
    await opened.handle.close();
  });

  test('a last line without an end is left to whoever follows', async () => {
    const opened = await fileOf('one\ntwo\nhal');
    const end = await endOfLastLine(opened);
    expect(end).toBe(8);
    expect(await createBackReader(opened, end ?? 0).read(5)).toEqual([
      ['one', 0],
      ['two', 0],
    ]);
    await opened.handle.close();
  });

  test('an empty file has no lines', async () => {
    const opened = await fileOf('');
    expect(await createBackReader(opened, 0).read(5)).toEqual([]);
    expect(await endOfLastLine(opened)).toBe(0);
    await opened.handle.close();
  });
});

describe('cleaning', () => {
  test('colours become styles; what else would act on a terminal does not', () => {
    expect(
      cleanText('\u001b[90mtime\u001b[39m \u001b[1;31mbad\u001b[0m \u001b]0;t\u0007\u001b[2Jx\u0000', 0, []),
    ).toEqual({
      text: 'time bad x\\x00',
      cut: 0,
      styles: [
        { from: 0, to: 4, colour: 'black', bold: false },
        { from: 5, to: 8, colour: 'red', bold: true },
      ],
    });
  });
  test('colours of 256 and of 16 million are taken out whole', () => {
    expect(cleanText('\u001b[38;5;31ma\u001b[48;2;31;32;33mb\u001b[m', 0, [])).toMatchObject({
      text: 'ab',
      styles: [],
    });
  });
  test('a secret with an escape sequence in the middle is hidden', () => {
    expect(cleanText('x canary\u001b[31m-12345 y', 0, ['canary-12345']).text).toBe('x [hidden] y');
  });
  test('a secret on which a long line was cut does not show its first half', () => {
    const secret = 'canary-0123456789-0123456789';
    for (const before of [MAX_TEXT - 10, MAX_TEXT + 1_010, 500]) {
      const raw = `${'a'.repeat(before)}${secret.slice(0, 12)}`;
      const clean = cleanText(raw, 9_000_000, [secret]);
      expect(clean.text).not.toContain('canary');
      expect(clean.text.length + clean.cut).toBe(raw.length + 9_000_000);
    }
    const { text } = cleanText(`${`${secret} `.repeat(2_000)}`, 0, [secret]);
    expect(text).not.toContain('canary');
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });
  test('characters that turn the direction of text are shown', () => {
    expect(cleanText('a\u202eb\u2066c', 0, []).text).toBe('a\\u202eb\\u2066c');
  });
  test('the hole of a truncated file is one short remark', () => {
    expect(cleanText(`${'\u0000'.repeat(100_000)}after`, 0, []).text).toBe('\\x00 (100000 times)after');
  });
  test('no line takes long, whatever is in it', () => {
    const awkward = ['a.', 'eyJ-', '://', 'token', '\u001b]', '\u001b[1', 'http://a:'].map((part) =>
      part.repeat(Math.ceil(MAX_LINE_BYTES / part.length)),
    );
    const begin = performance.now();
    for (const line of awkward) cleanText(line, 1, ['x'.repeat(40)]);
    // Quadratic time would be minutes.
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
