/**
 * `npm run bench`: the parts of e2e/bench, one after the other; `-- --only idle,fuzz` runs some of them. `scroll` and `window` need a
 * Chromium, those after them root, systemd-nspawn and GNU time.
 */
import { at, capture, ensureBuild, ensureDependencies, findChromium, node24, run } from './lib/project.mjs';

const PARTS = [
  { name: 'logs', file: 'logs.ts', host: false },
  { name: 'fuzz', file: 'fuzz.ts', host: false },
  { name: 'idle', file: 'idle.ts', host: false },
  { name: 'renderer', file: 'renderer-size.ts', host: false },
  { name: 'scroll', file: 'scroll.ts', host: false, chromium: true },
  { name: 'window', file: 'window.ts', host: false, chromium: true },
  { name: 'run', file: 'run.ts', host: true },
  { name: 'watch', file: 'watch-run.ts', host: true },
];

process.exitCode = await bench();

async function bench() {
  const installed = await ensureDependencies();
  if (installed !== 0) return installed;
  const built = await ensureBuild();
  if (built !== 0) return built;
  const args = process.argv.slice(2);
  const at0 = args.indexOf('--only');
  const only = at0 < 0 ? null : (args[at0 + 1] ?? '').split(',');
  const rest = at0 < 0 ? args : args.toSpliced(at0, 2);
  const parts = PARTS.filter(({ name }) => only === null || only.includes(name));
  if (parts.length === 0) {
    console.error(`No such part. Known: ${PARTS.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  if (parts.some(({ host }) => host)) {
    const problem = await capture(node24, [at('e2e', 'hosts', 'can-boot.ts')]);
    if (problem.code !== 0) {
      console.error(`The benchmark needs a booted host: ${problem.stdout.trim() || problem.stderr.trim()}`);
      return 1;
    }
  }
  if (parts.some(({ chromium }) => chromium === true) && findChromium() === null) {
    console.error('The window is measured in Chromium, and none was found. Install one, or set CHROME_PATH.');
    return 1;
  }
  for (const { file } of parts) {
    const code = await run(node24, ['--expose-gc', at('e2e', 'bench', file), ...rest]);
    if (code !== 0) return code;
  }
  return 0;
}
