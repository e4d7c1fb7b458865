/**
 * `npm run bench`: our shim against OpenClaw's own CLI and against the floor, pair by pair in one run, with the real gateway up in a
 * booted host. Prints ratios; absolute times are this machine's.
 */
import { bootGatewayHost, PROJECT, PROJECT_NODE } from '../live/gateway-host.ts';

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 7;
const host = await bootGatewayHost('bench');
try {
  const installed = await host.shim(['gateway', 'install', '--json']);
  if (installed.exitCode !== 0)
    throw new Error(`The gateway could not be installed: ${installed.stdout}${installed.stderr}`);
  const result = await host.exec([PROJECT_NODE, `${PROJECT}/e2e/bench/agent.ts`, '--runs', String(runs)], {
    timeoutMs: 900_000,
  });
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  process.exitCode = result.exitCode ?? 1;
} finally {
  await host.down();
}
