/** A temporary Linux user with a simulated systemctl: the adapter over it, and gateways that behave as told. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemdUserAdapter } from '../../../src/main/supervisors/systemd/adapter.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import type { Host } from '../../../src/main/system/host.ts';
import { isAlive, SHELL_GATEWAY, type SimulatedHost, type SimulatedHostOptions } from '../mac-host.ts';
import { createManagerRunner } from '../manager-runner.ts';

export function createUserHost({
  wrap = (runner) => runner,
  clock = systemClock,
}: SimulatedHostOptions = {}): SimulatedHost {
  const root = mkdtempSync(join(tmpdir(), 'systemd-user-'));
  const home = join(root, 'home');
  const uid = process.getuid?.() ?? 0;
  mkdirSync(join(home, '.config', 'systemd', 'user'), { recursive: true });
  mkdirSync(join(root, 'run', String(uid)), { recursive: true });
  mkdirSync(join(root, 'linger'));
  writeFileSync(join(root, 'booted'), '');
  const gateway = join(root, 'gateway.sh');
  writeFileSync(gateway, SHELL_GATEWAY);
  const host: Host = {
    platform: 'linux',
    hostname: 'test',
    uid,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: tmpdir(),
    env: {},
    appDirs: { config: home, state: home, runtime: home },
  };
  let blind = false;
  const runner = createManagerRunner({
    program: 'systemctl',
    manager: new URL('./manager.ts', import.meta.url),
    env: {
      PATH: process.env.PATH,
      HOME: home,
      SIM_STATE: join(root, 'manager.json'),
      SIM_RESTART_MS: '300',
      SIM_STOP_MS: '1000',
      SIM_BURST: '4',
    },
    session: () => !blind,
  });
  const adapter = createSystemdUserAdapter({
    host,
    runner: wrap(runner),
    clock,
    places: {
      bootedMark: join(root, 'booted'),
      runtimeRoot: join(root, 'run'),
      lingerFolder: join(root, 'linger'),
      kernelRelease: join(root, 'osrelease'),
      systemUnitFolders: [join(root, 'system')],
    },
  });
  const readyFile = (name: string) => join(root, `${name}.ready`);
  return {
    root,
    runner,
    adapter,
    async service(name, behaviour) {
      const stateDir = join(home, `.openclaw-${name}`);
      mkdirSync(stateDir, { recursive: true });
      const identity = { profile: name, serviceName: `openclaw-gateway-${name}.service`, stateDir };
      return {
        identity,
        definition: {
          profile: name,
          serviceName: identity.serviceName,
          description: `OpenClaw Gateway (profile: ${name})`,
          command: ['/bin/sh', gateway],
          workingDirectory: stateDir,
          environment: { OPENCLAW_PROFILE: name, BEHAVIOUR: behaviour, READY: readyFile(name) },
          environmentFiles: [],
        },
      };
    },
    async kill(pid) {
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await systemClock.sleep(5);
    },
    async ready({ identity }) {
      while (!existsSync(readyFile(identity.profile))) await systemClock.sleep(10);
    },
    alive: async (pid) => isAlive(pid),
    async blind() {
      blind = true;
    },
    async dispose() {
      await runner.run(['systemctl', 'sim-shutdown']);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
