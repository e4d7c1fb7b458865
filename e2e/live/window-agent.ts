/**
 * Runs inside the booted host as the unprivileged user: drives the app's window by clicking, with the real gateway behind it, and prints
 * one JSON object of facts. Pictures go to the folder named in the first argument.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { launchInStandIn } from '../electron-host/launch-stand-in.ts';
import type { WindowFacts } from './window-facts.ts';

const UNIT = 'openclaw-gateway.service';
const MAIN = fileURLToPath(new URL('../../dist/main/main.mjs', import.meta.url));
const READY_MS = 120_000;
const POLL_MS = 20;

const folder = process.argv[2] ?? '.';
let pictures = 0;

const facts = await drive();
process.stdout.write(`${JSON.stringify(facts)}\n`);

async function drive(): Promise<WindowFacts> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const app = await launchInStandIn({ main: MAIN, env });
  try {
    const page = await app.page();
    const tray = async () => (await app.trayItems())[0]?.label ?? '';
    const seen = async () => ({ headline: await headlineOf(page), tray: await tray(), report: await status() });
    const shown = async () => ({ ...(await seen()), pid: await pidOf(page), age: await ageOf(page) });

    await headline(page, /^Ready to run as a service$/);
    await picture(page, 'first-run');
    const first = await seen();

    await button(page, 'Install and start…').click();
    const sheet = page.getByRole('dialog');
    const apply = sheet.getByRole('button', { name: 'Install and start' });
    await until(
      'the plan',
      async () => (await apply.isEnabled()) && (await apply.getAttribute('aria-disabled')) !== 'true',
    );
    const plan = (await sheet.textContent()) ?? '';
    await picture(page, 'plan');
    await apply.click();
    await headline(page, / is healthy$/, READY_MS);
    await picture(page, 'healthy');
    const installed = await shown();

    await button(page, 'Restart').click();
    await headline(page, /^Restarting /);
    await picture(page, 'restarting');
    await headline(page, / is healthy$/, READY_MS);
    const restarted = await shown();

    await button(page, 'Stop').click();
    await headline(page, / is stopped$/, READY_MS);
    await picture(page, 'stopped');
    const stopped = await seen();

    await button(page, 'Start').click();
    await headline(page, / is healthy$/, READY_MS);
    const started = await shown();

    await command('kill', ['-9', String(started.pid)]);
    const killedAt = performance.now();
    const crashText = await changed(page, / is healthy$/);
    const crashMs = performance.now() - killedAt;
    await picture(page, 'crashed');
    await headline(page, / is healthy$/, READY_MS);
    const recovered = await shown();
    await picture(page, 'recovered');

    const stopping = command('systemctl', ['--user', 'stop', UNIT]);
    await until('the unit to be inactive', async () => (await activeState()) === 'inactive', READY_MS);
    const inactiveAt = performance.now();
    await headline(page, / is stopped$/, READY_MS);
    const outsideStopMs = performance.now() - inactiveAt;
    await stopping;

    await command('systemctl', ['--user', 'start', UNIT]);
    const activeAt = performance.now();
    const startText = await changed(page, / is stopped$/);
    const outsideStartMs = performance.now() - activeAt;
    await headline(page, / is healthy$/, READY_MS);
    const outsideStarted = await shown();

    await button(page, 'More').click();
    await page.locator('.more-list').getByRole('button', { name: 'Uninstall…' }).click();
    const remove = sheet.getByRole('button', { name: 'Uninstall' });
    await until(
      'the plan',
      async () => (await remove.isEnabled()) && (await remove.getAttribute('aria-disabled')) !== 'true',
    );
    await picture(page, 'uninstall-plan');
    await remove.click();
    await headline(page, /^Ready to run as a service$/, READY_MS);
    await picture(page, 'uninstalled');
    const removed = await seen();

    return {
      first,
      plan,
      installed,
      restarted,
      stopped,
      started,
      crash: { text: crashText, ms: crashMs },
      recovered,
      outsideStop: { ms: outsideStopMs },
      outsideStart: { text: startText, ms: outsideStartMs },
      outsideStarted,
      removed,
      exitCode: await app.quit(),
    };
  } catch (cause) {
    process.stderr.write(`${app.mainLog()}\n`);
    const [page] = await Promise.allSettled([app.page()]);
    if (page.status === 'fulfilled') await picture(page.value, 'failed');
    await app.quit();
    throw cause;
  }
}

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

async function headlineOf(page: Page): Promise<string> {
  return (await page.getByRole('main').getByRole('heading', { level: 1 }).textContent()) ?? '';
}

async function headline(page: Page, wanted: RegExp, budgetMs = 30_000): Promise<void> {
  await until(`the headline ${wanted}`, async () => wanted.test(await headlineOf(page)), budgetMs);
}

/** Waits until the headline is not this any more; gives the new one. */
async function changed(page: Page, from: RegExp): Promise<string> {
  let text = '';
  await until(`another headline than ${from}`, async () => {
    text = await headlineOf(page);
    return !from.test(text);
  });
  return text;
}

async function pidOf(page: Page): Promise<number | null> {
  const line = await page.getByRole('list', { name: 'Definition, process, RPC' }).textContent();
  const pid = /pid (\d+)/.exec(line ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}

async function ageOf(page: Page): Promise<string> {
  return (
    /Checked [^.]*\.|Last seen[^.]*\./.exec(
      (await page.getByRole('region', { name: 'Verdict' }).textContent()) ?? '',
    )?.[0] ?? ''
  );
}

async function picture(page: Page, name: string): Promise<void> {
  pictures += 1;
  await page.screenshot({
    path: join(folder, `${String(pictures).padStart(2, '0')}-${name}.png`),
    animations: 'disabled',
  });
}

async function status(): Promise<StatusReport> {
  const { stdout } = await command('openclaw-tray', ['gateway', 'status', '--json']);
  return statusReportSchema.parse(JSON.parse(stdout));
}

async function activeState(): Promise<string> {
  const { stdout } = await command('systemctl', ['--user', 'show', '-p', 'ActiveState', '--value', UNIT]);
  return stdout.trim();
}

function command(program: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: READY_MS }, (error, stdout, stderr) => {
      if (error === null || (program === 'openclaw-tray' && stdout !== '')) resolve({ stdout, stderr });
      else reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`));
    });
  });
}

async function until(what: string, holds: () => Promise<boolean>, budgetMs = 30_000): Promise<void> {
  const end = performance.now() + budgetMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${budgetMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
