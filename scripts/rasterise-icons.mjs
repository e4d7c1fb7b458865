/**
 * Makes the PNG files of the tray and the app icon from their SVG drawings, with a Chromium that is on this machine:
 *   node scripts/rasterise-icons.mjs
 * The results are committed, so that nobody needs a browser to build; `icons.test.ts` fails when a drawing changed and this did not run.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const drawings = fileURLToPath(new URL('../src/main/electron/tray/icons/', import.meta.url));
const out = fileURLToPath(new URL('../src/main/electron/assets/tray/', import.meta.url));
const appIcon = fileURLToPath(new URL('../src/main/electron/assets/app-icon.png', import.meta.url));

const states = ['healthy', 'starting', 'degraded', 'failed', 'stopped', 'unknown', 'paused'];
/** Ink of the two bars: near black on a light one, near white on a dark one. */
const ink = { dark: '#1d1d1f', light: '#f4f4f5' };
/** Windows lets the badge carry colour; the shape says the same without it. */
const badges = { degraded: { dark: '#bc6c17', light: '#efb44e' }, failed: { dark: '#d4302e', light: '#f5605b' } };

const jobs = [];
for (const state of states) {
  // macOS: a template, which the system tints. 18 points, and twice that for dense screens.
  for (const scale of [1, 2])
    jobs.push({ name: `mac-${state}Template${suffix(scale)}`, svg: `18-${state}`, scale, colour: '#000000' });
  for (const tone of ['dark', 'light']) {
    const badge = badges[state]?.[tone];
    // Windows: 16 at 100 %, 24 at 150 %, 32 at 200 %, each from the drawing made for that grid.
    for (const [grid, factor] of [
      [16, 1],
      [24, 1.5],
      [32, 2],
    ])
      jobs.push({
        name: `win-${state}-${tone}${suffix(factor)}`,
        svg: `${grid}-${state}`,
        scale: 1,
        colour: ink[tone],
        badge,
      });
    for (const scale of [1, 2])
      jobs.push({ name: `linux-${state}-${tone}${suffix(scale)}`, svg: `22-${state}`, scale, colour: ink[tone] });
  }
}
for (const file of readdirSync(`${drawings}glyph`)) {
  const level = file.replace('.svg', '');
  for (const scale of [1, 2])
    jobs.push({ name: `glyph-${level}${suffix(scale)}`, svg: `glyph/${level}`, scale, colour: '#000000' });
}

function suffix(scale) {
  return scale === 1 ? '' : `@${scale}x`;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const sources = {};
const files = {};
for (const scale of [1, 2]) {
  const context = await browser.newContext({ deviceScaleFactor: scale, colorScheme: 'light' });
  const page = await context.newPage();
  for (const job of jobs.filter((each) => each.scale === scale)) {
    const svg = readFileSync(`${drawings}${job.svg}.svg`, 'utf8');
    sources[`${job.svg}.svg`] = sha256(svg);
    const badge = job.badge === undefined ? '' : `.badge{fill:${job.badge}}`;
    await page.setContent(`<style>body{margin:0;color:${job.colour}}svg{display:block}${badge}</style>${svg}`);
    files[`${job.name}.png`] = await page
      .locator('svg')
      .screenshot({ path: `${out}${job.name}.png`, omitBackground: true })
      .then(sha256);
  }
  await context.close();
}
// The app's icon: the mark on a plate, with the margin that desktops expect.
const mark = readFileSync(`${drawings}mark.svg`, 'utf8');
sources['mark.svg'] = sha256(mark);
const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
await page.setContent(
  `<style>body{margin:0}main{position:absolute;inset:100px;border-radius:185px;background:linear-gradient(#24313b,#15191d);color:#f4f4f5;display:grid;place-items:center}svg{width:520px;height:520px}</style><main>${mark}</main>`,
);
files['../app-icon.png'] = await page.screenshot({ path: appIcon, omitBackground: true }).then(sha256);
await browser.close();
writeFileSync(
  `${out}made-from.json`,
  `${JSON.stringify({ sources: sorted(sources), files: sorted(files) }, null, 2)}\n`,
);
console.log(`${jobs.length + 1} images`);

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
