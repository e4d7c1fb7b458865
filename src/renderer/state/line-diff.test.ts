import { expect, test } from 'vitest';
import { diffLines, foldUnchanged, splitLines } from './line-diff.ts';

/** Applies a diff to nothing: what a reader sees as the old and the new text. */
function sides(before: string, after: string) {
  const lines = diffLines(before, after);
  return {
    old: lines.filter((line) => line.kind !== 'add').map((line) => line.text),
    fresh: lines.filter((line) => line.kind !== 'remove').map((line) => line.text),
    changed: lines.filter((line) => line.kind !== 'same').map((line) => `${line.kind} ${line.number} ${line.text}`),
  };
}

test('a changed line is its old form, then its new one, with the numbers of their own texts', () => {
  expect(sides('a\nb\nc\n', 'a\nx\nc\nd\n').changed).toEqual(['remove 2 b', 'add 2 x', 'add 4 d']);
});

test('both sides of any diff are the texts it was made of', () => {
  const letters = 'abc';
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 16807) % 2147483647;
    return seed % n;
  };
  for (let round = 0; round < 200; round += 1) {
    const text = () => Array.from({ length: random(9) }, () => letters[random(3)]).join('\n');
    const [before, after] = [text(), text()];
    const seen = sides(before, after);
    expect(seen.old).toEqual([...splitLines(before)]);
    expect(seen.fresh).toEqual([...splitLines(after)]);
  }
});

test('a new file is all added, a removed one all removed', () => {
  expect(sides('', 'a\nb\n').changed).toEqual(['add 1 a', 'add 2 b']);
  expect(sides('a\n', '').changed).toEqual(['remove 1 a']);
  expect(diffLines('', '')).toEqual([]);
});

test('texts too large to compare still show every line once', () => {
  const big = (mark: string) => Array.from({ length: 2500 }, (_, at) => `${mark}${at}`).join('\n');
  const lines = diffLines(big('a'), big('b'));
  expect(lines).toHaveLength(5000);
});

test('folding keeps three lines around a change and counts the rest', () => {
  const before = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const after = before.with(10, 'other');
  const rows = foldUnchanged(diffLines(before.join('\n'), after.join('\n')));
  expect(rows[0]).toEqual({ kind: 'gap', count: 7 });
  expect(rows.at(-1)).toEqual({ kind: 'gap', count: 6 });
  expect(rows).toHaveLength(2 + 3 + 2 + 3);
});
