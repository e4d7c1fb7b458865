import { expect, test } from './app-fixture.ts';
import { isAlive } from './processes.ts';
import {
  button,
  cause,
  expectSameInTray,
  headline,
  installByClicking,
  NOTICED_MS,
  openMore,
  picture,
  sheet,
  shownPid,
  verdictRegion,
} from './steps.ts';

test('the main job by clicking: install, restart, stop, start, crash, stop outside, uninstall', async ({
  app,
  demo,
}) => {
  // Long enough to see the steps, as a real gateway takes.
  await demo.setMode('slow-stop-ms=1500');
  const page = await app.page();

  await test.step('first run: what was found, and the tray agrees', async () => {
    await expect(headline(page)).toHaveText('Ready to run as a service');
    const found = page.locator('dl.found');
    await expect(found).toContainText('built-in supervisor');
    await expect(found).toContainText(String(demo.port));
    await expectSameInTray(app, page);
    await picture(page, '01-first-run');
  });

  await test.step('the plan is shown before anything is written', async () => {
    await button(page, 'Install and start…').click();
    await expect(sheet(page).getByRole('heading', { name: 'Install and start default' })).toBeVisible();
    await expect(sheet(page)).toContainText(`started on port ${demo.port}.`);
    await picture(page, '02-plan');
    await page.keyboard.press('Escape');
    await expect(sheet(page)).toHaveCount(0);
    expect(await demo.services()).toEqual([]);
  });

  let pid = 0;
  await test.step('installed: one story in window, tray and shim', async () => {
    await installByClicking(page);
    await expectSameInTray(app, page);
    const report = await demo.status();
    pid = await shownPid(page);
    expect(report).toMatchObject({ state: 'running', probe: 'ok', port: demo.port, pid });
    await picture(page, '03-healthy');
  });

  await test.step('restart by the tray: a new process', async () => {
    expect(await app.clickTray(['restart'])).toBe(true);
    await expect(headline(page)).toHaveText('Restarting default');
    await expect(headline(page)).toHaveText('default is healthy', { timeout: 30_000 });
    await expect.poll(() => shownPid(page)).not.toBe(pid);
    expect(isAlive(pid)).toBe(false);
    pid = await shownPid(page);
  });

  await test.step('stop: the headline says it once, Start is the button', async () => {
    await button(page, 'Stop').click();
    await expect(headline(page)).toHaveText('default is stopped', { timeout: 30_000 });
    expect(isAlive(pid)).toBe(false);
    await expect(cause(page)).toHaveCount(0);
    await expect(page.getByText('default is stopped', { exact: true }).and(page.locator('h2'))).toHaveCount(0);
    await expect(button(page, 'Start')).toHaveClass(/primary/);
    await expectSameInTray(app, page);
    await picture(page, '04-stopped');
  });

  await test.step('start', async () => {
    await button(page, 'Start').click();
    await expect(headline(page)).toHaveText('default is healthy', { timeout: 30_000 });
    await expectSameInTray(app, page);
    pid = await shownPid(page);
  });

  await test.step('a crash is shown within two seconds, and so is the recovery', async () => {
    process.kill(pid, 'SIGKILL');
    await expect(headline(page)).not.toHaveText(/ is healthy$/, { timeout: NOTICED_MS });
    await picture(page, '05-crashed');
    await expect(headline(page)).toHaveText('default is healthy', { timeout: 30_000 });
    expect(await shownPid(page)).not.toBe(pid);
    const [facts, report] = [page.getByRole('list', { name: 'Definition, process, RPC' }), await demo.status()];
    await expect(facts).toContainText(`pid ${report.pid}`);
    expect(report.restarts).toBe(1);
    pid = report.pid ?? 0;
  });

  await test.step('a stop by the shim is shown within two seconds of its end', async () => {
    const stopping = demo.shim('gateway', 'stop', '--json');
    await expect.poll(() => isAlive(pid), { timeout: 20_000, intervals: [20] }).toBe(false);
    await expect(headline(page)).toHaveText('default is stopped', { timeout: NOTICED_MS });
    expect((await stopping).code).toBe(0);
    await expectSameInTray(app, page);
  });

  await test.step('a start by the shim is shown', async () => {
    expect((await demo.shim('gateway', 'start', '--json')).code).toBe(0);
    await expect(headline(page)).toHaveText('default is healthy', { timeout: NOTICED_MS });
    pid = await shownPid(page);
  });

  await test.step('uninstall through its plan: service gone, data kept', async () => {
    await openMore(page, 'Uninstall…');
    await expect(sheet(page).getByRole('heading', { name: 'Uninstall default' })).toBeVisible();
    await expect(sheet(page)).toContainText('Configuration, sessions and logs stay.');
    await picture(page, '06-uninstall-plan');
    await sheet(page).getByRole('button', { name: 'Uninstall' }).click();
    await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
    await expect(headline(page)).toHaveText('Ready to run as a service');
    await expect(verdictRegion(page)).not.toContainText('Last seen');
    await expectSameInTray(app, page);
    expect(isAlive(pid)).toBe(false);
    expect(await demo.services()).toEqual([]);
    expect(await demo.status()).toMatchObject({ state: 'not-installed', configPath: { service: null } });
    await picture(page, '07-uninstalled');
  });
});
