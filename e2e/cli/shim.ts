/** Runs the built shim in a scratch home. Under root it can run as an unprivileged user, so that file permissions mean something. */
import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIM = fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url));
const NOBODY = 65_534;

export interface ShimResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Scratch {
  readonly dir: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  shim(
    args: readonly string[],
    options?: { env?: Record<string, string>; input?: string; timeoutMs?: number },
  ): Promise<ShimResult>;
  /** Every file below the scratch folder with its size and modification time: equal before and after = nothing was written. */
  tree(): Promise<readonly string[]>;
  /** Gives what a test wrote into the home to the user that the shim runs as. */
  handOver(): Promise<void>;
  remove(): Promise<void>;
}

export async function makeScratch(options: { unprivileged?: boolean; homeName?: string } = {}): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), 'openclaw-tray-cli-'));
  const home = join(dir, options.homeName ?? 'home');
  await mkdir(home);
  const asNobody = options.unprivileged === true && process.getuid?.() === 0;
  let node = process.execPath;
  let shimPath = SHIM;
  if (asNobody) {
    // The checkout may lie where an unprivileged user cannot look.
    await mkdir(join(dir, 'bin'));
    node = join(dir, 'bin', 'node');
    shimPath = join(dir, 'bin', 'openclaw-tray.mjs');
    await copyFile(process.execPath, node);
    await copyFile(SHIM, shimPath);
    await copyFile(join(dirname(SHIM), 'shim.mjs'), join(dir, 'bin', 'shim.mjs'));
    await chmod(dir, 0o755);
    await chmod(node, 0o755);
    await chown(home, NOBODY, NOBODY);
  }
  const env = { HOME: home, PATH: `${dirname(node)}:/usr/bin:/bin`, LANG: 'C.UTF-8', NO_COLOR: '1' };
  return {
    dir,
    home,
    env,
    shim: (args, { env: extra = {}, input, timeoutMs = 60_000 } = {}) =>
      new Promise((resolve) => {
        const child = execFile(
          node,
          [shimPath, ...args],
          {
            env: { ...env, ...extra },
            cwd: home,
            timeout: timeoutMs,
            maxBuffer: 64 * 1024 * 1024,
            ...(asNobody ? { uid: NOBODY, gid: NOBODY } : {}),
          },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
            resolve({ code, stdout, stderr });
          },
        );
        child.stdin?.end(input ?? '');
      }),
    tree: () => listTree(home, home),
    handOver: async () => {
      if (!asNobody) return;
      const entries = await readdir(home, { withFileTypes: true, recursive: true });
      await Promise.all(entries.map((entry) => chown(join(entry.parentPath, entry.name), NOBODY, NOBODY)));
    },
    remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

async function listTree(folder: string, base: string): Promise<string[]> {
  // Compiled code of the shim itself is kept there between calls; it is no state.
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.name !== '.cache');
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return [`${path.slice(base.length)}/`, ...(await listTree(path, base))];
      const { size, mtimeMs } = await stat(path);
      return [`${path.slice(base.length)} ${size} ${mtimeMs}`];
    }),
  );
  return lines.flat().sort();
}

/** All text of all files below a folder that hold `needle`, for canary searches. */
export async function filesHolding(folder: string, needle: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(needle)) found.push(path);
  }
  return found.sort();
}

export function errorOf(result: ShimResult): { code: string; message: string; hint?: string } {
  const parsed: unknown = JSON.parse(result.stdout);
  if (typeof parsed === 'object' && parsed !== null && 'error' in parsed)
    return parsed.error as { code: string; message: string; hint?: string };
  throw new Error(`no error in ${result.stdout}`);
}
