/** Where the window opens: at its old place as far as that can still be seen. Pure. */
import type { Rectangle } from 'electron';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** So much of the frame's upper edge must lie on a display that a hand can take it, pixels. */
const GRIP = { width: 120, height: 32 };

/**
 * The nearest sane bounds on the displays of now: not smaller than `minimum`, not larger than the display's work area, and wholly on the
 * display that shows most of them. Bounds whose upper edge nobody could take hold of (a display was unplugged) move to the first
 * display, in its middle. null without displays: then the system chooses.
 * @param workAreas of all displays, the primary one first, in device-independent pixels; they may have negative origins
 */
export function clampToDisplays(bounds: Rectangle, workAreas: readonly Rectangle[], minimum: Size): Rectangle | null {
  const [primary] = workAreas;
  if (primary === undefined) return null;
  const grip = { x: bounds.x, y: bounds.y, width: bounds.width, height: GRIP.height };
  const seen = workAreas.filter((area) => {
    const part = overlap(grip, area);
    return part.width >= Math.min(GRIP.width, bounds.width) && part.height >= GRIP.height / 2;
  });
  const home = seen.toSorted((a, b) => areaOf(overlap(bounds, b)) - areaOf(overlap(bounds, a)))[0];
  const display = home ?? primary;
  // A display smaller than the minimum gets the minimum: the window's own limit would win anyway.
  const width = Math.max(minimum.width, Math.min(bounds.width, display.width));
  const height = Math.max(minimum.height, Math.min(bounds.height, display.height));
  if (home === undefined) {
    return {
      x: Math.round(display.x + Math.max(0, display.width - width) / 2),
      y: Math.round(display.y + Math.max(0, display.height - height) / 2),
      width,
      height,
    };
  }
  return {
    x: within(bounds.x, display.x, display.x + display.width - width),
    y: within(bounds.y, display.y, display.y + display.height - height),
    width,
    height,
  };
}

/** The lower bound wins: the frame's beginning is what must be seen. */
function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

function overlap(a: Rectangle, b: Rectangle): Size {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  };
}

function areaOf({ width, height }: Size): number {
  return width * height;
}
