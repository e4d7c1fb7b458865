/**
 * `npm run bench`: fuzz.ts, idle.ts, then run.ts of e2e/bench. The last needs root, systemd-nspawn and GNU time. `-- --only idle,fuzz` runs a part.
 */
import { at, capture, ensureBuild, ensureDependencies, node24, run } from './lib/project.mjs';

process.exitCode = await bench();

async function bench() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const args = process.argv.slice(2);
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : ['fuzz', 'idle', 'run'];
  for (const name of ['fuzz', 'idle'].filter((each) => only.includes(each))) {
    const code = await run(node24, ['--expose-gc', at('e2e', 'bench', `${name}.ts`), ...args]);
    if (code !== 0) return code;
  }
  if (!only.includes('run')) return 0;
  const problem = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
  if (problem.code !== 0) {
    console.error(`The benchmark needs a booted host: ${problem.stdout.trim() || problem.stderr.trim()}`);
    return 1;
  }
  return run(node24, [at('e2e', 'bench', 'run.ts'), ...args]);
}
