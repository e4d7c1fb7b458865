import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { FIXTURE_MAIN, NO_RIGHTS_MAIN } from './fixture/build.ts';

/** The app as a whole, on Electron or in its stand-in. Each spec starts an app of its own. */
export default defineConfig<{ main: string }>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: fileURLToPath(new URL('../../results/e2e-app', import.meta.url)),
  globalSetup: './global-setup.ts',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  projects: [
    { name: 'product', testIgnore: ['fixture.spec.ts', 'no-rights.spec.ts'] },
    // The Electron side over a core in memory: what no real gateway does on command.
    { name: 'stand-in', testMatch: 'fixture.spec.ts', use: { main: FIXTURE_MAIN } },
    // The product's window and core over a systemd that is simulated.
    { name: 'no-rights', testMatch: 'no-rights.spec.ts', use: { main: NO_RIGHTS_MAIN } },
  ],
});
