import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { ownSentences } from './own-sentences.ts';

const root = fileURLToPath(new URL('../src/renderer/', import.meta.url));

/** The window: relative addresses, so that it loads from `app://ui/` and from a plain web server alike. */
export default defineConfig({
  root,
  base: './',
  publicDir: false,
  plugins: [ownSentences()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome142',
    // Nothing may become a data: address: the content security policy allows the page's own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
});
