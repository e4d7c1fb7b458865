/** Format, lint, and the types of every layer on its own. Quick: run it before every commit. */
import { at, ensureDependencies, node24, run } from './lib/project.mjs';

const LAYERS = [
  'src/shared/tsconfig.json',
  'src/main/tsconfig.json',
  'src/main/electron/tsconfig.json',
  'src/renderer/tsconfig.json',
  'src/renderer/tsconfig.preload.json',
  'e2e/tsconfig.json',
  'e2e/components/tsconfig.json',
];

process.exitCode = await check();

async function check() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  let failed = 0;
  console.log('format and lint');
  if (
    (await run(node24, [
      at('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--error-on-warnings',
      '.',
    ])) !== 0
  )
    failed += 1;
  for (const layer of LAYERS) {
    console.log(`types of ${layer}`);
    if ((await run(node24, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', layer])) !== 0) failed += 1;
  }
  console.log(failed === 0 ? 'check: all well' : `check: ${failed} of ${LAYERS.length + 1} failed`);
  return failed === 0 ? 0 : 1;
}
