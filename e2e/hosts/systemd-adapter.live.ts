/**
 * The systemd user adapter against a real systemd: bundles `systemd-adapter.inside.ts`, boots two throwaway hosts (a plain one, and one
 * with a difficult home folder and another time zone) and runs the scenarios inside.
 *
 *   sudo node e2e/hosts/systemd-adapter.live.ts [--openclaw]
 *
 * With --openclaw a third host has the real OpenClaw (installed into a cache folder once), and both sides read each other's units.
 *
 * Exit code 0: all passed; 1: one failed (its words are printed); 77: no test host can run here (why is printed).
 */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { withInsideBundle } from './inside-bundle.ts';
import { copyOpenclawInto } from './openclaw-cache.ts';
import { bootSystemdHost, type SystemdHost, systemdHostProblem } from './systemd-host.ts';

const NODE_INSIDE = '/opt/test-node';
const BUNDLE_INSIDE = '/opt/test-bundle';

const problem = systemdHostProblem();
if (problem !== null) {
  process.stdout.write(`skipped: ${problem}\n`);
  process.exit(77);
}

await withInsideBundle('systemd-adapter.inside.ts', async (folder) => {
  await onHost(folder, 'adapter-plain', '/home/tester', async (host, scenario) => {
    for (const name of ['lifecycle', 'failures', 'definitions', 'linger', 'bus-from-uid']) await scenario(name);
    const unit = '/etc/systemd/system/openclaw-gateway-live.service';
    await host.run(['sh', '-c', `printf '[Service]\\nExecStart=/bin/true\\n' > ${unit}`], { root: true });
    await scenario('system-unit');
    await host.run(['rm', unit], { root: true });
    await host.run(['loginctl', 'disable-linger', host.user], { root: true });
    await host.run(['sh', '-c', 'systemctl stop "user@$(id -u "$0")" && sleep 0.5', host.user], { root: true });
    await scenario('bus-gone');
  });
  await onHost(folder, 'adapter-odd', `/home/te st%h"q" o'b\\n 日本`, async (host, scenario) => {
    await host.run(['ln', '-sf', '/usr/share/zoneinfo/Asia/Tokyo', '/etc/localtime'], { root: true });
    for (const name of ['lifecycle', 'failures', 'definitions', 'bus-from-uid']) await scenario(name);
  });
  if (process.argv.includes('--openclaw')) {
    await onHost(folder, 'adapter-openclaw', '/home/tester', async (host, scenario) => {
      await copyOpenclawInto(host);
      await scenario('openclaw');
    });
  }
});

async function onHost(
  folder: string,
  name: string,
  home: string,
  use: (host: SystemdHost, scenario: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const node = await realpath(process.execPath);
  const host = await bootSystemdHost({
    name,
    home,
    binds: [
      { from: join(node, '..'), to: NODE_INSIDE },
      { from: folder, to: BUNDLE_INSIDE },
    ],
  });
  try {
    await use(host, async (scenario) => {
      process.stdout.write(`# ${name}: ${scenario}\n`);
      const result = await host.exec([`${NODE_INSIDE}/node`, `${BUNDLE_INSIDE}/inside.mjs`, scenario], {
        withoutBus: scenario.startsWith('bus-'),
        timeoutMs: 300_000,
      });
      process.stdout.write(result.stdout);
      if (result.exitCode !== 0) throw new Error(`${scenario} failed on ${name}:\n${result.stderr}`);
    });
  } finally {
    await host.down();
  }
}
