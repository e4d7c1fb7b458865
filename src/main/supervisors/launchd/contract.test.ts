/** The adapter against a simulated launchctl, found first on PATH, whose jobs are real processes. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { systemClock } from '../../system/clock.ts';
import { readProcess } from '../../system/processes.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import { type ContractSubject, describeSupervisorContract } from '../contract-suite.ts';
import { createLaunchdAdapter } from './adapter.ts';
import { hostAt, simulators } from './test-bench.ts';

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

async function createSubject(): Promise<ContractSubject> {
  const root = await mkdtemp(join(tmpdir(), 'launchd-'));
  const gateway = join(root, 'gateway.sh');
  await writeFile(gateway, GATEWAY);
  const state = join(root, 'mac.json');
  const runner = createSpawnRunner({
    PATH: [simulators, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: root,
    SIM_STATE: state,
    SIM_THROTTLE_MS: '700',
    SIM_EXIT_TIMEOUT_MS: '1000',
  });
  const adapter = createLaunchdAdapter({
    host: hostAt(root),
    runner,
    clock: systemClock,
    places: { systemFolders: [join(root, 'system')], overrideFolder: join(root, 'overrides') },
    readProcess: async (pid) => readProcess(pid),
    ...(process.getuid === undefined ? {} : { fileOwner: process.getuid() }),
  });
  const readyFile = (name: string) => join(root, `${name}.ready`);
  const alive = (pid: number) => {
    const found = readProcess(pid);
    return found !== null && !found.zombie;
  };
  return {
    adapter,
    async service(name, behaviour) {
      const stateDir = join(root, `.openclaw-${name}`);
      await mkdir(stateDir, { recursive: true });
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
      while (alive(pid)) await systemClock.sleep(5);
    },
    async ready({ identity }) {
      while (!existsSync(readyFile(identity.profile))) await systemClock.sleep(10);
    },
    alive: async (pid) => alive(pid),
    async blind() {
      const faults = [{ verb: 'print', exitCode: 9, stderr: 'Not understood.\n' }];
      await writeFile(`${state}.faults.json`, JSON.stringify(faults));
    },
    async dispose() {
      await runner.run(['launchctl', 'sim-shutdown']);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

describeSupervisorContract('launchd over a simulated launchctl', createSubject, { givesUp: false, settleMs: 20_000 });
