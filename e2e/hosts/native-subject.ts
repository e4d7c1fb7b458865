/**
 * The subject of the supervisor contract on this very machine: the platform's own supervisor, with services whose names nobody else has.
 * For throwaway machines (a CI runner, a booted host): it starts and stops real services of the user who runs it.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractSubject, GatewayBehaviour } from '../../src/main/supervisors/contract-suite.ts';
import { createLaunchdAdapter } from '../../src/main/supervisors/launchd/adapter.ts';
import type { ServiceIdentity, SupervisorAdapter } from '../../src/main/supervisors/supervisor.ts';
import { createSystemdUserAdapter } from '../../src/main/supervisors/systemd/adapter.ts';
import { createTaskSchedulerAdapter } from '../../src/main/supervisors/task-scheduler/adapter.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import type { CommandRunner } from '../../src/main/system/command-runner.ts';
import { type Host, type Platform, readHost } from '../../src/main/system/host.ts';
import { createSpawnRunner } from '../../src/main/system/spawn-runner.ts';
import { freePort } from '../../src/main/system/testing-port.ts';

type Native = Exclude<Platform, 'other'>;

/** Behaves as its environment says, and notes its pid when it is ready; on Windows it owns a port, by which it is found there. */
const GATEWAY = `
const { writeFileSync } = require('node:fs');
const { BEHAVIOUR, READY, OPENCLAW_GATEWAY_PORT } = process.env;
const args = process.argv.slice(2);
if (args.includes('--task-supervisor')) {
  const own = args.filter((part) => part !== '--task-supervisor');
  const child = require('node:child_process').spawn(process.execPath, [process.argv[1], ...own, '--task-supervisor-child=70000'], {
    stdio: 'ignore', windowsHide: true });
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGTERM', () => {});
} else {
  if (BEHAVIOUR === 'exits-78') process.exit(78);
  if (BEHAVIOUR === 'crashes') process.exit(1);
  process.on('SIGTERM', () => { if (BEHAVIOUR !== 'ignores-stop') process.exit(0); });
  const ready = () => writeFileSync(READY, String(process.pid));
  if (process.platform === 'win32') require('node:net').createServer().listen(Number(OPENCLAW_GATEWAY_PORT), '127.0.0.1', ready);
  else { setInterval(() => {}, 1000); ready(); }
}
`;

/** systemd in seconds instead of minutes, for the behaviours that wait for its patience. */
const QUICK = '[Unit]\nStartLimitBurst=4\n[Service]\nRestartSec=200ms\nTimeoutStopSec=2\n';

interface Scope {
  readonly nameOf: (profile: string) => string;
  adapter(host: Host, runner: CommandRunner): SupervisorAdapter;
}

const SCOPES: Readonly<Record<Native, Scope>> = {
  linux: {
    nameOf: (profile) => `openclaw-gateway-${profile}.service`,
    adapter: (host, runner) => createSystemdUserAdapter({ host, runner, clock: systemClock }),
  },
  darwin: {
    nameOf: (profile) => `ai.openclaw.${profile}`,
    adapter: (host, runner) => createLaunchdAdapter({ host, runner, clock: systemClock }),
  },
  win32: {
    nameOf: (profile) => `OpenClaw Gateway (${profile})`,
    adapter: (host, runner) => createTaskSchedulerAdapter({ host, runner, clock: systemClock }),
  },
};

/** The platform whose adapter is used here. @throws Error elsewhere: a machine without one has nothing to prove. */
export function nativePlatform(): Native {
  const { platform } = readHost();
  if (platform === 'other') throw new Error('This platform has no supervisor that is known here.');
  return platform;
}

/**
 * @param prefix starts the name of every profile made here.
 * @param wrap puts something between the adapter and its commands.
 */
export async function createNativeSubject(
  prefix: string,
  wrap: (runner: CommandRunner) => CommandRunner = (runner) => runner,
): Promise<ContractSubject> {
  const host = readHost();
  const scope = SCOPES[nativePlatform()];
  const real = createSpawnRunner(host.env);
  let blind = false;
  const runner: CommandRunner = {
    async run(argv, options) {
      if (!blind) return real.run(argv, options);
      const startError = `spawn ${argv[0]} ENOENT`;
      return { argv, exitCode: null, signal: null, stdout: '', stderr: '', timedOut: false, startError };
    },
  };
  const adapter = scope.adapter(host, wrap(runner));
  const folder = join(host.accountHome, `.${prefix}`);
  mkdirSync(folder, { recursive: true });
  const script = join(folder, 'gateway.cjs');
  writeFileSync(script, GATEWAY);
  const identities = new Map<string, ServiceIdentity>();
  const ports = new Map<string, string>();
  const dropInsOf = ({ serviceName }: ServiceIdentity) =>
    join(host.accountHome, '.config', 'systemd', 'user', `${serviceName}.d`);
  const readyFile = (profile: string) => join(folder, `${profile}.ready`);

  return {
    adapter,
    async service(name, behaviour: GatewayBehaviour) {
      const profile = `${prefix}-${name}`;
      const stateDir = join(host.accountHome, `.openclaw-${profile}`);
      mkdirSync(stateDir, { recursive: true });
      const identity = { profile, serviceName: scope.nameOf(profile), stateDir };
      identities.set(profile, identity);
      const port = ports.get(profile) ?? String(await freePort());
      ports.set(profile, port);
      if (host.platform === 'linux' && (behaviour === 'crashes' || behaviour === 'ignores-stop')) {
        mkdirSync(dropInsOf(identity), { recursive: true });
        writeFileSync(join(dropInsOf(identity), 'quick.conf'), QUICK);
      }
      return {
        identity,
        definition: {
          profile,
          serviceName: identity.serviceName,
          description: `OpenClaw Gateway (profile: ${profile})`,
          command: [process.execPath, script, 'gateway', '--port', port],
          workingDirectory: stateDir,
          environment: {
            OPENCLAW_STATE_DIR: stateDir,
            OPENCLAW_GATEWAY_PORT: port,
            OPENCLAW_SERVICE_KIND: 'gateway',
            BEHAVIOUR: behaviour,
            READY: readyFile(profile),
            ...(host.platform === 'darwin' ? { OPENCLAW_PROFILE: profile } : {}),
            ...(host.platform === 'linux'
              ? { OPENCLAW_PROFILE: profile, OPENCLAW_SYSTEMD_UNIT: identity.serviceName }
              : {}),
          },
          environmentFiles: [],
        },
      };
    },
    async kill(pid) {
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await systemClock.sleep(20);
    },
    async ready({ identity }) {
      const file = readyFile(identity.profile);
      const deadline = performance.now() + 60_000;
      while (!existsSync(file) || !isAlive(Number(readFileSync(file, 'utf8')))) {
        if (performance.now() > deadline) throw new Error(`the gateway of ${identity.profile} was not ready in time`);
        await systemClock.sleep(50);
      }
    },
    alive: async (pid) => isAlive(pid),
    async blind() {
      blind = true;
    },
    async dispose() {
      blind = false;
      for (const identity of identities.values()) {
        await adapter.uninstall(identity);
        rmSync(dropInsOf(identity), { recursive: true, force: true });
        rmSync(identity.stateDir, { recursive: true, force: true, maxRetries: 5 });
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Signal 0 asks whether a process is there (kill(2)); all are this user's own. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw cause;
  }
}
