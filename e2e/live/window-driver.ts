/** How the agents inside the host drive the app: launch it, read its headline, wait, take pictures, ask the shim. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import type { RunningApp } from '../electron-host/launch.ts';
import { launchInStandIn } from '../electron-host/launch-stand-in.ts';

const MAIN = fileURLToPath(new URL('../../dist/main/main.mjs', import.meta.url));
export const UNIT = 'openclaw-gateway.service';
export const READY_MS = 120_000;
const POLL_MS = 20;

export type TakePicture = (page: Page, name: string) => Promise<void>;

/**
 * Runs a story in the app's window and prints its facts as one JSON object. Pictures go, numbered, to the folder named in the first
 * argument; when the story fails, a last one shows where.
 */
export async function tell(
  story: (app: RunningApp, page: Page, picture: TakePicture) => Promise<object>,
): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const picture = pictures(process.argv[2] ?? '.');
  const app = await launchInStandIn({ main: MAIN, env });
  try {
    const facts = await story(app, await app.page(), picture);
    process.stdout.write(`${JSON.stringify({ ...facts, exitCode: await app.quit() })}\n`);
  } catch (cause) {
    process.stderr.write(`${app.mainLog()}\n`);
    const [page] = await Promise.allSettled([app.page()]);
    if (page.status === 'fulfilled') await picture(page.value, 'failed');
    await app.quit();
    throw cause;
  }
}

function pictures(folder: string): TakePicture {
  let taken = 0;
  return async (page, name) => {
    taken += 1;
    await page.screenshot({
      path: join(folder, `${String(taken).padStart(2, '0')}-${name}.png`),
      animations: 'disabled',
    });
  };
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export async function headlineOf(page: Page): Promise<string> {
  return (await page.getByRole('main').getByRole('heading', { level: 1 }).textContent()) ?? '';
}

export async function headline(page: Page, wanted: RegExp, budgetMs = 30_000): Promise<void> {
  await until(`the headline ${wanted}`, async () => wanted.test(await headlineOf(page)), budgetMs);
}

/** Waits until the headline is not this any more; gives the new one. */
export async function changed(page: Page, from: RegExp): Promise<string> {
  let text = '';
  await until(`another headline than ${from}`, async () => {
    text = await headlineOf(page);
    return !from.test(text);
  });
  return text;
}

export async function pidOf(page: Page): Promise<number | null> {
  const line = await page.getByRole('list', { name: 'Definition, process, RPC' }).textContent();
  const pid = /pid (\d+)/.exec(line ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}

export async function ageOf(page: Page): Promise<string> {
  return (
    /Checked [^.]*\.|Last seen[^.]*\./.exec(
      (await page.getByRole('region', { name: 'Verdict' }).textContent()) ?? '',
    )?.[0] ?? ''
  );
}

export async function status(args: readonly string[] = []): Promise<StatusReport> {
  const { stdout } = await command('openclaw-tray', [...args, 'gateway', 'status', '--json']);
  return statusReportSchema.parse(JSON.parse(stdout));
}

export async function activeState(): Promise<string> {
  const { stdout } = await command('systemctl', ['--user', 'show', '-p', 'ActiveState', '--value', UNIT]);
  return stdout.trim();
}

export function command(program: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: READY_MS }, (error, stdout, stderr) => {
      if (error === null || (program === 'openclaw-tray' && stdout !== '')) resolve({ stdout, stderr });
      else reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`));
    });
  });
}

export async function until(what: string, holds: () => Promise<boolean>, budgetMs = 30_000): Promise<void> {
  const end = performance.now() + budgetMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${budgetMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Presses what a sheet is for, once its plan is there. */
export async function applySheet(sheet: Locator, apply: Locator): Promise<void> {
  await until(
    'the plan',
    async () => (await apply.count()) === 1 && (await apply.getAttribute('aria-disabled')) !== 'true',
    READY_MS,
  );
  await apply.click();
  await until('the sheet to close', async () => (await sheet.count()) === 0, READY_MS);
}
