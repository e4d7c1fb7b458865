/**
 * The app on Electron itself, through Playwright's driver. The tray is read and clicked through the app's own test hooks, because
 * Electron gives no way to read a tray.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BrowserWindow as ElectronWindow } from 'electron';
import { _electron, type Page } from 'playwright';
import type { TestHooks } from '../../src/main/electron/test-hooks.ts';
import type { MenuRow } from '../../src/main/electron/tray/menu-model.ts';
import type { LaunchOptions, RunningApp } from './launch.ts';
import type { DrawnRow } from './parts/tray.ts';

declare const openclawTrayTestHooks: TestHooks;

export async function launchOnElectron(options: LaunchOptions, executablePath: string): Promise<RunningApp> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath,
    args: [...root, options.main, ...(options.args ?? [])],
    env: { ...options.env, OPENCLAW_TRAY_TEST_HOOKS: '1' },
  });
  const child = electron.process();
  let log = '';
  child.stdout?.on('data', (data: Buffer) => (log += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (log += data.toString()));
  const gone = once(child, 'exit').then(([code]) => code as number | null);
  const newest = async (before: readonly Page[]): Promise<Page> =>
    electron.windows().find((page) => !before.includes(page)) ?? (await electron.waitForEvent('window'));

  return {
    host: 'electron',
    pid: child.pid ?? 0,
    async page() {
      const page = await electron.firstWindow();
      await page.waitForLoadState('load');
      return page;
    },
    windowCount: async () => electron.windows().length,
    windowBounds: () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds() ?? null),
    trayItems: async () => (await electron.evaluate(() => openclawTrayTestHooks.rows())).map(drawn),
    clickTray: (path) => electron.evaluate((_electron, ids) => openclawTrayTestHooks.click(ids), path),
    menuBar: async () => null,
    clickMenuBar: async () => false,
    gone,
    closeWindow: () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
    resume: () => electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume')),
    openUrl: (url) =>
      electron.evaluate(({ app }, text) => void app.emit('open-url', { preventDefault: () => undefined }, text), url),
    async launchAgain(...args) {
      const again = spawn(executablePath, [...root, options.main, ...args], {
        stdio: 'ignore',
        env: { ...options.env },
      });
      const [code] = (await once(again, 'exit')) as [number | null];
      return code;
    },
    async openStranger(preload, url) {
      const before = electron.windows();
      await electron.evaluate(
        async ({ BrowserWindow }, input) => {
          const stranger: ElectronWindow = new BrowserWindow({
            webPreferences: { sandbox: true, preload: input.preload },
          });
          await stranger.loadURL(input.url);
        },
        { preload, url },
      );
      return newest(before);
    },
    desktop: async () => null,
    async quit() {
      await electron.evaluate(({ app }) => app.quit());
      return gone;
    },
    mainLog: () => log,
  };
}

function drawn(row: MenuRow): DrawnRow {
  return {
    id: row.id,
    kind: row.kind === 'separator' ? 'separator' : row.kind === 'submenu' ? 'submenu' : 'row',
    label: row.kind === 'separator' ? '' : row.label,
    enabled: row.kind === 'action' ? row.enabled : row.kind !== 'text',
    rows: row.kind === 'submenu' ? row.rows.map(drawn) : [],
  };
}
