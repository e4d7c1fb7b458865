import { execFileSync } from 'node:child_process';
import { launchApp } from '../electron-host/launch.ts';
import { expect, MAIN, test } from './app-fixture.ts';

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

test('a second launch ends and brings the window of the first back', async ({ app, env }) => {
  await app.page();
  await app.closeWindow();
  await expect.poll(() => app.windowCount()).toBe(0);

  const second = await launchApp({ main: MAIN, env });
  expect(await second.quit()).toBe(0);
  await expect.poll(() => app.windowCount()).toBe(1);
  await expect(await app.page()).toHaveTitle('OpenClaw Tray');
});

test('starts without a window when it is told to', async ({ env }) => {
  const app = await launchApp({ main: MAIN, env, args: ['--hidden'] });
  expect((await app.trayItems()).length).toBeGreaterThan(3);
  expect(await app.windowCount()).toBe(0);
  expect(await app.quit()).toBe(0);
});

test('quitting leaves no process behind', async ({ env }) => {
  const app = await launchApp({ main: MAIN, env });
  await app.page();
  const family = descendants(app.pid);
  // Without a browser among them the check below would prove nothing.
  expect(family.length).toBeGreaterThan(1);
  expect(await app.quit()).toBe(0);
  await expect.poll(() => [app.pid, ...family].filter(isAlive)).toEqual([]);
});

test('a hard kill leaves no browser behind', async ({ env }) => {
  const app = await launchApp({ main: MAIN, env });
  await app.page();
  const family = descendants(app.pid);
  process.kill(app.pid, 'SIGKILL');
  await expect.poll(() => family.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('ending the app by signal is an orderly quit', async ({ env }) => {
  const app = await launchApp({ main: MAIN, env });
  await app.page();
  const family = descendants(app.pid);
  process.kill(app.pid, 'SIGINT');
  expect(await app.quit()).toBe(0);
  await expect.poll(() => family.filter(isAlive)).toEqual([]);
});

/** Pids below this one, from ps: pid and parent of every process. */
function descendants(root: number): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid, ...below(pid)] : []));
  return below(root);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: it is gone.
    return false;
  }
}
