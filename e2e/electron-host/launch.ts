/**
 * Starts the built app for a spec: on Electron where its binary is, in the stand-in elsewhere. The same `RunningApp` for both.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Rectangle } from 'electron';
import type { Page } from 'playwright';
import { launchOnElectron } from './launch-electron.ts';
import { launchInStandIn } from './launch-stand-in.ts';
import type { DrawnRow } from './parts/tray.ts';

export interface LaunchOptions {
  /** The built main file. */
  readonly main: string;
  /** Whole environment of the app; HOME and the XDG folders in it keep it away from the person's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly headed?: boolean;
}

/** What the app did to the desktop so far. Only the stand-in can tell. */
export interface DesktopState {
  readonly notifications: readonly { readonly title: string; readonly body: string }[];
  readonly opened: readonly string[];
  readonly revealed: readonly string[];
  readonly dialogs: readonly { readonly message: string; readonly buttons: readonly string[] }[];
  readonly clipboard: string;
  readonly permissionGuards: readonly string[];
}

export interface RunningApp {
  readonly host: 'electron' | 'stand-in';
  readonly pid: number;
  /** The open window, loaded. Waits for it. */
  page(): Promise<Page>;
  windowCount(): Promise<number>;
  /** Where the window is when it is not maximised; null without one. */
  windowBounds(): Promise<Rectangle | null>;
  /** The tray's menu as it is drawn now. */
  trayItems(): Promise<readonly DrawnRow[]>;
  /** Clicks the row at this path of ids; false when it is not there or disabled. */
  clickTray(path: readonly string[]): Promise<boolean>;
  /** The windows' menu bar; null when there is none, or the host cannot tell. */
  menuBar(): Promise<readonly DrawnRow[] | null>;
  clickMenuBar(path: readonly string[]): Promise<boolean>;
  closeWindow(): Promise<void>;
  /** Tells the app that the machine woke up. */
  resume(): Promise<void>;
  /** What macOS does when a link is opened. */
  openUrl(url: string): Promise<void>;
  /** Starts the app a second time with these arguments; resolves with the exit code when that process is gone. */
  launchAgain(...args: readonly string[]): Promise<number | null>;
  /** A window with the app's own preload that the app did not open. */
  openStranger(preload: string, url: string): Promise<Page>;
  /** null where the host cannot tell. */
  desktop(): Promise<DesktopState | null>;
  /** Exit code once the process is gone by itself. */
  readonly gone: Promise<number | null>;
  /** Ends the app as its own menu does. Resolves with the exit code when the process is gone. */
  quit(): Promise<number | null>;
  /** What the app wrote to its terminal. */
  mainLog(): string;
}

/** Path of Electron's binary, or null when it was never downloaded. */
export function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  return names.map((name) => join(folder, 'dist', name)).find((path) => existsSync(path)) ?? null;
}

export function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const binary = electronBinary();
  return binary === null ? launchInStandIn(options) : launchOnElectron(options, binary);
}
