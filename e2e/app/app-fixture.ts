/**
 * `test` with a running app in a home of its own, quit at the end. The app is the product; the project `stand-in` gives the fixture.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { launchApp, type RunningApp } from '../electron-host/launch.ts';
import { type DemoHome, makeDemoHome, PRODUCT_MAIN } from './demo-home.ts';

interface Fixtures {
  /** Which built main file the specs drive. */
  main: string;
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
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  demo: async ({}, use) => {
    const demo = await makeDemoHome();
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
