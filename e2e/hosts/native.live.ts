/**
 * The contract of the platform's own supervisor, as CI runs it on other platforms, here in a throwaway host: the same files, the same
 * clean-up, and a recording of the tools' answers.
 *
 *   sudo node e2e/hosts/native.live.ts [--out FOLDER]
 *
 * With --out the recorded answers are copied there. Exit code 0: all passed; 1: one failed; 77: no test host can run here (why is printed).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newPrefix } from './native-names.mjs';
import { bootSystemdHost, systemdHostProblem } from './systemd-host.ts';

const PROJECT = '/opt/openclaw-tray';
const OUT = '/opt/recorded';

const problem = systemdHostProblem();
if (problem !== null) {
  process.stdout.write(`skipped: ${problem}\n`);
  process.exit(77);
}
const at = process.argv.indexOf('--out');
const asked = at < 0 ? undefined : process.argv[at + 1];
const out = asked === undefined ? await mkdtemp(join(tmpdir(), 'recorded-')) : resolve(asked);
mkdirSync(out, { recursive: true });
const root = fileURLToPath(new URL('../..', import.meta.url));
const host = await bootSystemdHost({
  name: 'native',
  binds: [
    { from: root, to: PROJECT },
    { from: out, to: OUT, writable: true },
  ],
});
const node = `${PROJECT}/node_modules/node/bin/node`;
const env = { OCTRAY_NATIVE_PREFIX: newPrefix() };
let failed = 0;
try {
  await host.run(['chown', host.user, OUT], { root: true });
  const vitest = [`${PROJECT}/node_modules/vitest/vitest.mjs`, 'run', '--configLoader', 'native', '--root', PROJECT];
  const steps = [
    [...vitest, '-c', `${PROJECT}/e2e/hosts/native.vitest.config.ts`],
    [`${PROJECT}/scripts/record-platform.mjs`, '--out', `${OUT}/looked`],
    [`${PROJECT}/scripts/record-platform.mjs`, '--out', `${OUT}/lived`, '--with-throwaway-service'],
    [`${PROJECT}/e2e/hosts/clean-native.mjs`],
  ];
  for (const step of steps) {
    process.stdout.write(`# ${step.map((word) => word.replace(`${PROJECT}/`, '')).join(' ')}\n`);
    const result = await host.exec([node, ...step], { env, timeoutMs: 1_200_000 });
    process.stdout.write(result.stdout);
    process.stderr.write(result.stderr);
    if (result.exitCode !== 0) failed += 1;
  }
} finally {
  await host.down();
  if (asked === undefined) rmSync(out, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
