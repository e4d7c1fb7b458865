/**
 * The one window. It exists only while it is seen: closing destroys the page and frees its memory, opening makes it anew at its old place.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents } from 'electron';
import type { WindowBounds } from '../../shared/settings.ts';
import type { Platform } from '../system/host.ts';
import { UI_START } from './ui-address.ts';
import { clampToDisplays } from './window-bounds.ts';

export interface WindowDependencies {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly platform: Platform;
  readonly preload: string;
  /** Whether the desktop is dark now: the colour of the frame before the page has painted. */
  readonly dark: () => boolean;
  /** Lets the new page call us. Called before anything is loaded. */
  readonly trust: (contents: WebContents) => void;
  /** Where it was last; null = never yet. */
  readonly bounds: () => WindowBounds | null;
  /** Called when the window closes, with where it was. */
  readonly keepBounds: (bounds: WindowBounds) => void;
  /** Parts of the displays of now that windows may cover, the primary one first. */
  readonly workAreas: () => readonly Rectangle[];
  readonly onShown: () => void;
  readonly onClosed: () => void;
  readonly onBroken: (message: string, cause: unknown) => void;
}

export interface MainWindow {
  /** Opens the window, or brings it to the front. Resolves when the page is loaded. */
  show(): Promise<void>;
  close(): void;
  isOpen(): boolean;
}

const DEFAULT_SIZE = { width: 880, height: 600 };
const MIN_SIZE = { minWidth: 560, minHeight: 480 };
/** Height of the page's own header, where the frame's controls stand. */
const HEADER_HEIGHT = 48;
/** Page colours of the two themes, from the design tokens. */
const PAGE = { light: '#fbfaf9', dark: '#15191d' };

export function createMainWindow(deps: WindowDependencies): MainWindow {
  let current: BrowserWindow | null = null;
  let loading: Promise<void> = Promise.resolve();

  const open = (): Promise<void> => {
    const last = deps.bounds();
    const place =
      last === null
        ? null
        : clampToDisplays(last, deps.workAreas(), { width: MIN_SIZE.minWidth, height: MIN_SIZE.minHeight });
    const window = new deps.BrowserWindow(windowOptions(deps, place));
    current = window;
    deps.trust(window.webContents);
    window.once('ready-to-show', () => {
      if (last?.maximized === true) window.maximize();
      window.show();
    });
    window.on('close', () => {
      const { x, y, width, height } = window.getNormalBounds();
      deps.keepBounds({ x, y, width, height, maximized: window.isMaximized() });
    });
    window.once('closed', () => {
      current = null;
      deps.onClosed();
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      deps.onBroken('The window ended unexpectedly.', details.reason);
      // What is left is an empty frame; the next click opens a working one.
      if (!window.isDestroyed()) window.destroy();
    });
    deps.onShown();
    return window.loadURL(UI_START).catch((cause: unknown) => {
      // The person may close the window while it loads; then there is nothing to report.
      if (!window.isDestroyed()) deps.onBroken('The window could not be loaded.', cause);
    });
  };

  return {
    show() {
      if (current === null) {
        loading = open();
      } else {
        if (current.isMinimized()) current.restore();
        current.show();
        current.focus();
      }
      return loading;
    },
    close() {
      current?.close();
    },
    isOpen: () => current !== null,
  };
}

function windowOptions(deps: WindowDependencies, bounds: Rectangle | null): BrowserWindowConstructorOptions {
  return {
    ...DEFAULT_SIZE,
    ...MIN_SIZE,
    ...(bounds ?? {}),
    show: false,
    title: 'OpenClaw Tray',
    backgroundColor: deps.dark() ? PAGE.dark : PAGE.light,
    autoHideMenuBar: true,
    ...titleBar(deps.platform),
    webPreferences: {
      preload: deps.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    },
  };
}

function titleBar(platform: Platform): BrowserWindowConstructorOptions {
  if (platform === 'darwin') return { titleBarStyle: 'hiddenInset' };
  if (platform === 'win32') {
    return { titleBarStyle: 'hidden', titleBarOverlay: { height: HEADER_HEIGHT, color: '#00000000' } };
  }
  return {};
}
