/**
 * Makes the images of the tray and the app from their vector drawings, with a Chromium that is on this machine:
 *   npx node scripts/rasterise-icons.mjs
 * The results are committed, so that nobody needs a browser to build. `icon.test.ts` fails when a drawing changed and this did not run, and
 * `e2e/ui/icons.spec.ts` draws them all again and compares the pixels.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { icoOf } from './lib/ico.mjs';
import { appIconPage, assets, drawings, ICO_SIZES, images, trayJobs, trayPage } from './lib/icon-jobs.mjs';

rmSync(images, { recursive: true, force: true });
mkdirSync(images, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage({ colorScheme: 'light', deviceScaleFactor: 1 });
const sources = {};
const files = {};
const keep = (name, data) => {
  writeFileSync(`${images}${name}`, data);
  files[name] = sha256(data);
};

const jobs = trayJobs();
for (const job of jobs) {
  sources[`${job.svg}.svg`] = sha256(readFileSync(`${drawings}${job.svg}.svg`));
  await page.setContent(trayPage(job));
  keep(`${job.name}.png`, await page.locator('svg').screenshot({ omitBackground: true }));
}
sources['mark.svg'] = sha256(readFileSync(`${drawings}mark.svg`));
keep('../app-icon.png', await appIcon(1024));
const frames = [];
for (const size of ICO_SIZES) frames.push(await appIcon(size));
keep('../app-icon.ico', icoOf(frames));
await browser.close();
writeFileSync(
  `${images}made-from.json`,
  `${JSON.stringify({ sources: sorted(sources), files: sorted(files) }, null, 2)}\n`,
);
console.log(`${jobs.length + 2} images in ${assets}`);

async function appIcon(size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(appIconPage(size));
  return page.screenshot({ omitBackground: true });
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
