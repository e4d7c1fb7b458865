/** Part of `npm run bench`: how soon a crash is an event, in a booted host with the demo gateway, whose quick start keeps it short. */
import { bootGatewayHost, PROJECT, PROJECT_NODE } from '../live/gateway-host.ts';

const host = await bootGatewayHost('bench-watch', { gateway: 'demo' });
try {
  const installed = await host.shim(['gateway', 'install', '--json']);
  if (installed.exitCode !== 0)
    throw new Error(`The gateway could not be installed: ${installed.stdout}${installed.stderr}`);
  const result = await host.exec([PROJECT_NODE, `${PROJECT}/e2e/bench/watch-agent.ts`, ...process.argv.slice(2)], {
    timeoutMs: 900_000,
  });
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  process.exitCode = result.exitCode ?? 1;
} finally {
  await host.down();
}
