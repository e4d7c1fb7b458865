/**
 * Runs inside the booted host as the unprivileged user: what goes wrong with a service is found and cured by clicking, its port is changed
 * in the settings, and a second profile is added, with the real gateway behind it all. Prints one JSON object of facts.
 */
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import {
  applySheet,
  button,
  command,
  headline,
  headlineOf,
  READY_MS,
  status,
  tell,
  UNIT,
  until,
} from './window-driver.ts';

const CONFIG = join(homedir(), '.openclaw', 'openclaw.json');
const UNIT_FILE = join(homedir(), '.config', 'systemd', 'user', UNIT);
const MOVED_TO = 19_500;

await tell(async (app, page, picture) => {
  const sheet = page.getByRole('dialog');
  const apply = sheet.locator('footer .btn-primary');
  const tab = (name: string) => page.getByRole('tab', { name }).click();

  await command('openclaw-tray', ['gateway', 'install', '--json']);
  await headline(page, /^default is healthy$/, READY_MS);
  await tab('Logs');
  const log = page.getByRole('log');
  await until('lines of the gateway', async () => /gateway|ready/i.test((await log.textContent()) ?? ''));
  await picture(page, 'logs');
  await tab('Service');
  await until('the definition', async () =>
    ((await page.getByRole('main').textContent()) ?? '').includes('openclaw-gateway.service'),
  );
  await picture(page, 'service');

  await chmod(CONFIG, 0o644);
  await tab('Diagnose');
  await finding(page, 'config-exposed');
  await picture(page, 'config-exposed');
  await cureOf(page, 'config-exposed').click();
  await applySheet(sheet, apply);
  await gone(page, 'config-exposed');
  const protectedMode = ((await stat(CONFIG)).mode & 0o777).toString(8);

  await writeFile(UNIT_FILE, (await readFile(UNIT_FILE, 'utf8')).replace('Restart=always', 'Restart=no'));
  await command('systemctl', ['--user', 'daemon-reload']);
  await checkAgain(page);
  await finding(page, 'definition-drift');
  await picture(page, 'drift');
  await cureOf(page, 'definition-drift').click();
  await until('the plan', async () => ((await sheet.textContent()) ?? '').includes('Restart=always'), READY_MS);
  await picture(page, 'drift-plan');
  await applySheet(sheet, apply);
  await checkAgain(page);
  await gone(page, 'definition-drift');
  const repaired = { unit: await readFile(UNIT_FILE, 'utf8'), report: await status() };

  await page.keyboard.press('Control+,');
  const port = page.getByLabel('Port of default');
  await port.fill(String(MOVED_TO));
  await button(page, 'Review the plan…').click();
  await picture(page, 'port-plan');
  await applySheet(sheet, apply);
  await page.keyboard.press('Control+,');
  await tab('Overview');
  await headline(page, /^default is healthy$/, READY_MS);
  const moved = { config: await readFile(CONFIG, 'utf8'), report: await status() };

  await button(page, 'Stop').click();
  await headline(page, /^default is stopped$/, READY_MS);
  const holder = createServer((socket) => socket.destroy()).listen(MOVED_TO, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  await button(page, 'Start').click();
  await tab('Diagnose');
  await checkAgain(page);
  await finding(page, 'port-taken');
  await picture(page, 'port-taken');
  const taken = { headline: await headlineOf(page) };
  await cureOf(page, 'port-taken').click();
  await until('the plan', async () => (await apply.count()) === 1, READY_MS);
  await picture(page, 'other-port-plan');
  await applySheet(sheet, apply);
  await tab('Overview');
  await headline(page, /^default is healthy$/, READY_MS);
  const freed = { holderListens: holder.listening, report: await status() };
  await new Promise((resolve) => holder.close(resolve));

  await button(page, 'Add a profile…').click();
  await sheet.getByLabel('Name').fill('work');
  await sheet.getByRole('button', { name: 'Add', exact: true }).click();
  await headline(page, /^Ready to run as a service$/, READY_MS);
  await button(page, 'Install and start…').click();
  await applySheet(sheet, apply);
  await headline(page, /^work is healthy$/, READY_MS);
  await picture(page, 'two-profiles');
  const [row] = await app.trayItems();
  const two = { tray: row?.label ?? '', reports: [await status(), await status(['--profile', 'work'])] };

  await tab('Diagnose');
  await checkAgain(page);
  const findings = await page.locator('article.cause').count();
  await picture(page, 'nothing-wrong');
  return { protectedMode, repaired, moved, taken, freed, two, well: { headline: await headlineOf(page), findings } };
});

function cureOf(page: Page, code: string) {
  return page.locator(`article[aria-labelledby="finding-${code}"] footer button`).first();
}

async function checkAgain(page: Page): Promise<void> {
  await until('the look to end', async () => !(await isBusy(page)), READY_MS);
  await button(page, 'Check again').click();
  await until('the look to end', async () => !(await isBusy(page)), READY_MS);
}

async function isBusy(page: Page): Promise<boolean> {
  return (await page.locator('.diagnose').getAttribute('aria-busy')) === 'true';
}

async function finding(page: Page, code: string): Promise<void> {
  await until(`the finding ${code}`, async () => (await page.locator(`#finding-${code}`).count()) === 1, READY_MS);
}

async function gone(page: Page, code: string): Promise<void> {
  await until(
    `${code} to be cured`,
    async () => !(await isBusy(page)) && (await page.locator(`#finding-${code}`).count()) === 0,
    READY_MS,
  );
}
