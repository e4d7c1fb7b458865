import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app-fixture.ts';
import type { DemoHome } from './demo-home.ts';
import { isAlive } from './processes.ts';
import { button, headline, installByClicking, picture, sheet, shownPid } from './steps.ts';

const started: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** The service is stopped, and a gateway that was started by hand answers in its place. */
async function startByHand(page: Page, demo: DemoHome): Promise<number> {
  await installByClicking(page);
  await button(page, 'Stop').click();
  await expect(headline(page)).toHaveText(/ is stopped$/, { timeout: 30_000 });
  // It takes its time to end, as one with work in hand does.
  await demo.setMode('slow-stop-ms=2500');
  const child = spawn(join(demo.home, 'bin', 'openclaw'), ['gateway', '--port', String(demo.port)], {
    env: { ...demo.env },
    stdio: 'ignore',
  });
  started.push(child);
  if (child.pid === undefined) throw new Error('The gateway was not started.');
  // Before it answers, it is another finding with the same cure.
  await expect.poll(async () => (await demo.status()).probe, { timeout: 30_000 }).toBe('ok');
  await page.getByRole('tab', { name: 'Diagnose' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('without the service of default', { timeout: 30_000 });
  return child.pid;
}

/** The steps of the cure, once it was agreed to. */
async function agree(page: Page): Promise<Locator> {
  await page.getByRole('tabpanel').getByRole('button', { name: 'End it and start the service…' }).click();
  await sheet(page).getByRole('button', { name: 'End it and start the service', exact: true }).click();
  return sheet(page).getByRole('list', { name: 'Steps' }).getByRole('listitem');
}

test('a cure shows its steps while it runs: a gateway started by hand ends, and the service serves', async ({
  app,
  demo,
}) => {
  const page = await app.page();
  const pid = await startByHand(page, demo);
  const steps = await agree(page);
  await expect(steps.first()).toHaveText(new RegExp(`^End .*\\(pid ${pid}, .*, in progress`));
  await expect(steps.last()).toHaveText(/^Look again whether it is cured, waiting/);
  await picture(page, '60-cure-steps');
  // Neither the old one nor the service would run then.
  await sheet(page).getByRole('button', { name: 'Stop waiting' }).click();
  await expect(sheet(page).getByRole('status')).toContainText('It is past the point where it can be stopped.');

  await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
  expect(isAlive(pid)).toBe(false);
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(headline(page)).toHaveText(/ is healthy$/);
  expect(await shownPid(page)).not.toBe(pid);
  expect(await demo.status()).toMatchObject({ state: 'running', probe: 'ok' });
});

test('who stops waiting for the start of a cure is let go, and the service comes up all the same', async ({
  app,
  demo,
}) => {
  const page = await app.page();
  await startByHand(page, demo);
  // The service says for a while that it is still starting.
  await demo.setMode('not-ready=8000');
  const steps = await agree(page);
  const waiting = steps.filter({ hasText: /^It (?:owns port|answers as).*, in progress/ });
  await expect(waiting).toHaveCount(1, { timeout: 30_000 });
  await sheet(page).getByRole('button', { name: 'Stop waiting' }).click();
  await expect(sheet(page).getByRole('status')).toContainText('No longer waiting.');
  await sheet(page).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(headline(page)).toHaveText(/ is healthy$/, { timeout: 30_000 });
});

test('a small cure is over in one press', async ({ app, demo }) => {
  const config = join(demo.home, '.openclaw', 'openclaw.json');
  const page = await app.page();
  await installByClicking(page);
  await chmod(config, 0o644);
  await page.getByRole('tab', { name: 'Diagnose' }).click();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Make it private (0600)…' }).click({ timeout: 30_000 });
  await sheet(page).getByRole('button', { name: 'Make it private (0600)' }).click();
  await expect(sheet(page)).toHaveCount(0, { timeout: 30_000 });
  expect((await stat(config)).mode & 0o777).toBe(0o600);
});
