/**
 * `test` with a running app in a home of its own, quit at the end. The app is the product; the project `stand-in` gives the fixture.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { type Panel, startPanel } from '../desktop/panel.ts';
import { type PrivateBus, startPrivateBus } from '../desktop/private-bus.ts';
import { launchApp, type RunningApp } from '../electron-host/launch.ts';
import { type DemoHome, makeDemoHome, PRODUCT_MAIN } from './demo-home.ts';

interface Fixtures {
  /** Which built main file the specs drive. */
  main: string;
  /** What the desktop has for trays on Linux: a panel, a bus without one, or no session bus at all. */
  desktopTray: 'panel' | 'nothing' | 'no-bus';
  /** The desktop's session bus; null where there is none. */
  bus: PrivateBus | null;
  /** The panel that shows tray icons; null where there is none. */
  panel: Panel | null;
  /** Home with the demo gateway; every service in it is removed afterwards. */
  demo: DemoHome;
  /** The home's environment. */
  env: Readonly<Record<string, string>>;
  app: RunningApp;
}

/** Where the specs leave their pictures of the window. */
export const PICTURES = fileURLToPath(new URL('../../results/pictures/app/', import.meta.url));
mkdirSync(PICTURES, { recursive: true });

export const test = base.extend<Fixtures>({
  main: [PRODUCT_MAIN, { option: true }],
  desktopTray: ['panel', { option: true }],
  bus: async ({ desktopTray }, use) => {
    const bus = process.platform === 'linux' && desktopTray !== 'no-bus' ? await startPrivateBus() : null;
    await use(bus);
    await bus?.stop();
  },
  panel: async ({ bus, desktopTray }, use) => {
    const panel = bus !== null && desktopTray === 'panel' ? await startPanel(bus.address) : null;
    await use(panel);
    panel?.stop();
  },
  // The panel is there before the app, as on a desktop that has one.
  demo: async ({ bus, panel: _panel }, use) => {
    const demo = await makeDemoHome(bus === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus.address });
    await use(demo);
    await demo.remove();
  },
  env: async ({ demo }, use) => use(demo.env),
  app: async ({ env, main }, use) => {
    const app = await launchApp({ main, env });
    await use(app);
    await app.quit();
  },
});

export { expect } from '@playwright/test';
