/** The command palette, the list of keys and the command lines: by keyboard, for screen readers, in every language, theme and size. */
import type { Page } from '@playwright/test';
import { at, overflowing, seriousFindings, untranslated } from './checks.ts';
import { heldPort } from './fixture-diagnose.ts';
import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

const several = (now = Date.now()) =>
  fixtures.snapshotOf(1, [fixtures.healthy(now), fixtures.crashLoop(now), fixtures.stopped(now, 'dev', 19_001)]);
const field = (page: Page) => page.getByRole('combobox', { name: 'Search commands' });
const active = (page: Page) => page.locator('.palette [role="option"][aria-selected="true"]');

/** The palette with its key, wherever the focus is. */
async function open(page: Page, query = ''): Promise<void> {
  await expect(page.getByRole('tab').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  if (query !== '') await page.keyboard.type(query);
}

test('a command is found, seen with its command line, carried out, and the focus goes back', async ({
  page,
  openWindow,
}) => {
  const { bridge } = await openWindow(several());
  await page.getByRole('tab', { name: 'Service' }).click();
  await open(page, 'dev start');
  await expect(active(page)).toContainText('Start dev');
  await expect(page.locator('.palette-command code')).toHaveText('openclaw-tray --profile dev gateway start');
  const id = await active(page).getAttribute('id');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', id ?? '');
  await expect(page.getByRole('status').filter({ hasText: 'command' })).toContainText(/\d+ commands?/);
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Service' })).toBeFocused();
  expect(bridge.made('operation.run').map(({ input }) => input)).toMatchObject([{ action: 'start', profile: 'dev' }]);
});

test('arrows, Home, End and the ends; Ctrl+C copies, but not what is selected in the field; Esc and Ctrl+K close', async ({
  page,
  openWindow,
}) => {
  const { bridge } = await openWindow(several());
  await open(page, 'dev');
  const options = page.getByRole('option');
  const last = (await options.count()) - 1;
  await page.keyboard.press('ArrowUp');
  await expect(options.nth(last)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(options.nth(last)).toHaveAttribute('aria-selected', 'true');
  await expect(options.nth(last)).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+c');
  await expect.poll(() => bridge.made('clipboard.copy').length).toBe(1);
  expect(bridge.made('clipboard.copy')[0]?.input).toEqual({ text: 'openclaw-tray --profile dev gateway start' });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  expect(bridge.made('clipboard.copy')).toHaveLength(1);
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeHidden();
  await open(page);
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeHidden();
  expect(bridge.made('operation.run')).toEqual([]);
});

test('the field has the focus before the next key can come', async ({ page, openWindow }) => {
  await openWindow(several());
  await open(page);
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeHidden();
  // No frame is waited for: a quick typist does not wait for one either.
  const role = await page.evaluate(async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
    await Promise.resolve().then(() => undefined);
    return document.activeElement?.getAttribute('role');
  });
  expect(role).toBe('combobox');
});

test('what asks first opens its plan, and nothing is done before that is agreed to', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  await open(page, 'uninstall default');
  await expect(active(page)).toContainText('Uninstall default…');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Uninstall default' })).toBeVisible();
  expect(bridge.made('operation.plan').at(-1)?.input).toMatchObject({ action: 'uninstall', profile: 'default' });
  expect(bridge.made('operation.run')).toEqual([]);
});

test('what cannot be done now says why, and stays open', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  await open(page, 'start default');
  await expect(active(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(active(page)).toContainText('Not now: It runs already.');
  await page.keyboard.press('Enter');
  await expect(page.locator('.toast')).toContainText('It runs already.');
  await expect(field(page)).toBeFocused();
  expect(bridge.made('operation.run')).toEqual([]);
});

test('what was used is first the next time, also in the next window', async ({ page, openWindow }) => {
  await openWindow(several());
  await open(page, 'diagnose work');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Diagnose' })).toHaveAttribute('aria-selected', 'true');
  await open(page);
  await expect(page.getByRole('group', { name: 'Used last' }).getByRole('option')).toHaveText([/Diagnose work/]);
  await page.reload();
  await open(page);
  await expect(page.getByRole('group', { name: 'Used last' }).getByRole('option')).toHaveText([/Diagnose work/]);
});

test('in Japanese and Chinese it is found by its own words and by the English ones', async ({ page, openWindow }) => {
  const scene = await openWindow(several());
  for (const [language, own, title] of [
    ['ja', '起動 dev', 'dev を起動'],
    ['zh', '启动 dev', '启动 dev'],
  ] as const) {
    const { view } = scene.settings;
    await scene.bridge.emit('settings.changed', { ...view, settings: { ...view.settings, language } });
    for (const query of [own, 'start dev']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(query);
      await expect(active(page)).toContainText(title);
      await page.keyboard.press('Escape');
    }
  }
});

test('nothing fits: it says so, and Enter does nothing', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  await open(page, 'make coffee');
  await expect(page.getByText('No command for “make coffee”')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  expect(bridge.made().filter(({ name }) => name.startsWith('operation'))).toEqual([]);
});

test('the mouse points and picks', async ({ page, openWindow }) => {
  await openWindow(several());
  await page.getByRole('button', { name: 'Commands' }).click();
  await page.getByRole('combobox').fill('settings');
  await page.getByRole('option', { name: /Notification settings/ }).hover();
  await expect(active(page)).toContainText('Notification settings');
  await page.getByRole('option', { name: /Notification settings/ }).click();
  await expect(page.getByRole('tab', { name: 'Notifications' })).toHaveAttribute('aria-selected', 'true');
});

test('two hundred profiles: letters are answered at once', async ({ page, openWindow }) => {
  const now = Date.now();
  await openWindow(
    fixtures.snapshotOf(
      1,
      Array.from({ length: 200 }, (_each, n) => fixtures.healthy(now, `p${n}`, 20_000 + n * 120)),
    ),
  );
  await open(page);
  // Time from a key to the page with its answer, in the page itself.
  const times = await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('.palette input');
    if (input === null) throw new Error('The palette has no field.');
    const out: number[] = [];
    for (const query of ['r', 're', 'res', 'rest', 'restart p117']) {
      const begin = performance.now();
      input.value = query;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      out.push(performance.now() - begin);
    }
    return out;
  });
  await expect(active(page)).toContainText('Restart p117');
  await expect(page.getByRole('option').first()).toContainText('Restart p117');
  expect(times.sort((a, b) => a - b)[2] ?? 0, `milliseconds: ${times.join(', ')}`).toBeLessThan(250);
});

