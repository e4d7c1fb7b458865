/** `npm run bench`: see the parts in e2e/bench. Needs root, systemd-nspawn and GNU time. */
import { at, capture, ensureBuild, ensureDependencies, node24, run } from './lib/project.mjs';

process.exitCode = await bench();

async function bench() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const problem = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
  if (problem.code !== 0) {
    console.error(`The benchmark needs a booted host: ${problem.stdout.trim() || problem.stderr.trim()}`);
    return 1;
  }
  for (const part of ['run.ts', 'watch-run.ts']) {
    const code = await run(node24, [at('e2e', 'bench', part), ...process.argv.slice(2)]);
    if (code !== 0) return code;
  }
  return 0;
}
