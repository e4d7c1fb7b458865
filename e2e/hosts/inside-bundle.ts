/** One file with everything that a program needs inside a booted host, so that nothing has to be installed there. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Bundles `entry` (a file beside this one) as `inside.mjs` in a folder that every account may read, for as long as `use` takes.
 */
export async function withInsideBundle(entry: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'inside-'));
  await chmod(folder, 0o755);
  try {
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        ssr: fileURLToPath(new URL(entry, import.meta.url)),
        outDir: folder,
        emptyOutDir: true,
        target: 'node24',
        rollupOptions: { output: { entryFileNames: 'inside.mjs' } },
      },
      ssr: { noExternal: true },
    });
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
