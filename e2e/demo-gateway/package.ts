/** Makes the demo gateway something that can be installed: one file, in a package folder of OpenClaw's layout. */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { DEMO_VERSION } from './src/data.ts';

export interface DemoPackage {
  /** `<dir>/node_modules/openclaw`. */
  readonly root: string;
  /** The file that a service definition runs: `dist/index.js`. */
  readonly entry: string;
  /** The command line launcher: `openclaw.mjs`. */
  readonly bin: string;
}

/** Bundles the demo gateway into `outFile`: one ES module that needs nothing but Node. */
export async function buildDemoGateway(outFile: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-gateway-'));
  try {
    await build({
      configFile: false,
      logLevel: 'warn',
      root: dirname(fileURLToPath(import.meta.url)),
      // A bundle for Node, with `ws` inside.
      ssr: { noExternal: true },
      build: {
        ssr: 'src/index.ts',
        outDir: folder,
        emptyOutDir: false,
        target: 'node24',
        minify: false,
        // `ws` looks for these two native helpers and does without them.
        rollupOptions: {
          external: ['bufferutil', 'utf-8-validate'],
          output: { entryFileNames: 'index.js', format: 'es' },
        },
      },
    });
    await mkdir(dirname(outFile), { recursive: true });
    await copyFile(join(folder, 'index.js'), outFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Lays out `<dir>/node_modules/openclaw` so that it is found as an installed OpenClaw.
 * @param bundle a file that `buildDemoGateway` made; without it, one is built.
 */
export async function makeDemoPackage(dir: string, bundle?: string): Promise<DemoPackage> {
  const root = join(dir, 'node_modules', 'openclaw');
  const entry = join(root, 'dist', 'index.js');
  const bin = join(root, 'openclaw.mjs');
  if (bundle === undefined) await buildDemoGateway(entry);
  else {
    await mkdir(dirname(entry), { recursive: true });
    await copyFile(bundle, entry);
  }
  const manifest = {
    name: 'openclaw',
    version: DEMO_VERSION,
    description: 'Demonstration gateway; not OpenClaw.',
    private: true,
    type: 'module',
    main: 'dist/index.js',
    bin: { openclaw: 'openclaw.mjs' },
    engines: { node: '>=24.16.0 <25 || >=26.1.0' },
  };
  await writeFile(join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(bin, "#!/usr/bin/env node\nimport './dist/index.js';\n", { mode: 0o755 });
  return { root, entry, bin };
}
