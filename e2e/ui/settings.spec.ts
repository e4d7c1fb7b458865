import type { Page } from '@playwright/test';
import { fail, ok } from '../../src/shared/outcome.ts';
import * as fixtures from './fixtures.ts';
import { resultOf } from './scene.ts';
import { expect, test, verdict } from './test.ts';

const three = (workPort = 41_984) =>
  fixtures.snapshotOf(1, [
    fixtures.healthy(Date.now()),
    fixtures.healthy(Date.now(), 'work', workPort),
    { ...fixtures.notInstalled(Date.now()), profile: 'dev', port: 19_001, portSource: 'config' as const },
  ]);

/** The shortcut, once the window listens. */
async function settingsByKey(page: Page): Promise<void> {
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('Control+,');
}

test('a port is judged as typed, the conflict is drawn, and the free one is taken through its plan', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('img', { name: '3 profiles, nothing overlaps.' })).toBeVisible();
  const field = page.getByLabel('Port of work');
  await field.fill('18850');
  await expect(page.getByText('Too close to default, which uses 18789 to 18899.')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(
    page.getByRole('img', { name: 'work at 18850 would overlap default, 18789 to 18899. 19121 is free.' }),
  ).toBeVisible();
  const review = page.getByRole('button', { name: 'Review the plan…' });
  await expect(review).toHaveAttribute('aria-disabled', 'true');
  await review.click({ force: true });
  expect(scene.bridge.made('operation.plan')).toEqual([]);

  await page.getByRole('button', { name: 'Use 19121' }).click();
  await expect(field).toHaveValue('19121');
  await review.click();
  const options = { force: true, port: 19_121 };
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(scene.bridge.made('operation.plan')[0]?.input).toEqual({ action: 'install', profile: 'work', options });
  scene.bridge.reply('operation.run', async ({ action }) => {
    await scene.show({ ...three(19_121), seq: 2 });
    return ok(resultOf(action, fixtures.healthy(Date.now(), 'work', 19_121), 'work is healthy.'));
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Use port 19121' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(scene.bridge.made('operation.run')[0]?.input).toMatchObject({ action: 'install', profile: 'work', options });
  await expect(page.getByText('not applied')).toHaveCount(0);
});

test('what is no port is said, and discarding gives the truth back', async ({ page, openWindow }) => {
  await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  const field = page.getByLabel('Port of default');
  await field.fill('99999');
  await expect(page.getByText('A port is a whole number from 1 to 65535.')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(field).toHaveValue('18789');
  await expect(page.getByText('not applied')).toHaveCount(0);
});

test('another runtime is a wish at once and a plan for what is installed', async ({ page, openWindow }) => {
  const scene = await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Runtime of work').selectOption('bun');
  await expect(page.getByText('1 change, not applied')).toBeVisible();
  expect(scene.bridge.made('settings.change').at(-1)?.input).toEqual({
    patch: { profiles: { work: { runtime: 'bun' } } },
  });
  await page.getByRole('button', { name: 'Review the plan…' }).click();
  expect(scene.bridge.made('operation.plan')[0]?.input).toMatchObject({
    profile: 'work',
    options: { force: true, runtime: 'bun' },
  });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Runtime of work')).toHaveValue('node');
});

test('a profile without a service chooses its supervisor; an installed one says why not', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Supervisor of dev').selectOption({ label: 'built-in supervisor' });
  await expect(page.getByLabel('Supervisor of dev')).toHaveValue('embedded');
  expect(scene.settings.view.settings.profiles.dev?.supervisor).toBe('embedded');
  await expect(page.getByLabel('Supervisor of work')).toHaveCount(0);
  await expect(page.getByText('not applied')).toHaveCount(0);
});

test('auto-start shows what the system says: on, off, and not known', async ({ page, openWindow }) => {
  const now = Date.now();
  const scene = await openWindow(
    fixtures.snapshotOf(1, [
      fixtures.healthy(now),
      { ...fixtures.healthy(now, 'work', 41_984), enabled: false },
      { ...fixtures.healthy(now, 'lab', 43_000), enabled: null },
    ]),
  );
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('switch', { name: 'Start default at login' })).toBeChecked();
  const work = page.getByRole('switch', { name: 'Start work at login' });
  await expect(work).not.toBeChecked();
  await expect(page.getByRole('switch', { name: 'Start lab at login' })).toHaveAttribute('aria-disabled', 'true');
  await work.click();
  // Done at once, because it is safe and can be taken back; the switch waits for the truth.
  await expect
    .poll(() => scene.bridge.made('autostart.set').map(({ input }) => input))
    .toEqual([{ profile: 'work', on: true }]);
  await expect(work).not.toBeChecked();
  await scene.show(fixtures.snapshotOf(2, [fixtures.healthy(now), fixtures.healthy(now, 'work', 41_984)]));
  await expect(work).toBeChecked();
  await work.click();
  await expect.poll(() => scene.bridge.made('autostart.set').at(-1)?.input).toEqual({ profile: 'work', on: false });
});

