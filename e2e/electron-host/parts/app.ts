/**
 * `app`: life cycle and single instance.
 */
import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { preventable } from './event.ts';

/** What `app` needs of a window to end it. */
export interface ClosableWindow {
  close(): void;
  isDestroyed(): boolean;
}

type AppPart = Pick<
  App,
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'setPath'
  | 'getPath'
  | 'getVersion'
  | 'getAppPath'
  | 'getPreferredSystemLanguages'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setDesktopName'
  | 'setActivationPolicy'
  | 'enableSandbox'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'isDefaultProtocolClient'
  | 'setAsDefaultProtocolClient'
>;

const paths = new Map<string, string>();
const ready = Promise.withResolvers<void>();
const windows = new Set<ClosableWindow>();
/** Browsers that are still ending; the process waits for them, so that none is left behind. */
const ending = new Set<Promise<void>>();
const linkSchemes = new Set<string>();
let loginItem: Parameters<App['setLoginItemSettings']>[0] = {};
let isReady = false;
let quitting = false;
let lock: string | null = null;

const part: AppPart = {
  isPackaged: false,
  isReady: () => isReady,
  whenReady: () => ready.promise,
  setPath: (name, path) => void paths.set(name, path),
  getPath: (name) => paths.get(name) ?? fault(`app.getPath('${name}') before app.setPath`),
  getAppPath: () => packageFolder(),
  getVersion: () => readVersion(),
  getPreferredSystemLanguages: () => [Intl.DateTimeFormat().resolvedOptions().locale],
  requestSingleInstanceLock,
  setAppUserModelId: () => undefined,
  setDesktopName: () => undefined,
  setActivationPolicy: () => undefined,
  enableSandbox: () => undefined,
  // Both are for macOS and Windows (electron.d.ts); elsewhere nothing is kept, so that a use of them there shows.
  setLoginItemSettings(settings) {
    if (process.platform === 'darwin' || process.platform === 'win32') loginItem = settings;
  },
  getLoginItemSettings(question) {
    const asked = JSON.stringify(question?.args ?? []) === JSON.stringify(loginItem.args ?? []);
    const openAtLogin = loginItem.openAtLogin === true && asked;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin && loginItem.enabled !== false,
      launchItems: [],
    };
  },
  // Nothing is told to the system that this runs on: links reach the app by its arguments only.
  isDefaultProtocolClient: (scheme) => linkSchemes.has(scheme),
  setAsDefaultProtocolClient: (scheme) => linkSchemes.add(scheme).has(scheme),
  quit: () => void quit(),
  exit: (code) => void exit(code ?? 0),
};

/** The stand-in's own entrances, beside Electron's. */
const own = {
  start() {
    // Electron's process lives until it is told to end, whether or not anything is open.
    setInterval(() => undefined, 2 ** 30);
    setImmediate(() => {
      isReady = true;
      ready.resolve();
      app.emit('ready', preventable({}), {});
    });
  },
  windowOpened: (window: ClosableWindow) => void windows.add(window),
  windowClosed(window: ClosableWindow) {
    windows.delete(window);
    if (windows.size > 0 || quitting) return;
    // As Electron does: without a listener the app ends with its last window.
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.emit('window-all-closed');
  },
  waitFor(end: Promise<void>) {
    const settled = end.finally(() => ending.delete(settled));
    ending.add(settled);
  },
};

export const app = Object.assign(new EventEmitter(), part, own);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

async function quit(): Promise<void> {
  if (prevented('before-quit')) return;
  quitting = true;
  for (const window of [...windows]) {
    window.close();
    if (!window.isDestroyed()) {
      quitting = false;
      return;
    }
  }
  if (prevented('will-quit')) return;
  await exit(0);
}

async function exit(code: number): Promise<void> {
  quitting = true;
  for (const window of [...windows]) window.close();
  await Promise.allSettled([...ending]);
  app.emit('quit', preventable({}), code);
  if (lock !== null) rmSync(lock, { force: true });
  process.exit(code);
}

function prevented(name: string): boolean {
  const event = preventable({});
  app.emit(name, event);
  return event.defaultPrevented;
}

/** One file with the holder's pid in the data folder; a second launch leaves a note beside it, which the first one watches for. */
function requestSingleInstanceLock(): boolean {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'stand-in.lock');
  const holder = readHolder(path);
  if (holder !== null && holder !== process.pid) {
    const note = { argv: process.argv, cwd: process.cwd() };
    writeFileSync(join(folder, `stand-in-launch-${process.pid}.json`), JSON.stringify(note), { mode: 0o600 });
    return false;
  }
  writeFileSync(path, String(process.pid), { mode: 0o600 });
  lock = path;
  watch(folder, () => readNotes(folder)).unref();
  return true;
}

function readHolder(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    // No lock, or its process is gone.
    return null;
  }
}

function readNotes(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith('stand-in-launch-'))) {
    const path = join(folder, name);
    let note: { argv: string[]; cwd: string };
    try {
      note = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      // Still being written, or taken by an earlier turn: another notice follows.
      continue;
    }
    rmSync(path, { force: true });
    app.emit('second-instance', preventable({}), note.argv, note.cwd, undefined);
  }
}

/** The folder of the package.json nearest above the script that runs, as Electron finds an unpackaged app. */
function packageFolder(): string {
  for (let folder = dirname(process.argv[1] ?? ''); folder !== dirname(folder); folder = dirname(folder)) {
    if (readdirSync(folder).includes('package.json')) return folder;
  }
  return fault('no package.json above the script');
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version?: string };
  return version ?? '0.0.0';
}

function fault(what: string): never {
  throw new Error(`stand-in for Electron: ${what}`);
}
