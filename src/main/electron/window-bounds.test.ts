import { describe, expect, it } from 'vitest';
import { clampToDisplays } from './window-bounds.ts';

const MIN = { width: 560, height: 480 };
const LAPTOP = { x: 0, y: 25, width: 1440, height: 875 };
const LEFT = { x: -1920, y: 0, width: 1920, height: 1040 };

describe('bounds that can be seen', () => {
  it.each([
    ['stay as they are', { x: 100, y: 100, width: 880, height: 600 }],
    ['stay on a display left of the first one', { x: -1800, y: 40, width: 900, height: 700 }],
    ['may touch the edges', { x: 0, y: 25, width: 1440, height: 875 }],
  ])('%s', (_what, bounds) => expect(clampToDisplays(bounds, [LAPTOP, LEFT], MIN)).toEqual(bounds));

  it('are drawn in where they hang over', () => {
    const clamped = clampToDisplays({ x: 1000, y: 600, width: 880, height: 600 }, [LAPTOP], MIN);
    expect(clamped).toEqual({ x: 560, y: 300, width: 880, height: 600 });
  });

  it('go to the display that shows most of them', () => {
    const clamped = clampToDisplays({ x: -700, y: 100, width: 880, height: 600 }, [LAPTOP, LEFT], MIN);
    expect(clamped).toEqual({ x: -880, y: 100, width: 880, height: 600 });
  });
});

describe('bounds that cannot be used', () => {
  it.each([
    ['of a display that is gone', { x: 3000, y: 100, width: 880, height: 600 }],
    ['with the upper edge above every display', { x: 100, y: -580, width: 880, height: 600 }],
    ['with only a sliver left', { x: 1430, y: 100, width: 880, height: 600 }],
  ])('%s open in the middle of the first display', (_what, bounds) => {
    expect(clampToDisplays(bounds, [LAPTOP, LEFT], MIN)).toEqual({ x: 280, y: 163, width: 880, height: 600 });
  });

  it('too small and too large ones are brought into the limits', () => {
    expect(clampToDisplays({ x: 10, y: 30, width: 1, height: 1 }, [LAPTOP], MIN)).toMatchObject(MIN);
    expect(clampToDisplays({ x: 10, y: 30, width: 9000, height: 9000 }, [LAPTOP], MIN)).toEqual(LAPTOP);
  });

  it('a display below the minimum shows the beginning of the frame', () => {
    const tiny = { x: 0, y: 0, width: 400, height: 300 };
    expect(clampToDisplays({ x: 50, y: 50, width: 880, height: 600 }, [tiny], MIN)).toEqual({ x: 0, y: 0, ...MIN });
  });

  it('without displays the system chooses', () => {
    expect(clampToDisplays({ x: 0, y: 0, width: 880, height: 600 }, [], MIN)).toBeNull();
  });
});
