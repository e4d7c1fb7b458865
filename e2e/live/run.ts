/** Runs the live suite: the adapter against a real systemd, then the main job on the real gateway, through the shim and by clicking. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const steps: readonly (readonly string[])[] = [
  [at('e2e/hosts/systemd-adapter.live.ts')],
  [at('e2e/hosts/journal.live.ts')],
  [at('e2e/hosts/systemd-system.live.ts')],
  [at('e2e/hosts/native.live.ts')],
  [at('node_modules/vitest/vitest.mjs'), 'run', '-c', at('e2e/live/vitest.config.ts'), ...process.argv.slice(2)],
];
let failed = 0;
for (const step of steps) {
  const { status } = spawnSync(process.execPath, [...step], { stdio: 'inherit', cwd: at('.') });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
