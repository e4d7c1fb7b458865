import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Independent programs read what we write. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/readers/**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
