/** Every image that is drawn from a vector, as data: for the script that makes them and for the check that they are still what it makes. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const drawings = fileURLToPath(new URL('../../src/main/electron/tray/icons/', import.meta.url));
export const images = fileURLToPath(new URL('../../src/main/electron/assets/tray/', import.meta.url));
export const assets = fileURLToPath(new URL('../../src/main/electron/assets/', import.meta.url));

export const states = ['healthy', 'starting', 'degraded', 'failed', 'stopped', 'unknown', 'paused'];
/** Ink of the two bars: near black on a light one, near white on a dark one. */
const ink = { dark: '#1d1d1f', light: '#f4f4f5' };
/** Windows lets the badge carry colour; the shape says the same without it. */
const badges = { degraded: { dark: '#bc6c17', light: '#efb44e' }, failed: { dark: '#d4302e', light: '#f5605b' } };

/**
 * Windows: 16 units, at the scales that its settings offer; each from the drawing whose grid its pixels fit best. Electron finds the files by
 * their suffix (electron.d.ts, `nativeImage`, "High resolution image").
 */
const WINDOWS = [
  { factor: 1, grid: 16 },
  { factor: 1.25, grid: 16 },
  { factor: 1.5, grid: 24 },
  { factor: 2, grid: 32 },
  { factor: 2.5, grid: 32 },
  { factor: 3, grid: 24 },
];
/** Sizes of the frames in the Windows icon: what the shell asks for at its scales. */
export const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];

/** `{ name, svg, size, colour, badge? }`: file name without `.png`, drawing without `.svg`, edge in pixels, CSS colours. */
export function trayJobs() {
  const jobs = [];
  for (const state of states) {
    // macOS: a template, which the system tints. 18 points, and twice that for dense screens.
    for (const factor of [1, 2])
      jobs.push({
        name: `mac-${state}Template${suffix(factor)}`,
        svg: `18-${state}`,
        size: 18 * factor,
        colour: '#000000',
      });
    for (const tone of ['dark', 'light']) {
      const badge = badges[state]?.[tone];
      for (const { factor, grid } of WINDOWS)
        jobs.push({
          name: `win-${state}-${tone}${suffix(factor)}`,
          svg: `${grid}-${state}`,
          size: 16 * factor,
          colour: ink[tone],
          badge,
        });
      for (const factor of [1, 1.5, 2])
        jobs.push({
          name: `linux-${state}-${tone}${suffix(factor)}`,
          svg: `22-${state}`,
          size: 22 * factor,
          colour: ink[tone],
        });
    }
  }
  for (const file of readdirSync(`${drawings}glyph`)) {
    const level = file.replace('.svg', '');
    for (const factor of [1, 2])
      jobs.push({
        name: `glyph-${level}${suffix(factor)}`,
        svg: `glyph/${level}`,
        size: 16 * factor,
        colour: '#000000',
      });
  }
  return jobs;
}

function suffix(factor) {
  return factor === 1 ? '' : `@${factor}x`;
}

/** The page that a job is a picture of, transparent around the drawing. */
export function trayPage({ svg, size, colour, badge }) {
  const drawing = readFileSync(`${drawings}${svg}.svg`, 'utf8');
  const tint = badge === undefined ? '' : `.badge{fill:${badge}}`;
  return `<style>body{margin:0;color:${colour}}svg{display:block;width:${size}px;height:${size}px}${tint}</style>${drawing}`;
}

/** The app's icon: the mark on a plate. Large ones have the margin that desktops expect, small ones need every pixel. */
export function appIconPage(size) {
  const mark = readFileSync(`${drawings}mark.svg`, 'utf8');
  const inset = size <= 48 ? 0 : Math.round(size * 0.0977);
  const plate = size - 2 * inset;
  const [radius, side] = [Math.round(plate * 0.2245), Math.round(plate * (size <= 48 ? 0.72 : 0.631))];
  return `<style>body{margin:0}main{position:absolute;inset:${inset}px;border-radius:${radius}px;background:linear-gradient(#24313b,#15191d);color:#f4f4f5;display:grid;place-items:center}svg{width:${side}px;height:${side}px}</style><main>${mark}</main>`;
}
