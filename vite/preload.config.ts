import { defineConfig } from 'vite';

/** The preload: one CommonJS file that requires electron and nothing else. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: new URL('../dist/preload', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome142',
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: {
      entry: new URL('../src/renderer/preload.ts', import.meta.url).pathname,
      formats: ['cjs'],
      fileName: () => 'preload.cjs',
    },
    rolldownOptions: { external: ['electron'] },
  },
});
