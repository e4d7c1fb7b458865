import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The shim: one ESM file for plain Node. Electron is not external here, so importing it breaks the build. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  define: { __APP_VERSION__: JSON.stringify(version) },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/main/cli/entry.ts',
    target: 'node24',
    outDir: 'dist/cli',
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      output: {
        format: 'esm',
        entryFileNames: 'openclaw-tray.mjs',
        codeSplitting: false,
        banner: '#!/usr/bin/env node',
      },
    },
  },
});
