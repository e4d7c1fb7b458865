/**
 * After the suite: one page and one picture of all pictures, `results/pictures/index.html` and `contact-sheet.png`. A row for each state,
 * a column for each look; below them what the specs of the app left.
 */
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { LAUNCH } from './launch.ts';
import { GROUPS, LOOKS, type Look } from './pictures/all.ts';
import { fileOf } from './pictures/draw.ts';

const FOLDER = fileURLToPath(new URL('../../results/pictures/', import.meta.url));
const THUMB = 264;
/** Hundreds of pictures are decoded for one. */
const LIMIT_MS = 240_000;

const STYLE = `
  :root { color-scheme: light; }
  body { margin: 24px; font: 13px/20px system-ui, sans-serif; background: #f4f4f3; color: #222; width: max-content; }
  h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 15px; margin: 32px 0 8px; }
  table { border-collapse: separate; border-spacing: 0 12px; }
  th { text-align: start; font-weight: 500; padding: 0 12px 0 0; vertical-align: top; }
  thead th { color: #666; font-size: 12px; }
  tbody th { width: 150px; position: sticky; left: 0; background: #f4f4f3; }
  td { padding: 0 12px 0 0; vertical-align: top; }
  img { display: block; height: ${THUMB * 0.68}px; width: auto; border-radius: 6px; box-shadow: 0 0 0 1px #0002, 0 2px 8px #0001; }
  .missing { width: ${THUMB}px; color: #888; }
  .app { display: flex; flex-wrap: wrap; gap: 12px; max-width: ${150 + LOOKS.length * (THUMB + 12)}px; }
  figure { margin: 0; } figcaption { color: #666; font-size: 12px; }
`;

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function cell(picture: string, look: Look): string {
  const file = `ui/${fileOf(picture, look)}`;
  if (!existsSync(FOLDER + file)) return '<td><p class="missing">not drawn</p></td>';
  return `<td><a href="${file}"><img src="${file}" alt="${escaped(`${picture}, ${look.title}`)}"></a></td>`;
}

async function pageText(): Promise<string> {
  const heads = LOOKS.map(({ title }) => `<th>${escaped(title)}</th>`).join('');
  const groups = GROUPS.map(({ title, pictures }) => {
    const rows = pictures.map(
      ({ name }) => `<tr><th>${escaped(name)}</th>${LOOKS.map((look) => cell(name, look)).join('')}</tr>`,
    );
    return `<h2>${escaped(title)}</h2><table><thead><tr><th></th>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  });
  const app = existsSync(`${FOLDER}app`) ? (await readdir(`${FOLDER}app`)).filter((name) => name.endsWith('.png')) : [];
  const figures = app
    .sort()
    .map(
      (name) =>
        `<figure><a href="app/${name}"><img src="app/${name}" alt="${escaped(name)}"></a><figcaption>${escaped(name)}</figcaption></figure>`,
    );
  const ours = figures.length === 0 ? '' : `<h2>The app with its core</h2><div class="app">${figures.join('\n')}</div>`;
  return `<!doctype html><meta charset="utf-8"><title>OpenClaw Tray: contact sheet</title><style>${STYLE}</style>
<h1>OpenClaw Tray</h1><p>Every view and state in every look. A picture opens at its full size.</p>${groups.join('\n')}${ours}`;
}

/** True when no picture is newer than the sheet: this run drew none. */
async function isCurrent(): Promise<boolean> {
  const sheet = `${FOLDER}contact-sheet.png`;
  if (!existsSync(sheet)) return false;
  const { mtimeMs } = await stat(sheet);
  const drawn = (await readdir(`${FOLDER}ui`)).map(async (name) => (await stat(`${FOLDER}ui/${name}`)).mtimeMs);
  return (await Promise.all(drawn)).every((time) => time <= mtimeMs);
}

/** Writes page and picture from what is there; what was not drawn says so. */
export async function writeContactSheet(): Promise<void> {
  if (!existsSync(`${FOLDER}ui`) || (await isCurrent())) return;
  const file = `${FOLDER}index.html`;
  await writeFile(file, await pageText());
  const browser = await chromium.launch(LAUNCH);
  try {
    const page = await browser.newPage({ viewport: { width: 48 + 150 + LOOKS.length * (THUMB + 12), height: 800 } });
    await page.goto(`file://${file}`);
    await page.screenshot({ path: `${FOLDER}contact-sheet.png`, fullPage: true, timeout: LIMIT_MS });
  } finally {
    await browser.close();
  }
}
// biome-ignore lint/style/noDefaultExport: Playwright takes the default export.
export default writeContactSheet;
