import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchApp } from '../electron-host/launch.ts';
import { expect, test } from './app-fixture.ts';
import { isAlive } from './processes.ts';
import {
  button,
  cause,
  expectSameInTray,
  headline,
  installByClicking,
  picture,
  sheet,
  shownPid,
  verdictRegion,
} from './steps.ts';

const IDLE_MS = 15_000;
/** Older than this, the window tells what it shows as last seen. */
const STALE_S = 10;

test('a watched healthy gateway stays "now", and no process is started for that', async ({ demo, main }) => {
  const log = join(demo.home, 'children.txt');
  const counter = pathToFileURL(join(import.meta.dirname, 'count-children.mjs')).href;
  const env = { ...demo.env, NODE_OPTIONS: `--import=${counter}`, CHILD_PROCESS_LOG: log };
  const app = await launchApp({ main, env });
  try {
    const page = await app.page();
    await installByClicking(page);
    const started = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
    // The window's browser at least was started: the counter counts.
    expect(started().length).toBeGreaterThan(0);
    await page.waitForTimeout(2_000);
    const before = started();
    const ages: number[] = [];
    for (const end = Date.now() + IDLE_MS; Date.now() < end; ) {
      const text = (await verdictRegion(page).textContent()) ?? '';
      expect(text).toContain('default is healthy');
      expect(text).not.toContain('Last seen');
      ages.push(/Checked just now/.test(text) ? 0 : Number(/Checked (\d+)\ss ago/.exec(text)?.[1]));
      await page.waitForTimeout(500);
    }
    expect(ages.length).toBeGreaterThan(15);
    expect(Math.max(...ages)).toBeLessThan(STALE_S);
    expect(started().slice(before.length)).toEqual([]);
  } finally {
    await app.quit();
  }
});

test('a broken configuration is shown with its cause, and the cure is seen', async ({ app, demo }) => {
  const page = await app.page();
  await installByClicking(page);
  const pid = await shownPid(page);
  const good = readFileSync(join(demo.home, '.openclaw', 'openclaw.json'), 'utf8');
  await demo.writeConfig('{\n  "gateway": {\n    "port": ,\n');
  await expect(cause(page)).toContainText('openclaw.json', { timeout: 5_000 });
  await expect(cause(page)).toContainText(/line 3/i);
  await picture(page, '10-broken-configuration');
  // A gateway that runs keeps running: nothing of it was touched.
  expect(isAlive(pid)).toBe(true);
  await demo.writeConfig(good);
  await expect(cause(page)).toHaveCount(0, { timeout: 5_000 });
  await expect(headline(page)).toHaveText('default is healthy');
});

test('waiting for a slow start can be left, and the verdict goes on telling the truth', async ({ app, demo }) => {
  const page = await app.page();
  await demo.setMode('not-ready=15000');
  await button(page, 'Install and start…').click();
  await sheet(page).getByRole('button', { name: 'Install and start' }).click();
  await expect(sheet(page).getByRole('list', { name: 'Steps' })).toContainText(/A new process runs \(pid \d+\)/, {
    timeout: 15_000,
  });
  await picture(page, '11-slow-start');
  await sheet(page).getByRole('button', { name: 'Stop waiting' }).click();
  await expect(sheet(page)).toHaveCount(0, { timeout: 5_000 });
  await expect(verdictRegion(page)).toContainText('No longer waiting.');
  await expect(headline(page)).toHaveText('default is starting', { timeout: 5_000 });
  await expectSameInTray(app, page);
  await picture(page, '12-still-starting');
  await expect(headline(page)).toHaveText('default is healthy', { timeout: 30_000 });
  await expectSameInTray(app, page);
});

test('a gateway that keeps ending is a crash loop with its evidence, and the loop can be stopped', async ({
  app,
  demo,
}) => {
  const page = await app.page();
  await installByClicking(page);
  await demo.setMode('exit-1-after-ms=300');
  process.kill(await shownPid(page), 'SIGKILL');
  await expect(headline(page)).toHaveText('default keeps crashing', { timeout: 60_000 });
  await expect(cause(page)).toContainText(/restart/);
  await expect(page.getByText('demonstration crash').first()).toBeVisible();
  await expectSameInTray(app, page);
  await picture(page, '13-crash-loop');
  await button(page, 'Stop the loop').click();
  await expect(headline(page)).toHaveText('default is stopped', { timeout: 30_000 });
});
