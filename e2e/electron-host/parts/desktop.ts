/**
 * The desktop around the app: notifications, dialogs, clipboard, browser, theme, power. Kept as data that specs read, and said to a
 * person in the terminal.
 */
import { EventEmitter } from 'node:events';
import type { Clipboard, Dialog, Display, MessageBoxOptions, NativeTheme, Screen, Session, Shell } from 'electron';

/** What the app did to the desktop so far. */
export interface DesktopRecord {
  readonly notifications: { readonly title: string; readonly body: string }[];
  readonly opened: string[];
  /** Files shown in the file manager. */
  readonly revealed: string[];
  readonly dialogs: { readonly message: string; readonly buttons: readonly string[] }[];
  clipboard: string;
}

export const desktop: DesktopRecord = { notifications: [], opened: [], revealed: [], dialogs: [], clipboard: '' };
/** Says something to the person at the terminal, if there is one. */
export const sayings = new EventEmitter<{ line: [text: string] }>();
/** The button that the next dialog is answered with; without one it is cancelled. */
export const nextAnswers: number[] = [];

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly #options: { title: string; body: string };
  constructor(options: { title?: string; body?: string }) {
    super();
    this.#options = { title: options.title ?? '', body: options.body ?? '' };
  }
  show(): void {
    desktop.notifications.push(this.#options);
    sayings.emit('line', `${this.#options.title}. ${this.#options.body}`);
  }
}

export const clipboard = {
  async writeText(text) {
    desktop.clipboard = text;
    sayings.emit('line', `Copied: ${text.length > 100 ? `${text.length} characters` : text}`);
  },
  readText: async () => desktop.clipboard,
} satisfies Pick<Clipboard, 'writeText' | 'readText'>;

export const shell = {
  async openExternal(url) {
    desktop.opened.push(url);
    sayings.emit('line', `Open ${url} in your browser.`);
  },
  showItemInFolder(path) {
    desktop.revealed.push(path);
    sayings.emit('line', `Show ${path} in the file manager.`);
  },
} satisfies Pick<Shell, 'openExternal' | 'showItemInFolder'>;

export const dialog = {
  async showMessageBox(options: MessageBoxOptions) {
    desktop.dialogs.push({ message: options.message, buttons: options.buttons ?? [] });
    const response = nextAnswers.shift() ?? options.cancelId ?? 0;
    sayings.emit('line', `${options.message} (answered: ${options.buttons?.[response] ?? response})`);
    return { response, checkboxChecked: false };
  },
  showErrorBox(title: string, content: string) {
    process.stderr.write(`${title}\n${content}\n`);
  },
} satisfies { showMessageBox(options: MessageBoxOptions): ReturnType<Dialog['showMessageBox']> } & Pick<
  Dialog,
  'showErrorBox'
>;

type ThemePart = Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI'>;

/** A light desktop. What the app forces changes what the app is told, and is announced, as electron.d.ts has it for `themeSource`. */
const theme: { themeSource: NativeTheme['themeSource'] } = { themeSource: 'system' };
export const nativeTheme: ThemePart & EventEmitter = Object.defineProperties(new EventEmitter(), {
  themeSource: {
    get: () => theme.themeSource,
    set(value: NativeTheme['themeSource']) {
      theme.themeSource = value;
      nativeTheme.emit('updated');
    },
  },
  shouldUseDarkColors: { get: () => theme.themeSource === 'dark' },
  shouldUseDarkColorsForSystemIntegratedUI: { get: () => false },
}) as ThemePart & EventEmitter;

/** One display with a bar of 32 pixels at its upper edge. */
const displays: readonly Pick<Display, 'id' | 'workArea' | 'bounds'>[] = [
  {
    id: 1,
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
    workArea: { x: 0, y: 32, width: 1920, height: 1048 },
  },
];

export const screen = {
  getPrimaryDisplay: () => displays[0] as Display,
  getAllDisplays: () => displays as Display[],
} satisfies Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>;

export const powerMonitor = new EventEmitter();

type SessionPart = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
>;

/** Which guards the app has put up. Chromium grants nothing here anyway; specs ask that none was forgotten. */
export const permissionGuards = new Set<string>();

const defaultSession: SessionPart = {
  setPermissionRequestHandler: (handler) => note('request', handler),
  setPermissionCheckHandler: (handler) => note('check', handler),
  setDevicePermissionHandler: (handler) => note('device', handler),
  setDisplayMediaRequestHandler: (handler) => note('display-media', handler),
};

export const session = { defaultSession };

function note(name: string, handler: unknown): void {
  if (handler === null) permissionGuards.delete(name);
  else permissionGuards.add(name);
}
