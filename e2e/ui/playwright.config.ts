import { defineConfig } from '@playwright/test';
import { LAUNCH } from './launch.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../results/ui-specs',
  workers: 1,
  timeout: 60_000,
  forbidOnly: true,
  globalTeardown: './contact-sheet.ts',
  reporter: [['line']],
  use: {
    browserName: 'chromium',
    launchOptions: LAUNCH,
    viewport: { width: 880, height: 600 },
    reducedMotion: 'reduce',
  },
});
