/** What a person does and reads in the window, for specs: roles and words only. */
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningApp } from '../electron-host/launch.ts';
import { PICTURES } from './app-fixture.ts';

/** The verdict's sentence. */
export const headline = (page: Page): Locator => page.getByRole('main').getByRole('heading', { level: 1 });
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const verdictRegion = (page: Page): Locator => page.getByRole('region', { name: 'Verdict' });
export const cause = (page: Page): Locator => page.getByRole('region', { name: 'Cause' });
export const sheet = (page: Page): Locator => page.getByRole('dialog');

/** A change behind the app's back must be shown within this time. */
export const NOTICED_MS = 2_000;
const STARTED_MS = 30_000;

export async function openMore(page: Page, item: string): Promise<void> {
  await button(page, 'More').click();
  await page.locator('.more-list').getByRole('button', { name: item, exact: true }).click();
}

/** From the first-run page through the plan to a gateway that answers. */
export async function installByClicking(page: Page): Promise<void> {
  await button(page, 'Install and start…').click();
  await sheet(page).getByRole('button', { name: 'Install and start' }).click();
  await expect(sheet(page)).toHaveCount(0, { timeout: STARTED_MS });
  await expect(headline(page)).toHaveText(/ is healthy$/, { timeout: STARTED_MS });
}

/** The pid on the line of facts. */
export async function shownPid(page: Page): Promise<number> {
  const facts = page.getByRole('list', { name: 'Definition, process, RPC' });
  const text = await facts.getByText(/^pid \d+/).textContent();
  return Number(/pid (\d+)/.exec(text ?? '')?.[1]);
}

const TRAY_WORDS: readonly (readonly [headline: RegExp, row: RegExp])[] = [
  [/ is healthy$/, /^Healthy, \d+ ms, at \d\d:\d\d/],
  [/ is stopped$/, /^Stopped/],
  [/^Ready to run as a service$| is not installed$/, /^Not installed/],
  [/ crashed$/, /^Crashed/],
  [/ keeps crashing$/, /^Crash loop/],
  [/ is starting$/, /^Starting/],
];

/** The tray's first row tells the same as the window's headline. */
export async function expectSameInTray(app: RunningApp, page: Page): Promise<void> {
  const said = (await headline(page).textContent()) ?? '';
  const row = TRAY_WORDS.find(([pattern]) => pattern.test(said))?.[1];
  if (row === undefined) throw new Error(`The headline "${said}" has no row in the tray.`);
  await expect.poll(async () => (await app.trayItems())[0]?.label).toMatch(row);
}

/** A picture of the window in results/pictures/app/. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}
