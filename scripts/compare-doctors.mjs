/**
 * `npm run compare`: our doctor beside OpenClaw's own on thirty broken hosts, written to docs/comparison.md. Needs root and systemd-nspawn;
 * `-- --only ID,ID` measures some, `-- --again` measures anew, `-- --table` only writes the page from what was measured.
 */
import { at, capture, ensureBuild, ensureDependencies, node24, run } from './lib/project.mjs';

process.exitCode = await compare();

async function compare() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const args = process.argv.slice(2);
  if (!args.includes('--table')) {
    const problem = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
    if (problem.code !== 0) {
      console.error(`The comparison needs a booted host: ${problem.stdout.trim() || problem.stderr.trim()}`);
      return 1;
    }
  }
  return run(node24, [at('e2e', 'broken-hosts', 'compare.ts'), ...args]);
}
