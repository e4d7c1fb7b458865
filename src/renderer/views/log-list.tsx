import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import { indexOfRow, MAX_LINES } from '../state/log-buffer.ts';
import { LogRowView } from './log-row.tsx';

/** Height of a row, as `--row-log` in tokens.css. */
const ROW = 20;
/** Height of the line above the first row, which says what is before it. */
const HEAD = 20;
/** This near to the end still counts as being at the end, pixels. */
const END_SLACK = 24;
/** Rows that are drawn above and below what is seen. */
const OVERSCAN = 20;
/** Older lines are read when the beginning is this near, pixels. */
const NEAR_BEGIN = 400;

export interface LogListProps {
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
  readonly selected: number | null;
  readonly onSelect: (id: number | null) => void;
  /** A row to bring into the middle; a new object each time it is asked for. */
  readonly target: { readonly id: number } | null;
  /** Row of the match that was gone to last. */
  readonly current: number | null;
}

/** Draws the rows that are seen and no others, so that any number of lines scrolls alike. */
export function LogList({ follow, onFollow, selected, onSelect, target, current }: LogListProps) {
  const store = useStore();
  const words = store.words.value;
  const view = store.logView;
  void view.version.value;
  const { phase, more, loading } = view.state.value;
  const rows = view.buffer.rows();
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const slice = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const shift = view.buffer.shift();
  const lastShift = useRef(shift);
  const level = view.level.value;
  const anchor = useRef<number | null>(null);
  // Where the list was put by itself. Its scroll event comes later, and says nothing about what the person wants.
  const placed = useRef<number | null>(null);
  const lastLevel = useRef(level);

  const yOf = (index: number) => HEAD + index * ROW;
  const first = Math.max(0, Math.min(Math.floor(top / ROW) - OVERSCAN, rows.length));
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + OVERSCAN);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || sheet.current === null || slice.current === null) return;
    // Set as properties: the content security policy allows no style in markup.
    sheet.current.style.height = `${rows.length * ROW}px`;
    slice.current.style.transform = `translateY(${first * ROW}px)`;
    const moved = shift - lastShift.current;
    lastShift.current = shift;
    if (follow) {
      element.scrollTop = element.scrollHeight;
      placed.current = element.scrollTop;
    } else if (lastLevel.current !== level && anchor.current !== null)
      element.scrollTop = yOf(indexOfRow(rows, anchor.current));
    else if (moved !== 0) element.scrollTop += moved * ROW;
    lastLevel.current = level;
    if (element.scrollTop !== top) setTop(element.scrollTop);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || target === null) return;
    element.scrollTop = Math.max(0, yOf(indexOfRow(rows, target.id)) - (element.clientHeight - ROW) / 2);
  }, [target]);
  useEffect(() => {
    if (!more || loading || phase !== 'open') return;
    // Where it stands by now: `top` is from before older lines moved it.
    const nearBegin = !follow && (box.current?.scrollTop ?? NEAR_BEGIN) < NEAR_BEGIN;
    if (nearBegin || yOf(rows.length) < height) void view.older();
  }, [more, loading, phase, top < NEAR_BEGIN, follow, rows.length]);

  const move = (by: number): void => {
    const from = selected === null ? Math.floor((top + height) / ROW) - 1 : indexOfRow(rows, selected) + by;
    const row = rows[Math.max(0, Math.min(rows.length - 1, from))];
    const element = box.current;
    if (row === undefined || element === null) return;
    onSelect(row.id);
    const at = yOf(indexOfRow(rows, row.id));
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + ROW > element.scrollTop + element.clientHeight) element.scrollTop = at + ROW - element.clientHeight;
  };

  const begin =
    phase !== 'open' || rows.length === 0
      ? null
      : loading
        ? words.logs.older
        : !view.buffer.hasRoom()
          ? words.logs.keptOnly(MAX_LINES)
          : more
            ? null
            : words.logs.begin;
  return (
    <div
      class="log-list"
      ref={box}
      role="log"
      aria-live="off"
      aria-label={words.logs.title}
      aria-busy={phase === 'opening'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        setTop(scrollTop);
        anchor.current = rows[Math.max(0, Math.ceil((scrollTop - HEAD) / ROW))]?.id ?? null;
        if (scrollTop === placed.current) return;
        placed.current = null;
        const atEnd = scrollHeight - scrollTop - clientHeight < END_SLACK;
        if (atEnd !== follow) onFollow(atEnd);
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'Escape' && selected !== null) onSelect(null);
        else if (event.key === 'Enter') move(0);
        else if (selected !== null && event.key === 'ArrowDown') move(1);
        else if (selected !== null && event.key === 'ArrowUp') move(-1);
        else return;
        event.preventDefault();
      }}
    >
      <p class="log-begin">{begin}</p>
      <div class="log-sheet" ref={sheet}>
        <div class="log-slice" ref={slice}>
          {rows.slice(first, last).map((row) => (
            <LogRowView
              key={row.id}
              row={row}
              query={view.query.value}
              current={row.id === current}
              selected={row.id === selected}
              onSelect={(id) => onSelect(id === selected ? null : id)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
