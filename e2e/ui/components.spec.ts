import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { componentsPage, PAGE } from '../components/write.ts';

test('docs/components.html is what the components are now: node e2e/components/write.ts', async () => {
  // Compared by lines, so that what differs can be read.
  const [made, kept] = [(await componentsPage()).split('\n'), (await readFile(PAGE, 'utf8')).split('\n')];
  const differing = made.flatMap((line, at) => (line === kept[at] ? [] : [`${at + 1}: ${line.slice(0, 200)}`]));
  expect(differing.slice(0, 10)).toEqual([]);
  expect(kept).toHaveLength(made.length);
});

test('the page shows both themes and says nothing to a script', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`file://${PAGE}`);
  await expect(page.locator('.page-head h1')).toHaveText('Components and tokens');
  expect(await page.locator('script').count()).toBe(0);
  const surface = (side: string) =>
    page
      .locator(side)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await surface('.side-light')).not.toBe(await surface('.side-dark'));
  expect(errors).toEqual([]);
});
