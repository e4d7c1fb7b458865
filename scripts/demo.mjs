/** `npm run demo`: see e2e/demo/run.ts. */
import { at, ensureBuild, ensureDependencies, findChromium, node24, run } from './lib/project.mjs';

process.exitCode = await demo();

async function demo() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const chromium = findChromium();
  const { CHROME_PATH: _ignored, ...env } = process.env;
  return run(node24, [at('e2e', 'demo', 'run.ts'), ...process.argv.slice(2)], {
    env: { ...env, ...(chromium === null ? {} : { CHROME_PATH: chromium }) },
  });
}
