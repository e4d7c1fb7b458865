import { describe, expect, it } from 'vitest';
import { drawnRows, rangeInSight, rowAt, rowTops } from './row-window.ts';

const SIGHT = { slack: 0, step: 1 };

describe('rows of different height', () => {
  const tops = rowTops([10, 20, 10, 30]);

  it('begin where those before them end', () => {
    expect(tops).toEqual([0, 10, 30, 40, 70]);
    expect(rowTops([])).toEqual([0]);
  });

  it('are found by height, at their edges and outside of the list', () => {
    expect([-5, 0, 9, 10, 29, 30, 40, 69, 70, 500].map((y) => rowAt(tops, y))).toEqual([0, 0, 0, 1, 1, 2, 3, 3, 3, 3]);
    expect(rowAt(rowTops([]), 5)).toBe(0);
  });

  it('are in sight when a part of them is', () => {
    const seen = (top: number, height: number, rest = SIGHT) =>
      rangeInSight(4, (y) => rowAt(tops, y), { top, height, ...rest });
    expect(seen(0, 10)).toEqual({ first: 0, last: 2 });
    expect(seen(29, 5)).toEqual({ first: 1, last: 3 });
    expect(seen(29, 5, { slack: 20, step: 1 })).toEqual({ first: 0, last: 4 });
    expect(seen(5_000, 100)).toEqual({ first: 3, last: 4 });
  });
});

it('rows of one height need no list of them, and the ends stay at multiples of the step', () => {
  const at = (y: number) => Math.floor(y / 20);
  const sight = { height: 400, slack: 100, step: 8 };
  expect(rangeInSight(1_000, at, { ...sight, top: 2_000 })).toEqual({ first: 88, last: 128 });
  expect(rangeInSight(1_000, at, { ...sight, top: 2_019 })).toEqual({ first: 88, last: 128 });
  expect(rangeInSight(1_000, at, { ...sight, top: 0 })).toEqual({ first: 0, last: 32 });
  expect(rangeInSight(0, at, { ...sight, top: 0 })).toEqual({ first: 0, last: 0 });
});

describe('the rows that are drawn', () => {
  const tops = rowTops(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 10 : 30)));
  const drawn = (first: number, last: number, kept: readonly number[] = []) => drawnRows({ first, last }, kept, tops);

  it('are those in sight, and the first and the last of all', () => {
    expect(drawn(8, 10).map(({ at }) => at)).toEqual([0, 8, 9, 19]);
  });

  it('leave the room of those that are not, so that every row is where it would be', () => {
    for (const rows of [drawn(8, 10), drawn(0, 4), drawn(16, 20), drawn(8, 10, [3]), drawn(0, 20)]) {
      let y = 0;
      for (const { at, gap } of rows) {
        expect(y + gap).toBe(tops[at]);
        y += gap + ((tops[at + 1] ?? 0) - (tops[at] ?? 0));
      }
      expect(y).toBe(tops.at(-1));
    }
  });

  it('hold a kept row and its neighbours, once each and within the list', () => {
    expect(drawn(8, 10, [4, 9, 19]).map(({ at }) => at)).toEqual([0, 3, 4, 5, 8, 9, 10, 18, 19]);
    expect(drawnRows({ first: 0, last: 0 }, [], rowTops([]))).toEqual([]);
  });
});
