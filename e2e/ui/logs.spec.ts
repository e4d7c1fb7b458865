import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fail, ok } from '../../src/shared/outcome.ts';
import * as fixtures from './fixtures.ts';
import { openedLog, openStream, type Scene } from './scene.ts';
import { expect, test } from './test.ts';

const log = (page: Page) => page.getByRole('log');
const search = (page: Page) => page.getByLabel('Search the log');
const follow = (page: Page) => page.getByRole('switch', { name: 'Follow' });
const distanceToEnd = (page: Page) =>
  log(page).evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));

/** Numbers of the rows that can be seen, from their texts. */
const seenNumbers = (page: Page) =>
  log(page).evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return [...box.querySelectorAll('.log-line')].flatMap((row) => {
      const at = row.getBoundingClientRect();
      const number = /\(line (\d+)\)/.exec(row.textContent ?? '')?.[1];
      return at.top >= top && at.bottom <= bottom && number !== undefined ? [Number(number)] : [];
    });
  });

async function openLog(page: Page, scene: Scene, count: number, rest: Parameters<typeof openedLog>[1] = {}) {
  scene.bridge.reply('logs.open', () => ok(openedLog(fixtures.manyLines(Date.now(), count), rest)));
  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(log(page)).toContainText(`(line ${count - 1})`);
}

const emit = (scene: Scene, lines: ReturnType<typeof fixtures.manyLines>, dropped = 0) =>
  scene.bridge.emit('logs.lines', { streamId: openStream(scene), lines, dropped, problems: [] });

const one = (text: string) =>
  [{ ...fixtures.manyLines(Date.now(), 1)[0], text, source: 'gateway' }] as ReturnType<typeof fixtures.manyLines>;

test('follows at the end, pauses when scrolled up, counts what is new, and goes on from the pill', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 2_000);
  expect(await distanceToEnd(page)).toBe(0);
  await emit(scene, one('written now'));
  await expect(log(page)).toContainText('written now');
  expect(await distanceToEnd(page)).toBe(0);

  await log(page).hover();
  await page.mouse.wheel(0, -3_000);
  await expect(follow(page)).not.toBeChecked();
  const before = await seenNumbers(page);
  await emit(scene, fixtures.manyLines(Date.now(), 213));
  await emit(scene, one('the newest'));
  await expect(page.getByRole('button', { name: '214 new lines' })).toBeVisible();
  expect(await seenNumbers(page)).toEqual(before);
  await page.getByRole('button', { name: '214 new lines' }).click();
  await expect(follow(page)).toBeChecked();
  await expect(log(page)).toContainText('the newest');
  expect(await distanceToEnd(page)).toBe(0);

  await follow(page).click();
  await emit(scene, one('while paused'));
  await expect(page.getByRole('button', { name: '1 new line', exact: true })).toBeVisible();
  await log(page).focus();
  await page.keyboard.press('End');
  await expect(follow(page)).toBeChecked();
  await expect(log(page)).toContainText('while paused');
});

test('search counts, goes from match to match with Enter and Shift+Enter, and / focuses it', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 3_001);
  await log(page).focus();
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('telegram');
  await expect(page.locator('.log-count')).toHaveText('1,000 found');
  await page.keyboard.press('Enter');
  await expect(page.locator('.log-count')).toHaveText('1,000 of 1,000');
  await expect(page.locator('.log-current')).toHaveCount(1);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(page.locator('.log-count')).toHaveText('998 of 1,000');
  await expect(page.locator('.log-current mark')).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.locator('.log-count')).toHaveText('1 of 1,000');
  await expect(page.locator('.log-current')).toContainText('(line 1)');
  await search(page).fill('no such words');
  await expect(page.locator('.log-count')).toHaveText('Not found');
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
});

test('levels choose lines, of those that come too; a source is asked of the app', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 600);
  await page.getByRole('button', { name: 'Errors' }).click();
  await expect(page.getByText('100 lines')).toBeVisible();
  await expect(log(page)).not.toContainText('getUpdates');
  await emit(scene, fixtures.manyLines(Date.now(), 12));
  await expect(page.getByText('102 lines')).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(page.getByText('612 lines')).toBeVisible();
  await page.getByLabel('Source').selectOption('Supervisor');
  await expect
    .poll(() => scene.bridge.made('logs.open').at(-1)?.input)
    .toMatchObject({ profile: 'default', source: 'supervisor' });
  expect(scene.bridge.made('logs.close')).toHaveLength(1);
});

test('older lines are read at the beginning, and what is looked at stays where it is', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  let pages = 0;
  scene.bridge.reply('logs.older', () => {
    pages += 1;
    const lines = fixtures
      .manyLines(Date.now() - 3_600_000, 100)
      .map((line) => ({ ...line, text: `older page ${pages}` }));
    return ok({ lines, more: pages < 2 });
  });
  await openLog(page, scene, 500, { more: true });
  expect(pages).toBe(0);
  await log(page).evaluate((box) => box.scrollTo(0, 300));
  await expect.poll(() => pages).toBe(1);
  await expect(page.getByText('600 lines')).toBeVisible();
  expect((await seenNumbers(page))[0]).toBe(14);
  await log(page).evaluate((box) => box.scrollTo(0, 0));
  await expect.poll(() => pages).toBe(2);
  await expect(page.getByText('700 lines')).toBeVisible();
  await log(page).evaluate((box) => box.scrollTo(0, 0));
  await expect(page.getByText('The log begins here')).toBeVisible();
  expect(pages).toBe(2);
});

