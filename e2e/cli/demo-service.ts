/** A scratch home with the demo gateway installed under the built-in supervisor, and the shim as a stream. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WatchEvent } from '../../src/main/operations/watch/status-watch.ts';
import { freePort } from '../../src/main/system/testing-port.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { makeScratch, type Scratch } from './shim.ts';

export const SHIM_PATH = fileURLToPath(new URL('../../dist/cli/openclaw-tray.mjs', import.meta.url));

export interface DemoService extends Scratch {
  readonly port: number;
  /** Process of the gateway, as `status` has it now. */
  pid(): Promise<number>;
  remove(): Promise<void>;
}

/** Installed and running when it resolves. */
export async function makeDemoService(): Promise<DemoService> {
  const scratch = await makeScratch();
  const { root } = await makeDemoPackage(join(scratch.dir, 'demo'));
  const port = await freePort();
  const install = ['gateway', 'install', '--supervisor', 'embedded', '--entry', root, '--port', String(port), '--json'];
  const { code, stdout, stderr } = await scratch.shim(install);
  if (code !== 0) throw new Error(`The demo service could not be installed: ${stdout}${stderr}`);
  return {
    ...scratch,
    port,
    async pid() {
      const { pid } = JSON.parse((await scratch.shim(['gateway', 'status', '--no-probe', '--json'])).stdout);
      if (typeof pid !== 'number') throw new Error('the demo gateway has no process');
      return pid;
    },
    async remove() {
      await scratch.shim(['gateway', 'uninstall', '--json']);
      await scratch.remove();
    },
  };
}

export interface ShimStream {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** The same lines as what `watch --json` promises. */
  events(): readonly WatchEvent[];
  stderr(): string;
  /** Exit code and signal, once it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts the shim and gathers its lines while it runs. */
export function startShim(scratch: Scratch, args: readonly string[], env: Record<string, string> = {}): ShimStream {
  const child = spawn(process.execPath, [SHIM_PATH, ...args], {
    env: { ...scratch.env, ...env },
    cwd: scratch.home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let said = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  return {
    child,
    lines,
    events: () => lines.map((line) => JSON.parse(line) as WatchEvent),
    stderr: () => said,
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal }))),
  };
}
