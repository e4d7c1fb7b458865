/**
 * `npm run demo`: the main job on a machine without OpenClaw, systemd or display. The embedded supervisor, the demo gateway, a scratch
 * home; each step prints what was seen. Ends with code 0 only when everything was seen as it should be, and removes what it made.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/main/system/testing-port.ts';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { type DemoWindow, openWindow } from './window.ts';

const SHIM = fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url));
const outIndex = process.argv.indexOf('--out');
const out = outIndex > 0 ? (process.argv[outIndex + 1] ?? 'results/demo') : 'results/demo';
const chromium = process.env.CHROME_PATH ?? null;

class DemoFailure extends Error {}

process.exitCode = await demo();

async function demo(): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'openclaw-tray-demo-'));
  const home = join(scratch, 'home');
  await mkdir(home);
  const env: Record<string, string> = {
    HOME: home,
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
  };
  let window: DemoWindow | null = null;
  let pictures = 0;
  const picture = async (name: string, heading: RegExp) => {
    if (window === null) return;
    await window.picture(join(out, `${String(++pictures).padStart(2, '0')}-${name}.png`), heading);
  };
  try {
    say(`A scratch home: ${home}`);
    const { bin } = await makeDemoPackage(join(home, 'demo'));
    const onPath = join(home, 'bin');
    await mkdir(onPath);
    await symlink(bin, join(onPath, 'openclaw'));
    env.PATH = `${onPath}:${env.PATH}`;
    const port = await freePort();
    const shim = (...args: string[]) => runShim(env, args);
    const status = async (): Promise<StatusReport> =>
      statusReportSchema.parse(JSON.parse((await shim('gateway', 'status', '--json')).stdout));
    if (chromium !== null) {
      await mkdir(out, { recursive: true });
      window = await openWindow({ env: { ...env, CHROME_PATH: chromium }, scratch });
    } else say('No browser was found, so no pictures are taken (CHROME_PATH names one).');

    await seen('not installed', (await status()).state, 'not-installed');
    await picture('not-installed', /Ready to run/);

    step('Install with the built-in supervisor');
    await control(
      shim('gateway', 'install', '--supervisor', 'embedded', '--port', String(port), '--json'),
      'installed',
    );
    const healthy = await status();
    await seen('healthy', healthy.verdict.level, 'healthy');
    say(
      `  ${healthy.verdict.text}: pid ${healthy.pid}, ${healthy.gatewayUrl}, answered in ${Math.round(healthy.probeDetail?.latencyMs ?? 0)} ms`,
    );
    await picture('healthy', /is healthy/);

    step('Restart');
    await control(shim('gateway', 'restart', '--json'), 'restarted');
    const restarted = await status();
    await seen('another process', restarted.pid !== healthy.pid && restarted.probe === 'ok', true);
    say(`  pid ${healthy.pid} became pid ${restarted.pid}`);

    step('Crash: the gateway is killed with SIGKILL');
    if (restarted.pid === null) throw new DemoFailure('There is no pid to kill.');
    process.kill(restarted.pid, 'SIGKILL');
    const crashed = await until(status, (report) => report.pid !== restarted.pid, 5_000, 'the crash to be noticed');
    say(`  seen as: ${crashed.state}${crashed.lastExit === null ? '' : `, last exit ${crashed.lastExit.words}`}`);
    const recovered = await until(status, (report) => report.probe === 'ok', 30_000, 'the recovery');
    await seen('a restart was counted', (recovered.restarts ?? 0) >= 1, true);
    say(`  recovered by the supervisor: pid ${recovered.pid}, ${recovered.restarts} automatic restart`);
    await picture('recovered', /is healthy/);

    step('Stop');
    await control(shim('gateway', 'stop', '--json'), 'stopped');
    await seen('stopped', (await status()).state, 'stopped');
    await seen('the port is free', (await status()).portOwner.owner, 'nobody');
    await picture('stopped', /is stopped/);

    step('Start');
    await control(shim('gateway', 'start', '--json'), 'started');
    await seen('healthy', (await status()).verdict.level, 'healthy');

    step('Uninstall');
    await control(shim('gateway', 'uninstall', '--json'), 'uninstalled');
    await seen('not installed', (await status()).state, 'not-installed');
    const left = await leftovers(join(home, '.local', 'state', 'openclaw-tray', 'embedded'));
    await seen('nothing of the service is left', left.join(', '), '');
    await access(join(home, '.openclaw', 'openclaw.json'));
    say('  the data is kept: ~/.openclaw/openclaw.json');
    await picture('uninstalled', /Ready to run/);
    console.log(`\nEverything was seen.${pictures > 0 ? ` ${pictures} pictures of the window are in ${out}` : ''}`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof DemoFailure)) throw cause;
    console.error(`\nThe demo stopped: ${cause.message}`);
    return 1;
  } finally {
    await window?.close();
    await runShim(env, ['gateway', 'uninstall', '--json']).catch(() => undefined); // Already reported; this only cleans up.
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function step(title: string): void {
  console.log(`\n${title}`);
}

function say(text: string): void {
  console.log(text);
}

async function seen(what: string, actual: unknown, expected: unknown): Promise<void> {
  if (actual !== expected)
    throw new DemoFailure(`"${what}" was not seen: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}.`);
  console.log(`  ✓ ${what}`);
}

async function control(
  running: Promise<{ code: number; stdout: string; stderr: string }>,
  result: string,
): Promise<void> {
  const { code, stdout, stderr } = await running;
  for (const line of stderr.trim().split('\n').filter(Boolean)) console.log(`  ${line}`);
  if (code !== 0) throw new DemoFailure(`The shim ended with ${code}: ${stdout}${stderr}`);
  const answer: { result?: string; message?: string } = JSON.parse(stdout);
  await seen(result, answer.result, result);
  console.log(`  ${answer.message}`);
}

async function until(
  read: () => Promise<StatusReport>,
  good: (report: StatusReport) => boolean,
  budgetMs: number,
  what: string,
): Promise<StatusReport> {
  const deadline = performance.now() + budgetMs;
  for (;;) {
    const report = await read();
    if (good(report)) return report;
    if (performance.now() > deadline)
      throw new DemoFailure(`Waited ${budgetMs / 1000} s for ${what}; the state is ${report.state}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function runShim(
  env: Record<string, string>,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SHIM, ...args], { env, timeout: 240_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });
}

async function leftovers(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}
