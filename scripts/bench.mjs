/** `npm run bench`: the logs (e2e/bench/logs.ts), then the shim (e2e/bench/run.ts), which needs root, systemd-nspawn and GNU time. */
import { at, capture, ensureBuild, ensureDependencies, node24, run } from './lib/project.mjs';

process.exitCode = await bench();

async function bench() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const logs = await run(node24, [at('e2e', 'bench', 'logs.ts'), ...process.argv.slice(2)]);
  if (logs !== 0) return logs;
  const problem = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
  if (problem.code !== 0) {
    console.error(`The benchmark needs a booted host: ${problem.stdout.trim() || problem.stderr.trim()}`);
    return 1;
  }
  return run(node24, [at('e2e', 'bench', 'run.ts'), ...process.argv.slice(2)]);
}
