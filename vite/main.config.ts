/**
 * The Electron main process: one ESM file for Node 24, `electron` left outside, with the tray's images beside it.
 */
import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  resolve: { conditions: ['node', 'import', 'default'] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { main: 'src/main/electron/main.ts' },
      external: ['electron', ...builtinModules.flatMap((name) => [name, `node:${name}`])],
      output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
    },
  },
  plugins: [
    {
      name: 'copy-images',
      writeBundle({ dir }) {
        if (dir !== undefined) cpSync(`${root}src/main/electron/assets`, `${dir}/assets`, { recursive: true });
      },
    },
  ],
});
