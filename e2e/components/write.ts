/**
 * Writes docs/components.html: the page of components as Chromium drew it, with its styles inside and without any script.
 * `node e2e/components/write.ts` writes it, `--check` says whether what is there is still true (exit 1 when not).
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { LAUNCH } from '../ui/launch.ts';
import { serveFolder } from '../ui/serve.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../.cache/components/', import.meta.url));
export const PAGE = fileURLToPath(new URL('../../docs/components.html', import.meta.url));
/** What a hand brings about, as a class that the page can hold. */
const HELD = /:(hover|active|focus-visible)/;
const SETTLE_MS = 500;

/** Every rule for a held state also for the class that stands for it. */
function withHeldClasses(css: string): string {
  return css.replaceAll(/([^{}]+)\{/g, (whole, selector: string) => {
    if (!HELD.test(selector) || selector.trimStart().startsWith('@')) return whole;
    const one = (state: string) => selector.replaceAll(`:${state}`, `.is-${state}`);
    const held = ['hover', 'active', 'focus-visible'].filter((state) => selector.includes(`:${state}`)).map(one);
    return `${selector},${held.join(',')}{`;
  });
}

/** The page as text. Made of the sources alone: the clock stands still, and fields are written down as they look. */
export async function componentsPage(): Promise<string> {
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome142',
      cssMinify: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { entryFileNames: 'page.js', assetFileNames: 'page[extname]' } },
    },
  });
  const served = await serveFolder(outDir);
  const browser = await chromium.launch(LAUNCH);
  try {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 1000 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(served.url);
    await page.waitForTimeout(SETTLE_MS);
    if (problems.length > 0) throw new Error(`The page of components has errors: ${problems.join('; ')}`);
    const body = await page.evaluate(() => {
      for (const field of document.querySelectorAll<HTMLInputElement>('input')) {
        if (field.type === 'checkbox' || field.type === 'radio') field.toggleAttribute('checked', field.checked);
        else field.setAttribute('value', field.value);
      }
      for (const option of document.querySelectorAll('option')) option.toggleAttribute('selected', option.selected);
      // Radio buttons of the same name would take each other's mark.
      for (const [at, side] of document.querySelectorAll('.side-of').entries()) {
        for (const radio of side.querySelectorAll<HTMLInputElement>('[type=radio]')) radio.name = `${radio.name} ${at}`;
        side.setAttribute('inert', '');
        for (const each of side.querySelectorAll('[id]')) each.id = `${each.id}-${at}`;
        for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls']) {
          for (const each of side.querySelectorAll(`[${name}]`)) {
            const ids = (each.getAttribute(name) ?? '').split(' ');
            each.setAttribute(name, ids.map((id) => `${id}-${at}`).join(' '));
          }
        }
      }
      return document.getElementById('page')?.outerHTML ?? '';
    });
    const [sheet] = (await readdir(outDir)).filter((name) => name.endsWith('.css'));
    const css = sheet === undefined ? '' : await readFile(`${outDir}${sheet}`, 'utf8');
    return [
      '<!doctype html>',
      '<!-- Written by e2e/components/write.ts from the components themselves; do not edit. -->',
      '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      '<title>OpenClaw Tray: components and tokens</title>',
      `<style>\n${withHeldClasses(css)}</style></head><body>`,
      // A specimen on a line, so that a change is seen as one.
      body.replaceAll(/<(div class="(?:specimen|side-of)|section class="shelf)/g, '\n<$1'),
      '</body></html>\n',
    ].join('\n');
  } finally {
    await browser.close();
    await served.close();
  }
}

async function main(check: boolean): Promise<void> {
  const made = await componentsPage();
  if (!check) return writeFile(PAGE, made);
  if (existsSync(PAGE) && (await readFile(PAGE, 'utf8')) === made) return;
  process.stderr.write('docs/components.html is not what the components are now: node e2e/components/write.ts\n');
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.includes('--check'));
