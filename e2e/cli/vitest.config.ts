import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The built shim as a person or a script meets it: a process of its own in a scratch home. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/cli/**/*.e2e.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
