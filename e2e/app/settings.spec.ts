import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchApp } from '../electron-host/launch.ts';
import { expect, test } from './app-fixture.ts';
import { button, headline } from './steps.ts';

const fileOf = (home: string) => join(home, '.config', 'openclaw-tray', 'settings.json');

async function writeSettings(home: string, content: string): Promise<void> {
  await mkdir(join(home, '.config', 'openclaw-tray'), { recursive: true });
  await writeFile(fileOf(home), content);
}

test('a language is chosen, spoken by window and tray, and kept', async ({ demo, main }) => {
  const app = await launchApp({ main, env: demo.env });
  const page = await app.page();
  await button(page, 'Settings').click();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await expect(page.getByRole('tab', { name: '通用' })).toBeVisible();
  await expect
    .poll(async () => (await app.trayItems()).find(({ id }) => id === 'quit')?.label)
    .toBe('退出 OpenClaw Tray');
  expect(JSON.parse(await readFile(fileOf(demo.home), 'utf8'))).toMatchObject({ version: 1, language: 'zh' });
  expect((await stat(fileOf(demo.home))).mode & 0o777).toBe(0o600);
  await app.closeWindow();
  const desktop = await app.desktop();
  if (desktop !== null) {
    await expect
      .poll(async () => (await app.desktop())?.notifications.map(({ title }) => title))
      .toEqual(['OpenClaw Tray 仍在运行']);
  }
  await app.quit();

  const again = await launchApp({ main, env: demo.env });
  await expect(headline(await again.page())).toHaveText('可以作为服务运行');
  await again.quit();
});

test('start at login is what the system has, both ways', async ({ app, demo }) => {
  const entry = join(demo.home, '.config', 'autostart', 'dev.openclaw-tray.app.desktop');
  const page = await app.page();
  await button(page, 'Settings').click();
  await page.getByRole('tab', { name: 'General' }).click();
  const login = page.getByRole('switch', { name: 'Start OpenClaw Tray at login' });
  test.skip(
    process.platform !== 'linux',
    'macOS and Windows start installed apps only; the unit tests hold their part.',
  );
  await expect(login).not.toBeChecked();
  await login.click();
  await expect(login).toBeChecked();
  expect(await readFile(entry, 'utf8')).toMatch(/^Exec=".*" "--hidden"$/m);
  await login.click();
  await expect(login).not.toBeChecked();
  expect(await readdir(join(demo.home, '.config', 'autostart'))).toEqual([]);
});

test('a change by another process is taken over', async ({ app, demo }) => {
  const page = await app.page();
  await expect(button(page, 'Settings')).toBeVisible();
  await writeSettings(demo.home, '{"version":1,"language":"ja"}');
  await expect(button(page, '設定')).toBeVisible();
});

test('a broken file is said, and kept as a copy when a setting is changed', async ({ demo, main }) => {
  await writeSettings(demo.home, '{ "version": 1, "language": ');
  const app = await launchApp({ main, env: demo.env });
  const page = await app.page();
  await button(page, 'Settings').click();
  await page.getByRole('tab', { name: 'Notifications' }).click();
  await expect(page.getByText('The settings file cannot be read as settings')).toBeVisible();
  await page.getByRole('switch', { name: 'Show notifications' }).click();
  await expect(page.getByText(/is kept as .*settings\.json\.corrupt-/)).toBeVisible();
  await app.quit();
  const copies = (await readdir(join(demo.home, '.config', 'openclaw-tray'))).filter((name) =>
    name.includes('.corrupt-'),
  );
  expect(copies).toHaveLength(1);
  const copy = join(demo.home, '.config', 'openclaw-tray', copies[0] ?? '');
  expect(await readFile(copy, 'utf8')).toBe('{ "version": 1, "language": ');
});

test('a file of a newer version is used, and left as it is', async ({ demo, main }) => {
  const content = '{"version":99,"language":"ja","window":{"x":1,"y":40,"width":700,"height":500}}';
  await writeSettings(demo.home, content);
  const app = await launchApp({ main, env: demo.env });
  const page = await app.page();
  await button(page, '設定').click();
  await expect(page.getByText('設定は新しいバージョンのものです')).toBeVisible();
  await app.closeWindow();
  await app.quit();
  expect(await readFile(fileOf(demo.home), 'utf8')).toBe(content);
});

test('the window opens where it was, and never where nobody sees it', async ({ demo, main }) => {
  await writeSettings(demo.home, '{"version":1,"window":{"x":200,"y":150,"width":700,"height":500}}');
  const app = await launchApp({ main, env: demo.env });
  await app.page();
  expect(await app.windowBounds()).toMatchObject({ width: 700, height: 500 });
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  await app.quit();
  expect(JSON.parse(await readFile(fileOf(demo.home), 'utf8')).window).toMatchObject({ width: 700, height: 500 });

  await writeSettings(demo.home, '{"version":1,"window":{"x":9000,"y":-4000,"width":20,"height":90000}}');
  const lost = await launchApp({ main, env: demo.env });
  await lost.page();
  const bounds = await lost.windowBounds();
  expect(bounds?.x).toBeGreaterThanOrEqual(0);
  expect(bounds?.y).toBeGreaterThanOrEqual(0);
  expect(bounds?.width).toBeGreaterThanOrEqual(560);
  expect((bounds?.x ?? 0) + (bounds?.width ?? 0)).toBeLessThanOrEqual(1920);
  await lost.quit();
});

test('the tray opens the settings', async ({ app }) => {
  await app.page();
  expect(await app.clickTray(['settings'])).toBe(true);
  await expect((await app.page()).getByRole('tab', { name: 'Profiles and ports' })).toBeVisible();
});
