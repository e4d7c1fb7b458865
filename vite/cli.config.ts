import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { asciiOnly } from './ascii-only.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { packedTexts } from './packed-texts.ts';

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url);
const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };

/**
 * The shim: everything in one file (`shim.mjs`), and the few lines that start it (`openclaw-tray.mjs`). Electron is not external here, so
 * importing it breaks the build.
 */
export default defineConfig({
  root: fromRoot('').pathname,
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    packedTexts(),
    lazyBuiltins(),
    asciiOnly(),
    {
      name: 'launcher',
      generateBundle() {
        const source = readFileSync(fromRoot('src/main/cli/launcher.mjs'), 'utf8');
        this.emitFile({ type: 'asset', fileName: 'openclaw-tray.mjs', source });
      },
    },
  ],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/main/cli/entry.ts',
    target: 'node24',
    outDir: 'dist/cli',
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      output: { format: 'esm', entryFileNames: 'shim.mjs', codeSplitting: false },
    },
  },
});
