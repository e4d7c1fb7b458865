import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

/** The app as a whole, on Electron or in its stand-in. Each spec starts an app of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Driving the product's own main file (OPENCLAW_TRAY_MAIN), the specs of the fixture's core have no subject.
  testIgnore: process.env.OPENCLAW_TRAY_MAIN === undefined ? [] : ['fixture.spec.ts'],
  outputDir: fileURLToPath(new URL('../../results/e2e-app', import.meta.url)),
  globalSetup: './global-setup.ts',
  timeout: 45_000,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
});
