/** A temporary Linux user with a simulated systemctl: the adapter over it, and gateways that behave as told. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractSubject } from '../../../src/main/supervisors/contract-suite.ts';
import { createSystemdUserAdapter } from '../../../src/main/supervisors/systemd/adapter.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import type { CommandRunner } from '../../../src/main/system/command-runner.ts';
import type { Host } from '../../../src/main/system/host.ts';
import { readProcess } from '../../../src/main/system/processes.ts';
import { createManagerRunner } from '../manager-runner.ts';

/** Writes "ready" once its traps are set; ends at once when told to fail. */
const GATEWAY = `
case "$BEHAVIOUR" in
  exits-78) exit 78 ;;
  crashes) exit 1 ;;
  ignores-stop) trap '' TERM ;;
  *) trap 'exit 0' TERM ;;
esac
: >"$READY"
while :; do sleep 0.05; done
`;

export interface UserHost extends ContractSubject {
  readonly root: string;
  /** Leads to the simulator. */
  readonly runner: CommandRunner;
  readonly unitFolder: string;
}

/** @param wrap puts something between the adapter and its commands. */
export function createUserHost(wrap: (runner: CommandRunner) => CommandRunner = (runner) => runner): UserHost {
  const root = mkdtempSync(join(tmpdir(), 'systemd-user-'));
  const home = join(root, 'home');
  const uid = process.getuid?.() ?? 0;
  mkdirSync(join(home, '.config', 'systemd', 'user'), { recursive: true });
  mkdirSync(join(root, 'run', String(uid)), { recursive: true });
  mkdirSync(join(root, 'linger'));
  writeFileSync(join(root, 'booted'), '');
  const gateway = join(root, 'gateway.sh');
  writeFileSync(gateway, GATEWAY);
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
    clock: systemClock,
    places: {
      bootedMark: join(root, 'booted'),
      runtimeRoot: join(root, 'run'),
      lingerFolder: join(root, 'linger'),
      kernelRelease: join(root, 'osrelease'),
      systemUnitFolders: [join(root, 'system')],
    },
  });
  const readyFile = (name: string) => join(root, `${name}.ready`);
  const alive = (pid: number) => {
    const found = readProcess(pid);
    return found !== null && !found.zombie;
  };
  return {
    root,
    runner,
    unitFolder: join(home, '.config', 'systemd', 'user'),
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
      while (alive(pid)) await systemClock.sleep(5);
    },
    async ready({ identity }) {
      while (!existsSync(readyFile(identity.profile))) await systemClock.sleep(10);
    },
    alive: async (pid) => alive(pid),
    async blind() {
      blind = true;
    },
    async dispose() {
      await runner.run(['systemctl', 'sim-shutdown']);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
