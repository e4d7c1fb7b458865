import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The contract on this machine's own supervisor; see contract.native.test.ts. */
export default defineConfig({
  cacheDir: join(tmpdir(), `vitest-native-${process.getuid?.() ?? 0}`),
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/hosts/*.native.test.ts'],
    fileParallelism: false,
    testTimeout: 400_000,
    hookTimeout: 400_000,
  },
});
