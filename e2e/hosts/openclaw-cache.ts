/**
 * The real OpenClaw for tests: installed once into a cache folder that these tests own, never into the project. Its Node comes with
 * it, because it wants a newer one than the machine may have.
 */
import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SystemdHost } from './systemd-host.ts';

export const OPENCLAW_VERSION = '2026.9.6';
const NODE_RANGE = '^24.21.0';
const INSTALL_TIMEOUT_MS = 600_000;

export interface OpenclawInstall {
  /** Absolute path of the Node program to run it with. */
  readonly node: string;
  /** The `openclaw` package's folder; `dist/index.js` is in it. */
  readonly root: string;
  readonly version: string;
}

/** Installs OpenClaw when it is not in the cache yet (about 40 s, 650 MB). @throws Error when npm fails. */
export async function ensureOpenclaw(): Promise<OpenclawInstall> {
  const base = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'openclaw-tray-test');
  const folder = join(base, `openclaw-${OPENCLAW_VERSION}`);
  const found = await readInstall(folder);
  if (found !== null) return found;
  await mkdir(base, { recursive: true });
  // Installed beside its place and moved there when it is whole: an interrupted install is never taken for a good one.
  const half = await mkdtemp(join(base, 'installing-'));
  try {
    await writeFile(
      join(half, 'package.json'),
      JSON.stringify({ name: 'openclaw-test-cache', private: true, allowScripts: { openclaw: true, node: true } }),
    );
    // Two steps: OpenClaw's own install script needs the new Node to be there and first on PATH.
    await npm(half, ['install', `node@${NODE_RANGE}`]);
    await npm(half, ['install', `openclaw@${OPENCLAW_VERSION}`]);
    if ((await readInstall(half)) === null) throw new Error(`npm installed something else than OpenClaw into ${half}.`);
    // A folder that is in the way is not a whole install (looked at above), unless another test run was faster.
    if ((await readInstall(folder)) === null) {
      await rm(folder, { recursive: true, force: true });
      await rename(half, folder);
    }
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  const installed = await readInstall(folder);
  if (installed === null) throw new Error(`OpenClaw is not in ${folder} after installing it.`);
  return installed;
}

/** Where `copyOpenclawInto` puts things inside the host; OpenClaw distrusts programs below /tmp. */
const INSIDE = '/usr/local/lib/openclaw-test';

/** Copies OpenClaw and its Node into a booted host, owned by the test user, with an `openclaw` command on everybody's PATH. */
export async function copyOpenclawInto(host: SystemdHost): Promise<OpenclawInstall> {
  const install = await ensureOpenclaw();
  const folder = dirname(dirname(install.root));
  await host.run(['install', '-d', '-o', host.user, '-g', host.user, INSIDE], { root: true });
  await pipeFolder(folder, host);
  const inside = {
    node: `${INSIDE}/node_modules/node/bin/node`,
    root: `${INSIDE}/node_modules/openclaw`,
    version: install.version,
  };
  const command = `#!/bin/sh\nexec ${inside.node} ${inside.root}/openclaw.mjs "$@"\n`;
  await host.run(['sh', '-c', 'cat > /usr/local/bin/openclaw && chmod 0755 /usr/local/bin/openclaw'], {
    root: true,
    input: command,
  });
  return inside;
}

/** Through a pipe, because files made outside after the host booted may not be seen inside. */
async function pipeFolder(folder: string, host: SystemdHost): Promise<void> {
  const pack = spawn('tar', ['-C', folder, '-cf', '-', 'node_modules'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const unpack = host.spawn(['tar', '-C', INSIDE, '--no-same-owner', '-xf', '-']);
  let said = '';
  unpack.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  unpack.stdout?.resume();
  if (unpack.stdin === null) throw new Error('The host gave no pipe to copy OpenClaw into.');
  pack.stdout.pipe(unpack.stdin);
  const [packed, unpacked] = await Promise.all([pack, unpack].map(exitOf));
  if (packed !== 0 || unpacked !== 0) throw new Error(`Copying OpenClaw into ${host.name} failed: ${said.slice(-500)}`);
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

async function readInstall(folder: string): Promise<OpenclawInstall | null> {
  const root = join(folder, 'node_modules', 'openclaw');
  const node = join(folder, 'node_modules', 'node', 'bin', 'node');
  try {
    const about: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    await Promise.all([access(node), access(join(root, 'dist', 'index.js'))]);
    const version = typeof about === 'object' && about !== null && 'version' in about ? about.version : null;
    return version === OPENCLAW_VERSION ? { node, root, version } : null;
  } catch (cause) {
    // Not there, or half there: either way it has to be installed.
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(folder, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
  });
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code} in ${folder}.`);
}
