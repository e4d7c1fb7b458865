import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { drawnRows, type RowRange, rangeInSight, rowAt, rowTops } from './row-window.ts';

/** Up to so many rows are all drawn. */
export const ALL_UP_TO = 40;
/** Drawn above and below what is seen, pixels: more than a wheel moves in one frame. */
const SLACK = 400;
const STEP = 8;

export interface LongListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** What is in a row. While this is the same function, a row that was drawn is not drawn again. */
  readonly render: (item: T, at: number) => ComponentChildren;
  readonly rowClass?: string;
  /** Rows of one kind are taken to be equally high until each was measured. */
  readonly kindOf?: (item: T) => string;
  /** Height of a row before the first one was measured, pixels. */
  readonly guess: number;
  /** Keys of rows that are drawn wherever they are: the one where Tab enters. */
  readonly keep?: readonly (string | null)[];
  /** Selector of the ancestor that scrolls; without it the list does. */
  readonly scroller?: string;
  readonly class?: string;
  readonly label?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/**
 * A list that draws the rows that are seen and no others once it is long. The row that has the focus, or had it last, stays with the rows
 * beside it, so that the focus is never lost and the keys find the next one.
 */
export function LongList<T>(props: LongListProps<T>) {
  const { items, keyOf, render, keep = [], rowClass, kindOf = () => '', guess, scroller } = props;
  const long = items.length > ALL_UP_TO;
  const list = useRef<HTMLUListElement>(null);
  const measured = useMeasured(list, long, (at) => {
    const item = items[at];
    return item === undefined ? null : { key: keyOf(item), kind: kindOf(item) };
  });
  const [range, setRange] = useState<RowRange>({ first: 0, last: ALL_UP_TO });
  const [held, setHeld] = useState<string | null>(null);
  // A row that is only moved into or out of sight beside others is the same to Preact, which then leaves it alone.
  const contents = useMemo(() => new Map<string, ComponentChildren>(), [items, render]);
  const content = (item: T, at: number) => {
    const key = keyOf(item);
    if (!contents.has(key)) contents.set(key, render(item, at));
    return contents.get(key);
  };

  const tops = useRef<readonly number[]>([0]);
  if (long) tops.current = rowTops(items.map((item) => measured.heightOf(keyOf(item), kindOf(item)) ?? guess));
  const look = () => {
    const element = list.current;
    const box = scroller === undefined ? element : element?.closest(scroller);
    if (!long || element == null || box == null) return;
    const top =
      box === element ? element.scrollTop : box.getBoundingClientRect().top - element.getBoundingClientRect().top;
    const sight = { top, height: box.clientHeight, slack: SLACK, step: STEP };
    const next = rangeInSight(items.length, (y) => rowAt(tops.current, y), sight);
    setRange((before) => (before.first === next.first && before.last === next.last ? before : next));
  };
  const looks = useRef(look);
  looks.current = look;
  // Not after each drawing: other rows may be of another height than was thought, and what is seen would never settle.
  useLayoutEffect(look, [items, measured.version]);
  useLayoutEffect(() => {
    const box = scroller === undefined ? list.current : list.current?.closest(scroller);
    if (!long || box == null) return;
    const again = () => looks.current();
    const observer = new ResizeObserver(again);
    observer.observe(box);
    box.addEventListener('scroll', again, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', again);
    };
  }, [long, scroller]);

  const placeOf = (key: string | null) => (key === null ? -1 : items.findIndex((item) => keyOf(item) === key));
  const rows = long
    ? drawnRows(
        range,
        [held, ...keep].map(placeOf).filter((at) => at >= 0),
        tops.current,
      )
    : items.map((_, at) => ({ at, gap: 0 }));
  return (
    <ul
      ref={list}
      class={props.class}
      aria-label={props.label}
      onKeyDown={props.onKeyDown}
      onFocusIn={(event) => {
        const row = event.target instanceof Element ? event.target.closest('li') : null;
        const item = items[Number(row?.dataset.at ?? Number.NaN)];
        if (item !== undefined) setHeld(keyOf(item));
      }}
    >
      {rows.map(({ at, gap }) => {
        const item = items[at];
        if (item === undefined) return null;
        return (
          <li
            key={keyOf(item)}
            class={rowClass}
            {...(long
              ? {
                  'data-at': at,
                  'aria-setsize': items.length,
                  'aria-posinset': at + 1,
                  style: { marginTop: gap === 0 ? '' : `${gap}px` },
                }
              : {})}
          >
            {content(item, at)}
          </li>
        );
      })}
    </ul>
  );
}

interface Measured {
  /** Another number each time that a height has changed. */
  readonly version: number;
  /** As it was drawn last, or as another of its kind was; null when neither was. */
  heightOf(key: string, kind: string): number | null;
}

/** Follows the heights of the rows that are drawn and draws again when one has changed. */
function useMeasured(
  list: { readonly current: HTMLUListElement | null },
  on: boolean,
  rowOf: (at: number) => { readonly key: string; readonly kind: string } | null,
): Measured {
  const [version, redraw] = useReducer((count: number, _: null) => count + 1, 0);
  const heights = useRef(new Map<string, number>());
  const kinds = useRef(new Map<string, number>());
  const rows = useRef(rowOf);
  rows.current = rowOf;
  const observed = useRef<{ readonly observer: ResizeObserver; readonly elements: Set<Element> } | null>(null);
  useLayoutEffect(() => {
    if (!on) return;
    let width = 0;
    const observer = new ResizeObserver((entries) => {
      let changed = false;
      for (const { target, borderBoxSize } of entries) {
        const [size] = borderBoxSize;
        if (!(target instanceof HTMLElement) || !target.isConnected || size === undefined) continue;
        // Text may break otherwise and rows be laid out otherwise in another width: what is out of sight is not known any more.
        if (Math.abs(size.inlineSize - width) > 1) heights.current.clear();
        width = size.inlineSize;
        const row = rows.current(Number(target.dataset.at ?? Number.NaN));
        if (row === null) continue;
        changed ||= heights.current.get(row.key) !== size.blockSize;
        heights.current.set(row.key, size.blockSize);
        kinds.current.set(row.kind, size.blockSize);
      }
      if (changed) redraw(null);
    });
    observed.current = { observer, elements: new Set() };
    return () => {
      observer.disconnect();
      observed.current = null;
    };
  }, [on]);
  useLayoutEffect(() => {
    if (observed.current === null) return;
    const { observer, elements } = observed.current;
    const now = new Set(list.current?.children);
    for (const element of elements) {
      if (now.has(element)) continue;
      observer.unobserve(element);
      elements.delete(element);
    }
    for (const element of now) {
      if (elements.has(element)) continue;
      observer.observe(element);
      elements.add(element);
    }
  });
  return { version, heightOf: (key, kind) => heights.current.get(key) ?? kinds.current.get(kind) ?? null };
}
