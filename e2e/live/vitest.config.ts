import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Real parts only: a booted systemd, the real gateway. One after the other: each file boots a host of its own. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/live/**/*.live.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
    bail: 0,
  },
});
