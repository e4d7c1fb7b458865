/** Two hundred profiles: only the rows that are seen are drawn, and nobody can tell, by eye, by keys or by a screen reader. */
import { type Page, expect as plain } from '@playwright/test';
import { seriousFindings } from './checks.ts';
import { manyProfiles } from './fixture-many.ts';
import { expect, test, verdict } from './test.ts';

const row = (page: Page, at: number) => page.locator('.profile', { hasText: `team-${String(at).padStart(3, '0')}` });
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.querySelector('.profile-name')?.textContent);

test('the sidebar draws few of many, and says which ones of how many', async ({ page, openWindow }) => {
  await openWindow(manyProfiles(Date.now()));
  await expect(verdict(page)).toBeVisible();
  const rows = page.locator('.profiles > li');
  plain(await rows.count()).toBeLessThan(60);
  await expect(rows.first()).toHaveAttribute('aria-posinset', '1');
  await expect(rows.last()).toHaveAttribute('aria-posinset', '200');
  await expect(rows.nth(5)).toHaveAttribute('aria-setsize', '200');
  await expect(row(page, 100)).toHaveCount(0);
  await page.locator('.profiles').evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
  await expect(row(page, 100)).toBeInViewport();
  await expect(row(page, 20)).toHaveCount(0);
  plain(await seriousFindings(page)).toEqual([]);
});

test('up to forty rows are all drawn', async ({ page, openWindow }) => {
  await openWindow(manyProfiles(Date.now(), 40));
  await expect(page.locator('.profiles > li')).toHaveCount(40);
});

test('arrows, Home and End go through all rows, and Tab comes back to the one that was left', async ({
  page,
  openWindow,
}) => {
  await openWindow(manyProfiles(Date.now()));
  await row(page, 0).focus();
  for (let at = 0; at < 45; at += 1) await page.keyboard.press('ArrowDown');
  plain(await focused(page)).toBe('team-045');
  await expect(row(page, 45)).toBeInViewport();
  await page.keyboard.press('End');
  plain(await focused(page)).toBe('team-199');
  await page.keyboard.press('ArrowUp');
  plain(await focused(page)).toBe('team-198');
  await page.keyboard.press('Home');
  plain(await focused(page)).toBe('team-000');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Tab');
  plain(await focused(page)).not.toBe('team-001');
  await page.locator('.profiles').evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
  await expect(row(page, 100)).toBeInViewport();
  await page.keyboard.press('Tab');
  plain(await focused(page)).toBe('team-001');
  await expect(row(page, 1)).toBeInViewport();
});

test('a row that scrolls out of sight keeps the focus, and the next one is still beside it', async ({
  page,
  openWindow,
}) => {
  await openWindow(manyProfiles(Date.now()));
  await row(page, 3).focus();
  await page.locator('.profiles').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(row(page, 190)).toBeInViewport();
  plain(await focused(page)).toBe('team-003');
  await page.keyboard.press('ArrowDown');
  plain(await focused(page)).toBe('team-004');
  await expect(row(page, 4)).toBeInViewport();
});

test('the profile that is shown is in sight when it was chosen elsewhere', async ({ page, openWindow }) => {
  const scene = await openWindow(manyProfiles(Date.now()));
  await expect(verdict(page)).toBeVisible();
  await scene.bridge.emit('view.select', { profile: 'team-150', tab: 'overview' });
  await expect(row(page, 150)).toHaveAttribute('aria-current', 'page');
  await expect(row(page, 150)).toBeInViewport({ ratio: 1 });
});

test('rows of every height are where they would be if all were drawn', async ({ page, openWindow }) => {
  await openWindow(manyProfiles(Date.now()));
  await expect(verdict(page)).toBeVisible();
  const list = page.locator('.profiles');
  /** From the beginning of the list to a row, when the list was scrolled to that share of it. */
  const topOf = async (share: number, at: number) => {
    await list.evaluate((element, to) => element.scrollTo(0, element.scrollHeight * to), share);
    await expect(row(page, at)).toBeInViewport();
    return row(page, at).evaluate((element) => {
      const box = element.closest('ul');
      if (box === null) throw new Error('The row is in no list.');
      return element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    });
  };
  const heights = await list.locator('li').evaluateAll((rows) => rows.map((each) => each.clientHeight));
  plain(new Set(heights).size).toBeGreaterThan(1);
  for (const share of [0, 0.25, 0.5, 0.75, 1])
    await list.evaluate((e, to) => e.scrollTo(0, e.scrollHeight * to), share);
  const before = await topOf(0.5, 100);
  await topOf(0, 0);
  plain(Math.abs((await topOf(0.5, 100)) - before)).toBeLessThanOrEqual(1);
});

test('the settings: what was typed in a row stays when it scrolls out of sight, and comes back judged', async ({
  page,
  openWindow,
}) => {
  await openWindow(manyProfiles(Date.now()));
  await page.getByRole('button', { name: 'Settings' }).click();
  const rows = page.locator('.profile-set');
  await expect(rows.first()).toBeVisible();
  plain(await rows.count()).toBeLessThan(60);
  const field = page.getByLabel('Port of team-004');
  await field.fill('20365');
  await expect(page.getByText('Too close to team-003, which uses 20360 to 20470.')).toBeVisible();
  // Another row takes the focus, else this one would be held for it.
  await page.getByLabel('Port of team-000').focus();
  await page.locator('.settings .page').evaluate((box) => box.scrollTo(0, 4_500));
  await expect(page.getByLabel('Port of team-100')).toBeInViewport();
  await expect(field).toHaveCount(0);
  await expect(page.getByText('1 change, not applied')).toBeVisible();
  await page.getByLabel('Port of team-100').focus();
  await page.locator('.settings .page').evaluate((box) => box.scrollTo(0, 0));
  await expect(field).toHaveValue('20365');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
});

test('the settings: Tab goes on from a row out of sight, and back into the last one from below', async ({
  page,
  openWindow,
}) => {
  await openWindow(manyProfiles(Date.now()));
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'More for team-002' }).focus();
  await page.locator('.settings .page').evaluate((box) => box.scrollTo(0, 6_000));
  await expect(page.getByLabel('Port of team-138')).toBeInViewport();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Port of team-003')).toBeFocused();
  await expect(page.getByLabel('Port of team-003')).toBeInViewport();
  await page.locator('.settings-add button').focus();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'More for team-199' })).toBeFocused();
  await expect(page.getByLabel('Port of team-195')).toBeInViewport();
});

test('the end of the list is reached in a window of any size, and nothing draws for ever', async ({
  page,
  openWindow,
}) => {
  await openWindow(manyProfiles(Date.now()));
  await page.getByRole('button', { name: 'Settings' }).click();
  for (const size of [
    { width: 880, height: 600 },
    { width: 440, height: 300 },
    { width: 1200, height: 900 },
  ]) {
    await page.setViewportSize(size);
    const box = page.locator('.settings .page');
    for (let step = 0; step < 12; step += 1) await box.evaluate((each) => each.scrollBy(0, 1_500));
    await expect(page.locator('.settings-add button')).toBeInViewport();
    await expect(page.getByLabel('Port of team-199')).toBeAttached();
    await box.evaluate((each) => each.scrollTo(0, 0));
    await expect(page.getByLabel('Port of team-000')).toBeInViewport();
  }
});
