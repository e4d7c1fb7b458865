/** Which rows of a long list are drawn, and how much room is left for those that are not. Pure. */

/** Rows from `first` up to, and without, `last`. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Where each row begins and, last, where all of them end: one number more than there are rows. */
export function rowTops(heights: readonly number[]): readonly number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) {
    top += height;
    tops.push(top);
  }
  return tops;
}

/** The row at a height of the list; the nearest one for what lies outside of it, and 0 when there is none. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What is seen of a list: `top` is how much of it is above the edge, `height` how much can be seen, both in pixels. */
export interface Sight {
  readonly top: number;
  readonly height: number;
  /** So much more is drawn above and below. */
  readonly slack: number;
  /** Both ends are at multiples of this, so that not every pixel of scrolling draws anew. */
  readonly step: number;
}

/** The rows to draw of `count`, where `at` says which one is at a height. */
export function rangeInSight(count: number, at: (y: number) => number, { top, height, slack, step }: Sight): RowRange {
  const first = Math.floor(at(top - slack) / step) * step;
  const last = Math.ceil((at(top + height + slack) + 1) / step) * step;
  return { first: clamp(first, count), last: clamp(last, count) };
}

const clamp = (at: number, count: number) => Math.max(0, Math.min(count, at));

/** A row that is drawn, with the room of those before it that are not. */
export interface DrawnRow {
  readonly at: number;
  readonly gap: number;
}

/**
 * The rows to draw, in order: those in sight and those in `kept` with the rows beside them; the first and the last of all always, so
 * that Tab, Shift+Tab, Home and End find what they would find if all were drawn.
 */
export function drawnRows(
  { first, last }: RowRange,
  kept: readonly number[],
  tops: readonly number[],
): readonly DrawnRow[] {
  const count = tops.length - 1;
  const wanted = new Set([0, count - 1, ...kept.flatMap((at) => [at - 1, at, at + 1])]);
  for (let at = first; at < last; at += 1) wanted.add(at);
  const places = [...wanted].filter((at) => at >= 0 && at < count).toSorted((a, b) => a - b);
  return places.map((at, place) => ({ at, gap: (tops[at] ?? 0) - (tops[(places[place - 1] ?? -1) + 1] ?? 0) }));
}
