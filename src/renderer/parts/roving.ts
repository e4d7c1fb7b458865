/** Keys of a list whose entries share one tab stop. */
export type Direction = 'vertical' | 'horizontal';

/** The index to move to for a key, or null when the key does not move. Ends do not wrap. */
export function rovingTarget(key: string, at: number, count: number, direction: Direction): number | null {
  const back = direction === 'vertical' ? 'ArrowUp' : 'ArrowLeft';
  const forth = direction === 'vertical' ? 'ArrowDown' : 'ArrowRight';
  if (count === 0) return null;
  if (key === back) return Math.max(0, at - 1);
  if (key === forth) return Math.min(count - 1, at + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Handles a key on a container: moves the focus to the wanted `[data-roving]` child and returns its index. */
export function moveRoving(event: KeyboardEvent, direction: Direction): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.currentTarget instanceof HTMLElement)) return null;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  if (at === -1) return null;
  const target = rovingTarget(event.key, at, stops.length, direction);
  if (target === null) return null;
  event.preventDefault();
  stops[target]?.focus();
  return target;
}
