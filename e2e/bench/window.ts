/**
 * The window over the real core with five demo gateways: how long from its load to the first true verdict, and what it costs in memory
 * while it is open and after it was closed. `node e2e/bench/window.ts [--opens 7]`; on Electron where its binary is, else in the
 * stand-in, whose memory is Node's and Chromium's. Memory is read from /proc, so that part is Linux only.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { DEMO_BUNDLE, type DemoHome, makeDemoHome, PRODUCT_MAIN } from '../app/demo-home.ts';
import { descendants } from '../app/processes.ts';
import { buildDemoGateway } from '../demo-gateway/package.ts';
import { startPanel } from '../desktop/panel.ts';
import { startPrivateBus } from '../desktop/private-bus.ts';
import { launchApp, type RunningApp } from '../electron-host/launch.ts';
import { median, report } from './aims.ts';

const at = process.argv.indexOf('--opens');
const OPENS = at < 0 ? 7 : Number(process.argv[at + 1]);
const MEBI = 1024;
const SETTLE_MS = 5_000;
const AFTER_CLOSE_MS = 30_000;

async function fiveProfiles(demo: DemoHome): Promise<readonly string[]> {
  const others = ['one', 'two', 'three', 'four'];
  for (const [index, name] of others.entries()) {
    const folder = join(demo.home, `.openclaw-${name}`);
    await mkdir(folder, { recursive: true });
    const port = demo.port + 200 * (index + 1);
    await writeFile(join(folder, 'openclaw.json'), JSON.stringify({ gateway: { port } }), { mode: 0o600 });
  }
  for (const flags of [[], ...others.map((name) => ['--profile', name])]) {
    const { code, stderr, stdout } = await demo.shim(...flags, 'gateway', 'install', '--json');
    if (code !== 0) throw new Error(`${flags.join(' ')} could not be installed: ${stdout}${stderr}`);
  }
  return ['default', ...others];
}

/** Milliseconds from the page's load to the frame in which a verdict stood there; and that verdict. */
async function firstVerdict(page: Page): Promise<{ readonly afterLoadMs: number; readonly said: string }> {
  await page.waitForFunction(() => performance.getEntriesByName('first-verdict').length > 0);
  return page.evaluate(() => {
    const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const [seen] = performance.getEntriesByName('first-verdict');
    return {
      afterLoadMs: (seen?.startTime ?? Number.NaN) - (loaded?.loadEventEnd ?? Number.NaN),
      said: document.querySelector('h1')?.textContent ?? '',
    };
  });
}

/** Proportional set size of the app and everything below it, MiB; null where /proc does not say. The gateways are not below it. */
async function pssOf(root: number): Promise<number | null> {
  let sum = 0;
  for (const pid of [root, ...descendants(root)]) {
    try {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
      sum += Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / MEBI;
    } catch (cause) {
      // It ended since it was listed; or this system has no such file at all.
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ESRCH') throw cause;
      if (pid === root) return null;
    }
  }
  return sum;
}

async function measureOpening(app: RunningApp): Promise<void> {
  const times: number[] = [];
  for (let open = 0; open < OPENS; open += 1) {
    await app.closeWindow();
    while ((await app.windowCount()) > 0) await sleep(50);
    if (!(await app.clickTray(['open']))) throw new Error('The tray has no row that opens the window.');
    const { afterLoadMs, said } = await firstVerdict(await app.page());
    if (!said.endsWith('is healthy')) throw new Error(`The first verdict was not the truth: ${said}`);
    times.push(afterLoadMs);
  }
  report({ name: `opened from the tray, median of ${OPENS}`, value: median(times), unit: 'ms', atMost: 300 });
  report({ name: 'opened from the tray, slowest', value: Math.max(...times), unit: 'ms' });
}

/** What the stand-in's own parts take in a Node process without any app; null on Electron. */
async function standInAlone(app: RunningApp): Promise<number | null> {
  if (app.host === 'electron') return null;
  const register = new URL('../electron-host/register.ts', import.meta.url).href;
  const alone = spawn(
    process.execPath,
    ['--import', register, '--eval', "import('playwright'); setInterval(() => {}, 1000)"],
    {
      stdio: 'ignore',
    },
  );
  try {
    await sleep(SETTLE_MS);
    return alone.pid === undefined ? null : await pssOf(alone.pid);
  } finally {
    alone.kill();
  }
}

async function measureMemory(app: RunningApp): Promise<void> {
  await sleep(SETTLE_MS);
  const open = await pssOf(app.pid);
  await app.closeWindow();
  await sleep(AFTER_CLOSE_MS);
  const closed = await pssOf(app.pid);
  if (open === null || closed === null) {
    process.stdout.write('  memory: this system does not say it (no /proc/PID/smaps_rollup)\n');
    return;
  }
  report({ name: `memory with the window open, ${app.host}`, value: open, unit: 'MiB' });
  const alone = await standInAlone(app);
  if (alone !== null)
    report({ name: 'of which a Node with the stand-in and without the app takes', value: alone, unit: 'MiB' });
  report({ name: `memory 30 s after it was closed, ${app.host}`, value: closed, unit: 'MiB', atMost: 150 });
}

await buildDemoGateway(DEMO_BUNDLE);
// Without a panel that shows the icon the app would end with its window.
const bus = process.platform === 'linux' ? await startPrivateBus() : null;
const panel = bus === null ? null : await startPanel(bus.address);
const demo = await makeDemoHome(bus === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus.address });
try {
  process.stdout.write('\nThe window with five profiles\n');
  await fiveProfiles(demo);
  const app = await launchApp({ main: PRODUCT_MAIN, env: demo.env });
  try {
    const cold = await firstVerdict(await app.page());
    report({ name: `at launch, said “${cold.said}”`, value: cold.afterLoadMs, unit: 'ms after load', atMost: 300 });
    const page = await app.page();
    await page.getByRole('heading', { level: 1, name: /is healthy$/ }).waitFor({ timeout: 30_000 });
    const rows = page.getByRole('navigation', { name: 'Profiles' }).getByRole('listitem');
    if ((await rows.count()) !== 5) throw new Error(`Five profiles were made, ${await rows.count()} are shown.`);
    await measureOpening(app);
    await measureMemory(app);
  } finally {
    await app.quit();
  }
} finally {
  await demo.remove();
  panel?.stop();
  await bus?.stop();
}