test('the last crash is shown, by a button and by G', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 2_000);
  await page.getByRole('button', { name: 'Last crash' }).click();
  await expect(page.locator('.log-selected')).toContainText('Main process exited, code=exited, status=1/FAILURE');
  await expect(page.locator('.log-selected')).toBeInViewport();
  await expect(page.getByRole('region', { name: 'The whole line' })).toContainText('status=1/FAILURE');
  await follow(page).click();
  await log(page).focus();
  await page.keyboard.press('g');
  await expect(page.locator('.log-selected')).toBeInViewport();
});

test('a row shows the whole of its line, and where it was cut', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  scene.bridge.reply('logs.open', () => ok(openedLog(fixtures.stackLines(Date.now()))));
  await page.getByRole('tab', { name: 'Logs' }).click();
  await page.getByText('a very long line').click();
  const whole = page.getByRole('region', { name: 'The whole line' });
  await expect(whole).toContainText('and then is cut … 9,984,000 more bytes');
  await log(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(whole).toContainText('at listenInCluster');
  await page.keyboard.press('Escape');
  await expect(whole).toHaveCount(0);
});

test('copies the selection or all that is shown, opens the folder', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 300);
  await page.getByRole('button', { name: 'Errors' }).click();
  await expect(page.getByText('50 lines')).toBeVisible();
  await page.getByRole('button', { name: 'Copy the log' }).click();
  await expect.poll(() => scene.bridge.made('clipboard.copy').length).toBe(1);
  const copied = JSON.stringify(scene.bridge.made('clipboard.copy')[0]?.input);
  expect(copied.match(/socket hang up/g)).toHaveLength(50);
  expect(copied).not.toContain('getUpdates');
  await page.locator('.log-text').last().selectText();
  await page.getByRole('button', { name: 'Copy the log' }).click();
  await expect.poll(() => scene.bridge.made('clipboard.copy').length).toBe(2);
  expect(JSON.stringify(scene.bridge.made('clipboard.copy')[1]?.input).match(/socket hang up/g)).toHaveLength(1);
  await page.evaluate(() => window.getSelection()?.removeAllRanges());
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await emit(scene, fixtures.manyLines(Date.now(), 4_000));
  await expect(page.getByText('4,300 lines')).toBeVisible();
  await page.getByRole('button', { name: 'Copy the log' }).click();
  await expect(page.getByText(/^Copied the last [\d,]+ lines; more does not fit$/)).toBeVisible();
  expect(JSON.stringify(scene.bridge.made('clipboard.copy')[2]?.input)).toContain('(line 3999)');
  await page.getByRole('button', { name: 'Open the folder of the log' }).click();
  await expect.poll(() => scene.bridge.made('logs.reveal').map(({ input }) => input)).toEqual([{ profile: 'default' }]);
});

test('the stream ends with the tab and with the sight of the window', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  expect(scene.bridge.made('logs.open')).toHaveLength(0);
  await openLog(page, scene, 50);
  const seen = (state: 'visible' | 'hidden') =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await seen('hidden');
  await expect.poll(() => scene.bridge.made('logs.close').length).toBe(1);
  await seen('visible');
  await expect.poll(() => scene.bridge.made('logs.open').length).toBe(2);
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect.poll(() => scene.bridge.made('logs.close').length).toBe(2);
  const ids = (name: 'logs.open' | 'logs.close') =>
    scene.bridge.made(name).map(({ input }) => (input as { readonly streamId: string }).streamId);
  expect(ids('logs.close')).toEqual(ids('logs.open'));
});

test('a log that cannot be read says why and can be tried again; an unreadable source is a banner', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  scene.bridge.reply('logs.open', () => fail('state-unknown', 'systemd did not answer within 5 s.'));
  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(page.getByRole('alert')).toContainText('systemd did not answer within 5 s.');
  scene.bridge.reply('logs.open', () => ok(openedLog([], { problems: ['x.log could not be read (EACCES).'] })));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing logged yet')).toBeVisible();
  await expect(page.getByText('x.log could not be read (EACCES).')).toBeVisible();
  await scene.bridge.emit('logs.lines', {
    streamId: openStream(scene),
    lines: one('now it can'),
    dropped: 0,
    problems: [],
  });
  await expect(log(page)).toContainText('now it can');
  await expect(page.getByText('x.log could not be read (EACCES).')).toHaveCount(0);
});

test('50,000 lines scroll with a few hundred rows drawn', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await openLog(page, scene, 5_000);
  for (let at = 0; at < 9; at += 1) await emit(scene, fixtures.manyLines(Date.now(), 5_000));
  await expect(page.getByText('50,000 lines', { exact: true })).toBeVisible();
  // The time of each step of a scroll through the whole, drawing included.
  const slowest = await log(page).evaluate(async (box) => {
    const times: number[] = [];
    for (let at = 0; at <= 60; at += 1) {
      const begin = performance.now();
      box.scrollTop = (box.scrollHeight * at) / 60;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  });
  // A tenth of this is usual; a list that draws all rows takes seconds.
  expect(slowest).toBeLessThan(250);
  expect(await page.locator('.log-line').count()).toBeLessThan(200);
  await emit(scene, one('one too many'), 7);
  await expect(page.getByText('7 lines came too fast to show')).toBeVisible();
  await expect(page.getByText('45,001 lines')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 880, height: 600 },
    { width: 560, height: 480 },
  ]) {
    test(`no finding of axe: search, colours, a chosen row; ${colorScheme}, ${viewport.width}`, async ({
      page,
      openWindow,
    }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.crashLoop(Date.now())]));
      scene.bridge.reply('logs.open', () => ok(openedLog(fixtures.stackLines(Date.now()))));
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByText('a very long line').click();
      await search(page).fill('listen');
      await page.keyboard.press('Enter');
      await expect(page.locator('.log-current')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
  }
}
