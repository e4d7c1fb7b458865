/** Draws one picture in every look, into results/pictures/ui/. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { openScene } from '../scene.ts';
import { LOOKS, type Look } from './all.ts';
import type { Picture } from './picture.ts';

export const PICTURES = fileURLToPath(new URL('../../../results/pictures/ui/', import.meta.url));
export const fileOf = (picture: string, look: Look): string => `${picture}-${look.suffix}.png`;

/** Opens the window, acts, and photographs it; `seen` is called in each look, before the picture is taken. */
export async function drawPicture(
  page: Page,
  url: string,
  picture: Picture,
  seen: (look: Look) => Promise<void>,
): Promise<void> {
  const [first] = LOOKS;
  if (first !== undefined) await take(page, first);
  const scene = await openScene(page, url, picture.first(Date.now()));
  if (picture.name !== 'loading') await page.getByRole('heading', { level: 1 }).first().waitFor();
  await picture.act?.(page, scene);
  for (const look of LOOKS) {
    await take(page, look);
    if (look.language !== undefined) {
      const { view } = scene.settings;
      const { language } = look;
      await scene.bridge.emit('settings.changed', { ...view, settings: { ...view.settings, language } });
    }
    await page.waitForTimeout(100);
    await seen(look);
    await page.screenshot({ path: `${PICTURES}${fileOf(picture.name, look)}` });
  }
}

async function take(page: Page, look: Look): Promise<void> {
  await page.setViewportSize(look.size);
  await page.emulateMedia({
    colorScheme: look.scheme,
    forcedColors: look.forced === true ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
}
