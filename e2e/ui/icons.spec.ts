/**
 * The committed images are what the vector drawings give: each is drawn again and compared pixel by pixel. And one sheet of all of them for
 * the eye, on light and dark bars.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { appIconPage, assets, type IconJob, images, states, trayJobs, trayPage } from '../../scripts/lib/icon-jobs.mjs';
import { type Picture, readPng } from '../electron-host/parts/read-png.ts';

const SHEET = fileURLToPath(new URL('../../results/pictures/icons/', import.meta.url));
/** Another Chromium may round an edge otherwise: so much a channel may differ, in so many pixels of a hundred. */
const TOLERANCE = 24;
const PIXELS_PERCENT = 2;

function differing(a: Picture, b: Picture): number {
  let count = 0;
  for (let at = 0; at < a.rgba.length; at += 4) {
    // The colour of what cannot be seen does not count.
    const alpha = Math.max(a.rgba[at + 3] ?? 0, b.rgba[at + 3] ?? 0);
    const far = [0, 1, 2, 3].some((i) => Math.abs((a.rgba[at + i] ?? 0) - (b.rgba[at + i] ?? 0)) > TOLERANCE);
    if (alpha > TOLERANCE && far) count += 1;
  }
  return count;
}

function expectSame(name: string, drawn: Buffer, committed: Buffer): void {
  const [now, then] = [readPng(drawn), readPng(committed)];
  expect([now.width, now.height], name).toEqual([then.width, then.height]);
  const allowed = Math.floor((then.width * then.height * PIXELS_PERCENT) / 100);
  expect(differing(now, then), `${name}: run scripts/rasterise-icons.mjs`).toBeLessThanOrEqual(allowed);
}

test('every committed image is what its drawing gives', async ({ page }) => {
  test.setTimeout(120_000);
  for (const job of trayJobs()) {
    await page.setContent(trayPage(job));
    const drawn = await page.locator('svg').screenshot({ omitBackground: true });
    expectSame(job.name, drawn, readFileSync(`${images}${job.name}.png`));
  }
  await page.setViewportSize({ width: 1024, height: 1024 });
  await page.setContent(appIconPage(1024));
  expectSame('app-icon', await page.screenshot({ omitBackground: true }), readFileSync(`${assets}app-icon.png`));
});

test('a drawing that changed would be noticed', async ({ page }) => {
  const job = trayJobs().find(({ name }) => name === 'win-failed-dark') as IconJob;
  await page.setContent(trayPage({ ...job, svg: '16-degraded' }));
  const drawn = readPng(await page.locator('svg').screenshot({ omitBackground: true }));
  const committed = readPng(readFileSync(`${images}win-failed-dark.png`));
  expect(differing(drawn, committed)).toBeGreaterThan((16 * 16 * PIXELS_PERCENT) / 100);
});

test('one sheet of all icons, for the eye', async ({ page }) => {
  mkdirSync(SHEET, { recursive: true });
  const data = (name: string): string => `data:image/png;base64,${readFileSync(`${images}${name}.png`, 'base64')}`;
  const names = trayJobs().map(({ name }) => name);
  const cell = (name: string): string => {
    const { width } = readPng(readFileSync(`${images}${name}.png`));
    return `<figure><img src="${data(name)}" width="${width}"><img class="big" src="${data(name)}" width="${width * 3}"><figcaption>${name.replace(/^[a-z]+-[a-z]+/, '')} ${width}</figcaption></figure>`;
  };
  const bar = (dark: boolean): string =>
    states
      .map((state) => {
        const tone = dark ? 'light' : 'dark';
        const own = names.filter((name) => name.includes(`-${state}-${tone}`));
        const mac = names.filter((name) => name.startsWith(`mac-${state}`));
        const inverted = dark ? ' class="inverted"' : '';
        return `<tr><th>${state}</th><td>${own.map(cell).join('')}<span${inverted}>${mac.map(cell).join('')}</span></td></tr>`;
      })
      .join('');
  const glyphs = names.filter((name) => name.startsWith('glyph-')).map(cell);
  await page.setViewportSize({ width: 1500, height: 900 });
  await page.setContent(`<!doctype html><style>
    body{margin:0;font:11px sans-serif} section{padding:16px} .dark{background:#22262b;color:#ddd} .light{background:#f3f3f3;color:#222}
    td,.row{display:flex;flex-wrap:wrap} td span{display:flex} figure{margin:4px 8px;display:flex;gap:6px;align-items:end} figcaption{opacity:.6;width:44px}
    .big{image-rendering:pixelated} .inverted img{filter:invert(1)} th{text-align:left;width:70px}</style>
    <section class="light"><table>${bar(false)}</table><div class="row">${glyphs.join('')}</div></section><section class="dark"><table>${bar(true)}</table></section>`);
  await page.screenshot({ path: `${SHEET}tray.png`, fullPage: true });
  expect(names.length).toBeGreaterThan(150);
});
