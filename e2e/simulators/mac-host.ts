/** A temporary Mac user with a simulated launchctl: the adapter over it, and gateways that behave as told. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractSubject } from '../../src/main/supervisors/contract-suite.ts';
import { createLaunchdAdapter } from '../../src/main/supervisors/launchd/adapter.ts';
import { hostAt } from '../../src/main/supervisors/launchd/test-bench.ts';
import { type Clock, systemClock } from '../../src/main/system/clock.ts';
import type { CommandRunner } from '../../src/main/system/command-runner.ts';
import { readProcess } from '../../src/main/system/processes.ts';
import { createManagerRunner } from './manager-runner.ts';

/** Writes "ready" once its traps are set; ends at once when told to fail. */
export const SHELL_GATEWAY = `
case "$BEHAVIOUR" in
  exits-78) exit 78 ;;
  crashes) exit 1 ;;
  ignores-stop) trap '' TERM ;;
  *) trap 'exit 0' TERM ;;
esac
: >"$READY"
while :; do sleep 0.05; done
`;

/** A machine whose supervisor is simulated. */
export interface SimulatedHost extends ContractSubject {
  readonly root: string;
  /** Leads to the simulator, whatever was put between it and the adapter. */
  readonly runner: CommandRunner;
}

export interface SimulatedHostOptions {
  /** Puts something between the adapter and its commands. */
  readonly wrap?: (runner: CommandRunner) => CommandRunner;
  readonly clock?: Clock;
}

export function createMacHost({
  wrap = (runner) => runner,
  clock = systemClock,
}: SimulatedHostOptions = {}): SimulatedHost {
  const root = mkdtempSync(join(tmpdir(), 'launchd-'));
  const gateway = join(root, 'gateway.sh');
  writeFileSync(gateway, SHELL_GATEWAY);
  const state = join(root, 'mac.json');
  const runner = createManagerRunner({
    program: 'launchctl',
    manager: new URL('./launchctl-launchd.ts', import.meta.url),
    env: { PATH: process.env.PATH, HOME: root, SIM_STATE: state, SIM_THROTTLE_MS: '700', SIM_EXIT_TIMEOUT_MS: '1000' },
  });
  const adapter = createLaunchdAdapter({
    host: hostAt(root),
    runner: wrap(runner),
    clock,
    places: { systemFolders: [join(root, 'system')], overrideFolder: join(root, 'overrides') },
    readProcess: async (pid) => readProcess(pid),
    ...(process.getuid === undefined ? {} : { fileOwner: process.getuid() }),
  });
  const readyFile = (name: string) => join(root, `${name}.ready`);
  return {
    root,
    runner,
    adapter,
    async service(name, behaviour) {
      const stateDir = join(root, `.openclaw-${name}`);
      mkdirSync(stateDir, { recursive: true });
      const identity = { profile: name, serviceName: `ai.openclaw.${name}`, stateDir };
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
      const faults = [{ verb: 'print', exitCode: 9, stderr: 'Not understood.\n' }];
      writeFileSync(`${state}.faults.json`, JSON.stringify(faults));
    },
    async dispose() {
      await runner.run(['launchctl', 'sim-shutdown']);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A zombie counts as gone where that can be seen (/proc); elsewhere signal 0 asks (kill(2)). */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') {
    const found = readProcess(pid);
    return found !== null && !found.zombie;
  }
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw cause;
  }
}
