import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Runs inside a booted test host, from a checkout that cannot be written to; started by `systemd-system.live.ts`. */
export default defineConfig({
  cacheDir: `/tmp/vitest-inside-${process.getuid?.() ?? 0}`,
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/hosts/*.inside.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
