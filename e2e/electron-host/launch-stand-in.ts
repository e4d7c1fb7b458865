/**
 * The app in the stand-in: a Node process that is asked over its process channel, and a page that is joined over the loopback.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Rectangle } from 'electron';
import { type Browser, chromium, type Page } from 'playwright';
import type { ControlMessage, ControlReply, ControlRequest } from './control.ts';
import type { DesktopState, LaunchOptions, RunningApp } from './launch.ts';
import type { DrawnRow } from './parts/tray.ts';

const register = new URL('register.ts', import.meta.url).href;
const START_LIMIT_MS = 20_000;
const POLL_MS = 25;

export async function launchInStandIn(options: LaunchOptions): Promise<RunningApp> {
  const child = spawn(process.execPath, ['--import', register, options.main, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...options.env, OPENCLAW_STAND_IN_HEADED: options.headed === true ? '1' : '0' },
  });
  let log = '';
  child.stdout?.on('data', (data: Buffer) => (log += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (log += data.toString()));
  const gone = once(child, 'exit').then(([code]) => code as number | null);

  const browsers: Browser[] = [];
  const waiting = new Map<number, (value: unknown) => void>();
  let nextId = 1;
  child.on('message', (reply: ControlReply) => {
    waiting.get(reply.id)?.(reply.value);
    waiting.delete(reply.id);
  });
  const ask = (request: ControlRequest): Promise<unknown> => {
    const message: ControlMessage = { id: nextId++, request };
    const answer = new Promise<unknown>((resolve) => waiting.set(message.id, resolve));
    child.send(message);
    return Promise.race([answer, gone.then((code) => Promise.reject(new Error(`The app ended (${code}):\n${log}`)))]);
  };
  const join = async (port: number): Promise<Page> => {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    browsers.push(browser);
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('The window has no page.');
    return page;
  };
  const until = async <T>(what: string, read: () => Promise<T | null>): Promise<T> => {
    const end = Date.now() + START_LIMIT_MS;
    while (Date.now() < end) {
      const value = await read();
      if (value !== null) return value;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`${what} did not appear:\n${log}`);
  };
  const tray = (): Promise<{ rows: readonly DrawnRow[] }> =>
    until('The tray', async () => (await ask({ ask: 'tray' })) as { rows: readonly DrawnRow[] } | null);

  if (child.pid === undefined) throw new Error('Node could not be started.');
  return {
    host: 'stand-in',
    pid: child.pid,
    page: async () => join(await until('A window', async () => (await ask({ ask: 'window' })) as number | null)),
    windowCount: async () => (await ask({ ask: 'windows' })) as number,
    windowBounds: async () => (await ask({ ask: 'bounds' })) as Rectangle | null,
    trayItems: async () => (await tray()).rows,
    clickTray: async (path) => {
      await tray();
      return (await ask({ ask: 'click-tray', path })) === true;
    },
    menuBar: async () => (await ask({ ask: 'menu-bar' })) as readonly DrawnRow[] | null,
    clickMenuBar: async (path) => (await ask({ ask: 'click-menu-bar', path })) === true,
    gone,
    closeWindow: async () => void (await ask({ ask: 'close-window' })),
    resume: async () => void (await ask({ ask: 'resume' })),
    openUrl: async (url) => void (await ask({ ask: 'open-url', url })),
    async launchAgain(...args) {
      const again = spawn(process.execPath, ['--import', register, options.main, ...args], {
        stdio: 'ignore',
        env: { ...options.env, OPENCLAW_STAND_IN_HEADED: '0' },
      });
      const [code] = (await once(again, 'exit')) as [number | null];
      return code;
    },
    openStranger: async (preload, url) => join((await ask({ ask: 'open-stranger', preload, url })) as number),
    desktop: async () => (await ask({ ask: 'desktop' })) as DesktopState,
    async quit() {
      if (child.exitCode === null && child.connected) child.send({ id: 0, request: { ask: 'quit' } } as ControlMessage);
      const code = await gone;
      await Promise.all(browsers.map((browser) => browser.close()));
      return code;
    },
    mainLog: () => log,
  };
}
