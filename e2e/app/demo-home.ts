/**
 * A scratch home with the demo gateway as its `openclaw`, for specs on the product itself: nothing outside of it is touched, and the
 * embedded supervisor runs in it whatever the machine has.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/main/system/testing-port.ts';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';

/** The product's built main file; OPENCLAW_TRAY_MAIN names another build of it. */
export const PRODUCT_MAIN =
  process.env.OPENCLAW_TRAY_MAIN ?? fileURLToPath(new URL('../../dist/main/main.mjs', import.meta.url));
const PRODUCT_SHIM = join(dirname(PRODUCT_MAIN), '..', 'cli', 'openclaw-tray.mjs');
/** One bundle for all specs, made by the global set-up. */
export const DEMO_BUNDLE = fileURLToPath(new URL('../../results/demo-gateway/index.js', import.meta.url));
const SHIM_LIMIT_MS = 120_000;

export interface DemoHome {
  readonly home: string;
  /** The whole environment of app and shim. */
  readonly env: Readonly<Record<string, string>>;
  /** Port in the default profile's configuration; nobody listened there. */
  readonly port: number;
  /** Runs the shim in this home. Never rejects for its exit code. */
  shim(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  status(profile?: string): Promise<StatusReport>;
  /** DEMO_MODE of every gateway that starts from now on (modes.ts of the demo gateway). */
  setMode(mode: string): Promise<void>;
  /** Replaces the default profile's openclaw.json. */
  writeConfig(text: string): Promise<void>;
  /** Names of the services that the embedded supervisor still has files of. */
  services(): Promise<readonly string[]>;
  /** Ends and removes everything. */
  remove(): Promise<void>;
}

/** @param session what the person's desktop session adds to the environment. */
export async function makeDemoHome(session: Readonly<Record<string, string>> = {}): Promise<DemoHome> {
  const scratch = await mkdtemp(join(tmpdir(), 'openclaw-tray-app-'));
  const home = join(scratch, 'home');
  const [onPath, temp] = [join(home, 'bin'), join(scratch, 'tmp')];
  for (const folder of [onPath, temp, join(home, '.openclaw')]) await mkdir(folder, { recursive: true });
  const { bin, entry } = await makeDemoPackage(join(home, 'demo'), DEMO_BUNDLE);
  const modeFile = await takeModeFromFile(entry);
  await symlink(bin, join(onPath, 'openclaw'));
  const env: Record<string, string> = {
    HOME: home,
    TMPDIR: temp,
    PATH: [onPath, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    OPENCLAW_TRAY_SUPERVISOR: 'embedded',
    ...session,
    ...(process.env.CHROME_PATH === undefined ? {} : { CHROME_PATH: process.env.CHROME_PATH }),
  };
  const port = await freePort();
  const shim: DemoHome['shim'] = (...args) => runShim(env, args);
  const services = () => namesIn(join(home, '.local', 'state', 'openclaw-tray', 'embedded'));
  const writeConfig = (text: string) => writeFile(join(home, '.openclaw', 'openclaw.json'), text, { mode: 0o600 });
  await writeConfig(`${JSON.stringify({ gateway: { port } }, null, 2)}\n`);
  return {
    home,
    env,
    port,
    shim,
    services,
    writeConfig,
    setMode: (mode) => writeFile(modeFile, mode),
    async status(profile) {
      const flag = profile === undefined ? [] : ['--profile', profile];
      const { stdout, stderr } = await shim(...flag, 'gateway', 'status', '--json');
      if (stdout.trim() === '') throw new Error(`status printed nothing: ${stderr}`);
      return statusReportSchema.parse(JSON.parse(stdout));
    },
    async remove() {
      for (const name of await services()) {
        const flag = name === 'default' ? [] : ['--profile', name];
        const { code, stderr } = await shim(...flag, 'gateway', 'uninstall', '--json');
        if (code !== 0) throw new Error(`${name} of ${home} could not be removed: ${stderr}`);
      }
      await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** A supervised gateway has a clean environment, so it reads its DEMO_MODE from a file beside its entry. */
async function takeModeFromFile(entry: string): Promise<string> {
  const folder = dirname(entry);
  await rename(entry, join(folder, 'demo.js'));
  const modeFile = join(folder, 'mode');
  await writeFile(modeFile, '');
  await writeFile(
    entry,
    [
      "import { readFileSync } from 'node:fs';",
      "process.env.DEMO_MODE = readFileSync(new URL('mode', import.meta.url), 'utf8');",
      "await import('./demo.js');",
      '',
    ].join('\n'),
  );
  return modeFile;
}

function runShim(env: Readonly<Record<string, string>>, args: readonly string[]): ReturnType<DemoHome['shim']> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PRODUCT_SHIM, ...args], { env, timeout: SHIM_LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }))
      .filter((each) => each.isDirectory())
      .map(({ name }) => name);
  } catch (cause) {
    // Nothing was ever installed here.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
