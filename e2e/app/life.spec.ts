import { launchApp } from '../electron-host/launch.ts';
import { expect, test } from './app-fixture.ts';
import { descendants, isAlive } from './processes.ts';
import { headline, installByClicking, shownPid } from './steps.ts';

test('closing the window hides it, says so once, and the app goes on', async ({ app }) => {
  const page = await app.page();
  const closed = page.waitForEvent('close');
  await app.closeWindow();
  await closed;
  await expect.poll(() => app.windowCount()).toBe(0);

  expect(await app.clickTray(['open'])).toBe(true);
  const again = await app.page();
  await expect(again).toHaveTitle('OpenClaw Tray');
  expect(await app.windowCount()).toBe(1);

  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  const desktop = await app.desktop();
  if (desktop !== null) {
    expect(desktop.notifications.map(({ title }) => title)).toEqual(['OpenClaw Tray is still here']);
  }
});

test('a second launch ends and brings the window of the first back', async ({ app, env, main }) => {
  await app.page();
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);

  const second = await launchApp({ main, env });
  expect(await second.quit()).toBe(0);
  await expect.poll(() => app.windowCount()).toBe(1);
  await expect(await app.page()).toHaveTitle('OpenClaw Tray');
});

test('starts without a window when it is told to', async ({ env, main }) => {
  const app = await launchApp({ main, env, args: ['--hidden'] });
  expect((await app.trayItems()).length).toBeGreaterThan(3);
  expect(await app.windowCount()).toBe(0);
  expect(await app.quit()).toBe(0);
});

test('quitting leaves no process behind', async ({ env, main }) => {
  const app = await launchApp({ main, env });
  await app.page();
  const family = descendants(app.pid);
  // Without a browser among them the check below would prove nothing.
  expect(family.length).toBeGreaterThan(1);
  expect(await app.quit()).toBe(0);
  await expect.poll(() => [app.pid, ...family].filter(isAlive)).toEqual([]);
});

test('a hard kill leaves no browser behind', async ({ env, main }) => {
  const app = await launchApp({ main, env });
  await app.page();
  const family = descendants(app.pid);
  process.kill(app.pid, 'SIGKILL');
  await expect.poll(() => family.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('ending the app by signal is an orderly quit', async ({ env, main }) => {
  const app = await launchApp({ main, env });
  await app.page();
  const family = descendants(app.pid);
  process.kill(app.pid, 'SIGINT');
  expect(await app.quit()).toBe(0);
  await expect.poll(() => family.filter(isAlive)).toEqual([]);
});

test('with a gateway running: closing hides, opening shows it again, quitting leaves it alone', async ({
  demo,
  main,
}) => {
  const app = await launchApp({ main, env: demo.env });
  const page = await app.page();
  await installByClicking(page);
  const pid = await shownPid(page);

  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);
  expect(isAlive(pid)).toBe(true);
  expect(await app.clickTray(['open'])).toBe(true);
  const again = await app.page();
  await expect(headline(again)).toHaveText('default is healthy');
  expect(await shownPid(again)).toBe(pid);

  expect(await app.quit()).toBe(0);
  expect(isAlive(pid)).toBe(true);
  expect(await demo.status()).toMatchObject({ state: 'running', probe: 'ok', pid });

  const next = await launchApp({ main, env: demo.env });
  await expect(headline(await next.page())).toHaveText('default is healthy');
  expect(await next.quit()).toBe(0);
});
