import { expect, test } from './app-fixture.ts';

// These drive the in-memory core of the fixture; the product's own operations have specs of their own.

test('shows every profile with its verdict', async ({ app }) => {
  const page = await app.page();
  await expect(page.locator('#profiles li')).toHaveText([
    'default is healthy',
    'work is stopped',
    'dev is not installed',
  ]);
  expect((await app.trayItems())[0]?.label).toMatch(/^1 well, 1 stopped, 1 not installed, at /);
});

test('starting from the tray changes tray and window together', async ({ app }) => {
  const page = await app.page();
  await expect(page.locator('[data-profile=work]')).toHaveText('work is stopped');
  expect(await app.clickTray(['profile:work', 'stop'])).toBe(false);
  expect(await app.clickTray(['profile:work', 'start'])).toBe(true);
  await expect(page.locator('[data-profile=work]')).toHaveText('work is healthy');
  const menu = (await app.trayItems()).find((row) => row.id === 'profile:work');
  expect(menu?.rows[0]?.label).toMatch(/^Healthy, 12 ms/);
  expect(menu?.rows.find((row) => row.id === 'start')?.enabled).toBe(false);
});

test('a tray row opens the closed window at its place', async ({ app }) => {
  await app.page();
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  expect(await app.clickTray(['profile:dev', 'logs'])).toBe(true);
  await expect((await app.page()).locator('#selected')).toHaveText('dev logs');
});

test('after sleep everything is looked at again', async ({ app }) => {
  const page = await app.page();
  await expect(page.locator('[data-profile=work]')).toHaveText('work is stopped');
  await app.resume();
  await expect(page.locator('[data-profile=work]')).toHaveText('work is healthy');
});

test('the dashboard opens outside, the address is copied, stopping all asks first', async ({ app }) => {
  await app.page();
  expect(await app.clickTray(['profile:default', 'dashboard'])).toBe(true);
  expect(await app.clickTray(['profile:default', 'copy-url'])).toBe(true);
  expect(await app.clickTray(['stop-all'])).toBe(true);
  const desktop = await app.desktop();
  if (desktop === null) return;
  expect(desktop.opened).toEqual(['http://127.0.0.1:18789/']);
  expect(desktop.clipboard).toBe('ws://127.0.0.1:18789');
  expect(desktop.dialogs).toEqual([{ message: 'Stop 1 gateway?', buttons: ['Cancel', 'Stop all'] }]);
  // Not answered, so nothing was stopped.
  expect((await app.trayItems())[0]?.label).toMatch(/^1 well/);
});
