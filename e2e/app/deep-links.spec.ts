import { launchApp } from '../electron-host/launch.ts';
import { expect, test } from './app-fixture.ts';
import { button, headline, installByClicking, picture, sheet, shownPid } from './steps.ts';

const LINK = 'openclaw-tray://profile/default';

test('the link of a launch opens the window at what it names, also when the app starts hidden', async ({
  env,
  main,
}) => {
  const app = await launchApp({ main, env, args: ['--hidden', `${LINK}/diagnose`] });
  const page = await app.page();
  await expect(page.getByRole('tab', { name: 'Diagnose' })).toHaveAttribute('aria-selected', 'true');
  expect(await app.quit()).toBe(0);
});

test('a second launch with a link hands it over, and ends', async ({ app }) => {
  await app.page();
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  expect(await app.launchAgain(`${LINK}/logs?since=10m`)).toBe(0);
  await expect.poll(() => app.windowCount()).toBe(1);
  const page = await app.page();
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  // The window that is there is used.
  expect(await app.launchAgain(`${LINK}/service`)).toBe(0);
  await expect(page.getByRole('tab', { name: 'Service' })).toHaveAttribute('aria-selected', 'true');
  expect(await app.windowCount()).toBe(1);
});

test('what means nothing is told, whichever way it comes; nothing else happens', async ({ app }) => {
  const page = await app.page();
  await expect(headline(page)).toBeVisible();
  await app.openUrl(`${LINK}/uninstall`);
  await expect(sheet(page).getByRole('alert')).toContainText('It is no link of OpenClaw Tray');
  await picture(page, 'link-refused');
  await page.keyboard.press('Escape');
  await app.openUrl('https://example.org/');
  await app.openUrl('openclaw-tray://profile/office/logs');
  await expect(sheet(page)).toContainText('There is no profile office');
});

test('a link that would change something asks, and nothing happens until it is confirmed', async ({ app, demo }) => {
  const page = await app.page();
  await expect(headline(page)).toBeVisible();
  await app.openUrl(`${LINK}/install`);
  await expect(sheet(page)).toContainText('openclaw');
  await page.keyboard.press('Escape');
  expect((await demo.status()).installed).toBe(false);

  await installByClicking(page);
  const pid = await shownPid(page);
  expect(await app.launchAgain(`${LINK}/restart`)).toBe(0);
  await expect(sheet(page)).toContainText('A link asks for this');
  await picture(page, 'link-ask');
  for (const key of ['Enter', 'Space', 'Control+Enter']) await page.keyboard.press(key);
  await page.waitForTimeout(1_500);
  expect((await demo.status()).pid).toBe(pid);
  await sheet(page).getByRole('button', { name: 'Cancel' }).click();
  expect((await demo.status()).pid).toBe(pid);

  await app.openUrl(`${LINK}/restart`);
  await sheet(page).getByRole('button', { name: 'Restart', exact: true }).click();
  await expect(sheet(page)).toHaveCount(0);
  await expect.poll(() => shownPid(page), { timeout: 30_000 }).not.toBe(pid);
  await expect(headline(page)).toHaveText(/ is healthy$/);
  await expect(button(page, 'Restart')).toBeEnabled();
});
