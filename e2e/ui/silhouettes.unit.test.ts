/** The states are told apart by shape alone: what counts here is only where a pixel is covered, as on a bar that takes the colour away. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { images, states } from '../../scripts/lib/icon-jobs.mjs';
import { readPng } from '../electron-host/parts/read-png.ts';

/** Of 256 pixels at 16: less would be a matter of squinting. The closest two, healthy and stopped, differ by the pearl and the posts. */
const LEAST = 16;

function mask(file: string): readonly boolean[] {
  const { rgba } = readPng(readFileSync(`${images}${file}`));
  return Array.from({ length: rgba.length / 4 }, (_, at) => (rgba[at * 4 + 3] ?? 0) >= 128);
}

const pairs = states.flatMap((one, index) => states.slice(index + 1).map((other) => [one, other] as const));

describe.each([
  ['Windows, 16 px', (state: string) => `win-${state}-dark.png`, 16],
  ['macOS, 18 px', (state: string) => `mac-${state}Template.png`, 18],
  ['Linux, 22 px', (state: string) => `linux-${state}-light.png`, 22],
])('%s', (_name, fileOf, edge) => {
  it.each(pairs)('%s and %s differ in shape', (one, other) => {
    const [a, b] = [mask(fileOf(one)), mask(fileOf(other))];
    expect(a.length).toBe(edge * edge);
    expect(a.some(Boolean)).toBe(true);
    expect(a.filter((covered, at) => covered !== b[at]).length).toBeGreaterThanOrEqual(LEAST);
  });
});

describe('the ink does not change the shape', () => {
  it.each(states.flatMap((state) => [`win-${state}`, `linux-${state}`]))('%s', (name) => {
    const [dark, light] = [mask(`${name}-dark.png`), mask(`${name}-light.png`)];
    expect(light.filter((covered, at) => covered !== dark[at]).length).toBe(0);
  });
});
