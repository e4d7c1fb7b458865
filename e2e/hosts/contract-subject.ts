/** The subjects of the supervisor contract inside a booted host: the user adapter as its user, the system adapter as root. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractService, ContractSubject, GatewayBehaviour } from '../../src/main/supervisors/contract-suite.ts';
import type { ServiceIdentity, SupervisorAdapter } from '../../src/main/supervisors/supervisor.ts';
import { createSystemdUserAdapter } from '../../src/main/supervisors/systemd/adapter.ts';
import { createSystemdSystemAdapter } from '../../src/main/supervisors/systemd/system-adapter.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import type { CommandRunner } from '../../src/main/system/command-runner.ts';
import { DEFAULT_SERVICE_USER } from '../../src/main/system/dedicated-account.ts';
import { createElevation, type Elevation } from '../../src/main/system/elevation.ts';
import { applyElevatedPlan, ROOT_ENVIRONMENT } from '../../src/main/system/elevation-apply.ts';
import { readHost } from '../../src/main/system/host.ts';
import { readProcess } from '../../src/main/system/processes.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';

export const host = readHost();
export const rootElevation = (runner: CommandRunner): Elevation =>
  createElevation({
    host,
    runner,
    surface: () => 'nobody',
    helper: [process.execPath],
    applyHere: (plan) => applyElevatedPlan(plan, { runner: createSpawnRunner(ROOT_ENVIRONMENT) }),
  });

/** What both kinds of gateway run: it behaves as its environment says and notes its pid in its state folder when it is ready. */
const GATEWAY = `
const { writeFileSync } = require('node:fs');
const { BEHAVIOUR, OPENCLAW_STATE_DIR } = process.env;
if (BEHAVIOUR === 'exits-78') process.exit(78);
if (BEHAVIOUR === 'crashes') process.exit(1);
process.on('SIGTERM', () => { if (BEHAVIOUR !== 'ignores-stop') process.exit(0); });
setInterval(() => {}, 1000);
writeFileSync(OPENCLAW_STATE_DIR + '/ready', String(process.pid));
`;

/** Seconds instead of minutes, for the behaviours that wait for systemd's own patience. */
const QUICK = '[Unit]\nStartLimitBurst=4\n[Service]\nRestartSec=200ms\nTimeoutStopSec=2\n';

interface Scope {
  readonly home: string;
  readonly unitFolder: string;
  readonly systemctl: readonly string[];
  readonly programs: string;
  adapter(runner: CommandRunner): SupervisorAdapter;
}

const SCOPES: Readonly<Record<'user' | 'system', () => Scope>> = {
  user: () => ({
    home: host.accountHome,
    unitFolder: join(host.accountHome, '.config', 'systemd', 'user'),
    systemctl: ['systemctl', '--user'],
    programs: join(host.accountHome, 'contract'),
    adapter: (runner) => createSystemdUserAdapter({ host, runner, clock: systemClock }),
  }),
  system: () => ({
    home: DEFAULT_SERVICE_USER.home,
    unitFolder: '/etc/systemd/system',
    systemctl: ['systemctl'],
    programs: '/opt/contract',
    adapter: (runner) =>
      createSystemdSystemAdapter({
        host,
        runner,
        clock: systemClock,
        elevation: rootElevation(runner),
        serviceUser: DEFAULT_SERVICE_USER,
      }),
  }),
};

export async function createContractSubject(kind: 'user' | 'system'): Promise<ContractSubject> {
  const scope = SCOPES[kind]();
  const real = createSpawnRunner(host.env);
  let blind = false;
  const runner: CommandRunner = {
    run: (argv, options = {}) =>
      real.run(argv, blind ? { ...options, env: { ...options.env, PATH: '/nowhere' } } : options),
  };
  const identities = new Map<string, ServiceIdentity>();
  const script = join(scope.programs, 'gateway.cjs');
  mkdirSync(scope.programs, { recursive: true });
  writeFileSync(script, GATEWAY);
  const readyFile = (identity: ServiceIdentity) => join(identity.stateDir, 'ready');

  const subject: ContractSubject = {
    adapter: scope.adapter(runner),
    async service(name, behaviour: GatewayBehaviour): Promise<ContractService> {
      const serviceName = `openclaw-gateway-${name}.service`;
      const stateDir = join(scope.home, `.openclaw-${name}`);
      const identity = { profile: name, serviceName, stateDir };
      identities.set(name, identity);
      if (kind === 'user') mkdirSync(stateDir, { recursive: true });
      if (behaviour === 'crashes' || behaviour === 'ignores-stop') {
        mkdirSync(join(scope.unitFolder, `${serviceName}.d`), { recursive: true });
        writeFileSync(join(scope.unitFolder, `${serviceName}.d`, 'quick.conf'), QUICK);
      }
      return {
        identity,
        definition: {
          profile: name,
          serviceName,
          description: `OpenClaw Gateway (profile: ${name})`,
          command: [process.execPath, script, 'gateway', '--port', '18789'],
          workingDirectory: null,
          environment: {
            HOME: scope.home,
            OPENCLAW_STATE_DIR: stateDir,
            OPENCLAW_CONFIG_PATH: join(stateDir, 'openclaw.json'),
            BEHAVIOUR: behaviour,
            OPENCLAW_PROFILE: name,
            OPENCLAW_SYSTEMD_UNIT: serviceName,
            OPENCLAW_SERVICE_MARKER: 'openclaw',
            OPENCLAW_SERVICE_KIND: 'gateway',
          },
          environmentFiles: [],
        },
      };
    },
    async kill(pid) {
      process.kill(pid, 'SIGKILL');
      while (await subject.alive(pid)) await systemClock.sleep(5);
    },
    async ready({ identity }) {
      const [found] = await subject.adapter.inspect([identity]);
      const pid = found?.process.state === 'running' ? String(found.process.pid) : 'not running';
      const deadline = performance.now() + 15_000;
      while (!existsSync(readyFile(identity)) || readFileSync(readyFile(identity), 'utf8') !== pid) {
        if (performance.now() > deadline) throw new Error(`the gateway ${pid} was not ready in time`);
        await systemClock.sleep(20);
      }
    },
    async alive(pid) {
      const found = readProcess(pid);
      return found !== null && !found.zombie;
    },
    async blind() {
      blind = true;
    },
    async dispose() {
      const [program = 'systemctl', ...args] = scope.systemctl;
      for (const { serviceName, stateDir } of identities.values()) {
        // Fails for a unit that a test has removed already.
        spawnSync(program, [...args, 'kill', '--signal=SIGKILL', serviceName]);
        spawnSync(program, [...args, 'disable', '--now', serviceName]);
        for (const path of [serviceName, `${serviceName}.bak`, `${serviceName}.d`]) {
          rmSync(join(scope.unitFolder, path), { recursive: true, force: true });
        }
        rmSync(stateDir, { recursive: true, force: true });
        execFileSync(program, [...args, 'daemon-reload']);
        spawnSync(program, [...args, 'reset-failed', serviceName], { stdio: 'ignore' });
      }
      rmSync(scope.programs, { recursive: true, force: true });
    },
  };
  return subject;
}
