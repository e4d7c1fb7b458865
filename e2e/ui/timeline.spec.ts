import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fail, ok } from '../../src/shared/outcome.ts';
import { crowded } from './fixture-crowded.ts';
import { timelineOf } from './fixture-timeline.ts';
import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

const one = (report = fixtures.healthy(Date.now())) => fixtures.snapshotOf(1, [report]);
const section = (page: Page) => page.getByRole('region', { name: 'Last 24 hours' }).first();

test('the strip: every stretch has its words, arrow keys go through them, and the outage is told', async ({
  page,
  openWindow,
}) => {
  await openWindow(one());
  const strip = section(page).getByRole('group');
  await expect(strip.getByRole('img', { name: /^Computer asleep, 6\shours/ })).toBeVisible();
  await expect(strip.getByRole('img', { name: /^Not watched, 1\shour/ })).toBeVisible();
  // One stop for the tab key, the newest first; from there by arrows.
  const last = strip.getByRole('img').last();
  await last.focus();
  await expect(section(page)).toContainText(/Answered, 1\shour/);
  await page.keyboard.press('ArrowLeft');
  await expect(section(page).getByText(/Did not answer, 20\ss/)).toBeVisible();
  expect(await strip.locator('[tabindex="0"]').count()).toBe(1);
  // Twenty seconds of a day are a quarter of a pixel, and still to be seen.
  const box = await strip.getByRole('img', { name: /Did not answer, 20/ }).boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(3);
  await expect(section(page)).toContainText(/95\.4\s% of 15\shours watched/);
  await expect(section(page)).toContainText(/Longest outage43\smin/);
});

test('the same as a table, newest first, with restarts and sleeps', async ({ page, openWindow }) => {
  await openWindow(one());
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const rows = section(page).getByRole('table', { name: 'Last 24 hours' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('Answered');
  await expect(section(page)).toContainText('Restarted');
  await expect(section(page)).toContainText('Computer slept');
  await page.getByRole('button', { name: 'Show as a strip' }).click();
  await expect(section(page).getByRole('group')).toBeVisible();
});

test('it is read again when the verdict changes; what fails is said and keeps what was known', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(one());
  await expect(section(page).getByRole('group')).toBeVisible();
  const before = scene.bridge.made('timeline.read').length;
  scene.bridge.reply('timeline.read', () => fail('state-unknown', 'The history cannot be read.'));
  await scene.show(fixtures.snapshotOf(2, [fixtures.tokenRefused(Date.now())]));
  await expect.poll(() => scene.bridge.made('timeline.read').length).toBeGreaterThan(before);
  await expect(section(page)).toContainText('The history cannot be read.');
  await expect(section(page).getByRole('group')).toBeVisible();
});

test('nothing recorded, damage and a disk that is full are said', async ({ page, openWindow }) => {
  const scene = await openWindow(null);
  const now = Date.now();
  const empty = {
    ...timelineOf('default', now),
    segments: [
      {
        from: new Date(now - 1000).toISOString(),
        to: new Date(now).toISOString(),
        state: 'unknown' as const,
        code: null,
        parts: 1,
      },
    ],
    marks: [],
    damagedLines: 3,
    problem: 'There is no space left.',
  };
  scene.bridge.reply('timeline.read', () => ok(empty));
  await scene.show(one());
  await expect(section(page)).toContainText('Nothing was recorded yet.');
  await expect(section(page)).toContainText('3 damaged lines were left out.');
  await expect(section(page)).toContainText('in memory only: There is no space left.');
});

test('two hundred channels: the bad ones first, a filter, and the heads stay', async ({ page, openWindow }) => {
  await openWindow(one(crowded(Date.now())));
  const box = page.getByRole('region', { name: 'Channels' });
  const rows = box.getByRole('row');
  await expect(rows).toHaveCount(201);
  await expect(rows.nth(1)).toContainText('not connected');
  await expect(rows.last()).toContainText('connected');
  await box.evaluate((element) => element.scrollTo(0, 3000));
  const [head, frame] = [await box.getByRole('columnheader').first().boundingBox(), await box.boundingBox()];
  expect(Math.abs((head?.y ?? 0) - (frame?.y ?? 99))).toBeLessThan(3);
  await page.getByLabel('Filter channels').fill('channel 12 ');
  await expect(
    page
      .getByText('1 of 200')
      .or(page.getByText(/\d+ of 200/))
      .first(),
  ).toBeVisible();
  await page.getByLabel('Filter channels').fill('no such thing');
  await expect(box).toContainText('Nothing matches.');
});

test('old values are greyed, and their age is said', async ({ page, openWindow }) => {
  const report = crowded(Date.now() - 400_000);
  await openWindow(one(report));
  await expect(page.getByText(/These values are 6\smin old/).first()).toBeVisible();
  await expect(page.locator('.data-stale').first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious finding: strip, table and crowd, ${colorScheme}`, async ({ page, openWindow }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openWindow(one(crowded(Date.now(), 20)));
    const findings = async () =>
      (await new AxeBuilder({ page }).analyze()).violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
    await expect(section(page).getByRole('group')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    expect(await findings()).toEqual([]);
  });
}
