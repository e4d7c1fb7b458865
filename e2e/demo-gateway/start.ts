/** Runs the demo gateway as a child process, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../src/main/system/testing-port.ts';

export interface DemoRun {
  readonly port: number;
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** Exit code, once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Everything it printed so far. */
  output(): string;
  /** SIGTERM, and SIGKILL when that does not help within five seconds. */
  stop(): Promise<number | null>;
}

export interface DemoStart {
  /** `dist/index.js` of a demo package. */
  readonly entry: string;
  /** An own, empty folder. */
  readonly dir: string;
  readonly mode?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Merged over `{ mode, auth }` of `gateway` in the configuration. */
  readonly gateway?: object;
  readonly port?: number;
  /** false = do not wait until the port is open. */
  readonly wait?: boolean;
}

/** Starts it with a fresh configuration and waits until its port takes connections. */
export async function startDemoGateway(start: DemoStart): Promise<DemoRun> {
  const port = start.port ?? (await freePort());
  const token = 'demo-token-4711';
  await mkdir(start.dir, { recursive: true });
  const path = join(start.dir, 'openclaw.json');
  const config = { gateway: { mode: 'local', auth: { mode: 'token', token }, ...start.gateway } };
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  const child = spawn(process.execPath, [start.entry, 'gateway', '--port', String(port)], {
    env: {
      HOME: start.dir,
      OPENCLAW_STATE_DIR: start.dir,
      OPENCLAW_CONFIG_PATH: path,
      DEMO_MODE: start.mode ?? '',
      ...start.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (printed += part.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (start.wait ?? true) await untilOpen(port, child, () => printed);
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    token,
    pid: child.pid ?? -1,
    exited,
    output: () => printed,
    async stop() {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
      const code = await exited;
      clearTimeout(hard);
      return code;
    },
  };
}

async function untilOpen(port: number, child: ChildProcess, printed: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The demo gateway ended with ${child.exitCode}: ${printed()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      setTimeout(() => socket.destroy(), 200).unref();
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The demo gateway did not open port ${port}: ${printed()}`);
}