test('auto-start that the supervisor refuses is said, and one that it does not have is off', async ({
  page,
  openWindow,
}) => {
  const now = Date.now();
  const scene = await openWindow(
    fixtures.snapshotOf(1, [
      fixtures.healthy(now),
      { ...fixtures.healthy(now, 'work', 41_984), enabled: false, supervisor: 'embedded' },
    ]),
  );
  scene.bridge.reply('autostart.set', () => ({
    ok: false as const,
    error: { code: 'command-failed' as const, message: 'openclaw-gateway.service could not be disabled.' },
  }));
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('switch', { name: 'Start work at login' })).toHaveAttribute('aria-disabled', 'true');
  const first = page.getByRole('switch', { name: 'Start default at login' });
  await first.click();
  await expect(page.getByText('openclaw-gateway.service could not be disabled.')).toBeVisible();
  await expect(first).toBeChecked();
});

test('a label is shown everywhere and its service keeps its name', async ({ page, openWindow }) => {
  const scene = await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'More for work' }).click();
  await expect(page.getByRole('button', { name: 'Rename…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Label').fill('x'.repeat(41));
  await expect(page.getByText('At most 40 characters.')).toBeVisible();
  await page.getByLabel('Label').fill('Office');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Office/ })
    .click();
  await expect(verdict(page)).toHaveText('Office is healthy');
  await expect(page.getByText('openclaw-gateway-work.service')).toBeVisible();
  await page.getByRole('button', { name: 'Restart' }).click();
  expect(scene.bridge.made('operation.run')[0]?.input).toMatchObject({ profile: 'work' });
});

test('removing a service keeps the data and shows its plan; a bare profile can leave the list', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'More for default' }).click();
  await page.getByRole('button', { name: 'Remove the service, keep the data…' }).click();
  expect(scene.bridge.made('operation.plan')[0]?.input).toMatchObject({ action: 'uninstall', profile: 'default' });
  await expect(page.getByText('Configuration, sessions and logs stay.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More for dev' }).click();
  await page.getByRole('button', { name: 'Remove from this list' }).click();
  await expect.poll(() => scene.bridge.made('profiles.forget').at(-1)?.input).toEqual({ profile: 'dev' });
});

test('language and appearance change at once, without a word left behind', async ({ page, openWindow }) => {
  const scene = await openWindow(three());
  await settingsByKey(page);
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByLabel('Language').selectOption({ label: '日本語' });
  await expect(page.getByRole('tab', { name: '一般' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.getByText('ダーク').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByText('システムに合わせる', { exact: true }).last().click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  expect(scene.settings.view.settings).toMatchObject({ language: 'ja', appearance: 'system' });
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('default は正常です');
});

test('the switch of the login item shows what was read back, and an error beside it', async ({ page, openWindow }) => {
  const scene = await openWindow(three());
  await settingsByKey(page);
  await page.getByRole('tab', { name: 'General' }).click();
  const login = page.getByRole('switch', { name: 'Start OpenClaw Tray at login' });
  await login.click();
  await expect(login).toBeChecked();
  scene.bridge.reply('settings.change', () =>
    ok({
      view: scene.settings.view,
      loginItemError: { code: 'not-verified', message: 'The system does not say that the app starts at login.' },
    }),
  );
  await login.click();
  await expect(page.getByText('The system does not say that the app starts at login.')).toBeVisible();
  await expect(login).toBeChecked();
});

test('days are saved when they are a number that is allowed, and complained about otherwise', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(three());
  await settingsByKey(page);
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByLabel('Days').fill('0');
  await expect(page.getByText('A whole number of days from 1 to 365.')).toBeVisible();
  expect(scene.bridge.made('settings.change')).toEqual([]);
  await page.getByLabel('Days').fill('30');
  await expect.poll(() => scene.settings.view.settings.logRetentionDays).toBe(30);
});

test('a file of a newer version locks the settings and says so; a change that fails is said', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(three());
  scene.bridge.reply('settings.change', () => fail('disk-full', 'There is no space left to write settings.json.'));
  await settingsByKey(page);
  await page.getByRole('tab', { name: 'Notifications' }).click();
  const all = page.getByRole('switch', { name: 'Show notifications' });
  await all.click();
  await expect(page.getByText('There is no space left to write settings.json.')).toBeVisible();
  await expect(all).toBeChecked();
  const problem = { kind: 'newer' as const, message: 'settings.json was written by a newer version.' };
  await scene.bridge.emit('settings.changed', { ...scene.settings.view, problem });
  await expect(page.getByText('The settings are of a newer version')).toBeVisible();
  await expect(all).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('tab', { name: 'General' }).click();
  await expect(page.getByLabel('Language')).toBeDisabled();
});

test('the tray’s word opens the settings, and choosing a profile leaves them', async ({ page, openWindow }) => {
  const scene = await openWindow(three());
  await scene.bridge.emit('view.select', { profile: '', tab: 'settings' });
  await expect(page.getByRole('tab', { name: 'Profiles and ports' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('navigation').getByRole('button', { name: /^work/ }).click();
  await expect(verdict(page)).toHaveText('work is healthy');
});

test('everything is reached by the keyboard', async ({ page, openWindow }) => {
  await openWindow(three());
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  const seen: (string | null)[] = [];
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? null;
      }),
    );
  }
  for (const name of [
    'Profiles and ports',
    'Port of default',
    'Runtime of work',
    'Start work at login',
    'More for dev',
  ])
    expect(seen).toContain(name);
});
