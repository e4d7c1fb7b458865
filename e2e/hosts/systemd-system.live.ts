/**
 * System services against a real systemd: boots a throwaway host with this checkout in it and runs the tests `*.inside.test.ts` there,
 * the contract suite as the test user (user adapter) and as root (system adapter), then the scenarios of a system service.
 *
 *   sudo node e2e/hosts/systemd-system.live.ts [--openclaw]
 *
 * With --openclaw the real OpenClaw runs as a system service too (installed into a cache folder once).
 * Exit code 0: all passed; 1: one failed (its words are printed); 77: no test host can run here (why is printed).
 */
import { fileURLToPath } from 'node:url';
import { copyOpenclawInto } from './openclaw-cache.ts';
import { bootSystemdHost, systemdHostProblem } from './systemd-host.ts';

const PROJECT = '/opt/openclaw-tray';
const NODE = `${PROJECT}/node_modules/node/bin/node`;
const TIMEOUT_MS = 900_000;

const problem = systemdHostProblem();
if (problem !== null) {
  process.stdout.write(`skipped: ${problem}\n`);
  process.exit(77);
}
const withOpenclaw = process.argv.includes('--openclaw');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const root = fileURLToPath(new URL('../..', import.meta.url));
const host = await bootSystemdHost({ name: 'system-service', binds: [{ from: root, to: PROJECT }] });
let failed = 0;
try {
  // A Node of the system, as a system service needs one: the checkout's own may lie in somebody's home.
  await host.run(['install', '-m', '0755', NODE, '/usr/local/bin/node'], { root: true });
  const env = withOpenclaw ? { OPENCLAW_INSIDE: JSON.stringify(await copyOpenclawInto(host)) } : {};
  await makeDuel();
  await letAsk();
  const steps = [
    { name: 'contract', root: false },
    { name: 'contract', root: true },
    { name: 'plain-user', root: false },
    { name: 'desktop', root: false },
    { name: 'system-service', root: true },
  ].filter(({ name }) => only.length === 0 || only.includes(name));
  for (const step of steps) {
    process.stdout.write(`# ${step.name} as ${step.root ? 'root' : host.user}\n`);
    const vitest = [`${PROJECT}/node_modules/vitest/vitest.mjs`, 'run', '--configLoader', 'native'];
    const config = ['-c', `${PROJECT}/e2e/hosts/inside.vitest.config.ts`];
    const result = await host.exec(
      ['/usr/local/bin/node', ...vitest, ...config, `e2e/hosts/${step.name}.inside.test.ts`],
      { root: step.root, env, timeoutMs: TIMEOUT_MS },
    );
    process.stdout.write(result.stdout);
    process.stderr.write(result.stderr);
    if (result.exitCode !== 0) failed += 1;
  }
} finally {
  await host.down();
}
process.exitCode = failed === 0 ? 0 : 1;

/** A system unit that runs and a user unit of the same name with the same port. */
async function makeDuel(): Promise<void> {
  const unit = (lines: string) =>
    `[Service]\nExecStart=/bin/sleep infinity\n${lines}Environment=OPENCLAW_SERVICE_MARKER=openclaw OPENCLAW_GATEWAY_PORT=18789\n`;
  const name = 'openclaw-gateway-duel.service';
  const folder = `${host.home}/.config/systemd/user`;
  await host.run(['mkdir', '-p', folder]);
  await host.run(['sh', '-c', 'cat > "$0"', `${folder}/${name}`], { input: unit('') });
  await host.run(['sh', '-c', 'cat > "$0"', `/etc/systemd/system/${name}`], {
    root: true,
    input: unit('User=nobody\n'),
  });
  await host.run(['systemctl', 'start', name], { root: true });
}

/** For the tests of pkexec: a rule of polkit that lets the test user start this one program as root without a password. */
async function letAsk(): Promise<void> {
  const rule = `polkit.addRule(function (action, subject) {
  var known = action.id === 'org.freedesktop.policykit.exec' && subject.user === '${host.user}';
  return known && action.lookup('program') === '/usr/local/bin/node-let-in' ? polkit.Result.YES : undefined;
});
`;
  await host.run(['sh', '-c', 'cat > /etc/polkit-1/rules.d/10-test.rules'], { root: true, input: rule });
  await host.run(['ln', '/usr/local/bin/node', '/usr/local/bin/node-let-in'], { root: true });
  await host.run(['systemctl', 'restart', 'polkit.service'], { root: true });
}