test('the keys of the window, as they are on the platform; not while somebody types', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Ctrl Shift R');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('?');
  await expect(sheet).toBeHidden();
  await page.getByRole('tab', { name: 'Logs' }).click();
  await page.getByLabel('Search the log').fill('a');
  await page.keyboard.press('?');
  await expect(sheet).toBeHidden();
  await expect(page.getByLabel('Search the log')).toHaveValue('a?');
  await page.keyboard.press('Control+ArrowDown');
  await expect(page.getByRole('button', { name: /^default/ })).toHaveAttribute('aria-current', 'page');
  // The other platform's key is not ours.
  await page.keyboard.press('Meta+k');
  await expect(field(page)).toHaveCount(0);
  expect(bridge.made('operation.run')).toEqual([]);
});

test('on macOS it is Command, with its own glyphs', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  bridge.reply('app.info', () => ({
    ok: true,
    value: { version: '0.1.0', platform: 'darwin', host: 'stand-in', language: 'en' },
  }));
  await page.reload();
  await expect(page.getByRole('button', { name: 'Commands' })).toContainText('⌘K');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toHaveCount(0);
  await page.keyboard.press('Meta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('⇧⌘R');
});

test('the commands of a page and of a profile can be read and copied', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(several());
  await page.getByText('On the command line').click();
  await page.getByRole('button', { name: 'openclaw-tray gateway restart' }).click();
  await expect
    .poll(() => bridge.made('clipboard.copy').at(-1)?.input)
    .toEqual({ text: 'openclaw-tray gateway restart' });
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Show the commands…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Commands for default' });
  await expect(sheet.getByRole('button', { name: /gateway install --force Copy/ })).toBeVisible();
  await expect(sheet.getByRole('button', { name: /support-bundle Copy/ })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious finding, ${colorScheme}`, async ({ page, openWindow }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openWindow(fixtures.snapshotOf(1, [heldPort(Date.now()), fixtures.stopped(Date.now(), 'dev', 19_001)]));
    await open(page);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.type('stop dev');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('make coffee');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'Show the commands…' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('Why, and by hand').first().click();
    await expect(page.locator('.rule-text').first()).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}

for (const size of ['880x600', '560x480']) {
  test(`the pseudo-language fits, ${size}`, async ({ page, openWindow }) => {
    await page.setViewportSize(at(size));
    await openWindow(several(), 'en-XA');
    await open(page);
    expect(await untranslated(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await untranslated(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });
}

test('at twice the size everything of the palette can be reached', async ({ page, openWindow }) => {
  // What a window of 880 by 600 has room for at 200 %.
  await page.setViewportSize(at('440x300'));
  await openWindow(several());
  await open(page, 'dev');
  await page.keyboard.press('End');
  await expect(active(page)).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.palette-command code')).toBeInViewport({ ratio: 1 });
  const box = await page.locator('.palette').boundingBox();
  expect(box === null ? [0, 999] : [box.x >= 0, box.x + box.width <= 440, box.y + box.height <= 300]).toEqual([
    true,
    true,
    true,
  ]);
});

test('the page of a rule is read when it is opened, leads to others, and stays English', async ({
  page,
  openWindow,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openWindow(fixtures.snapshotOf(1, [heldPort(Date.now())]), 'ja');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(asked.filter((url) => url.includes('port-held'))).toEqual([]);
  await page.locator('.rule-page summary').first().click();
  const text = page.locator('.rule-text').first();
  await expect(text).toHaveAttribute('lang', 'en');
  await expect(text).toContainText('By hand.');
  const before = await text.getByRole('heading').textContent();
  await text.getByRole('button').first().click();
  await expect(text.getByRole('heading')).not.toHaveText(before ?? '');
});
