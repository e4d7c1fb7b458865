/**
 * A temporary "Windows" on this machine: a SystemRoot whose System32 holds the simulated tools under their real names, the adapter over them,
 * and small gateways that behave as told, with OpenClaw's task supervisor around them.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  ContractService,
  ContractSubject,
  GatewayBehaviour,
} from '../../../src/main/supervisors/contract-suite.ts';
import type { ServiceIdentity } from '../../../src/main/supervisors/supervisor.ts';
import { createTaskSchedulerAdapter } from '../../../src/main/supervisors/task-scheduler/adapter.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import type { Host } from '../../../src/main/system/host.ts';
import { readListener } from '../../../src/main/system/ports.ts';
import { readProcess } from '../../../src/main/system/processes.ts';
import { createSpawnRunner } from '../../../src/main/system/spawn-runner.ts';
import type { Terminal } from '../../../src/main/system/terminal.ts';
import { freePort } from '../../../src/main/system/testing-port.ts';
import { changeState, NEW_STATE, readState, type SimState } from './state.ts';

export interface WindowsHost extends ContractSubject {
  readonly host: Host;
  readonly root: string;
  state(): SimState;
  change(change: Partial<SimState>): void;
  service(
    name: string,
    behaviour: GatewayBehaviour,
    extra?: Readonly<Record<string, string>>,
  ): Promise<ContractService>;
  /** Processes of this host's gateways and their script hosts that exist now, without the watches. */
  leftovers(): readonly number[];
  /** Watches that run now. */
  watches(): readonly number[];
}

const TOOLS = [
  ['schtasks.exe', './schtasks.ts', 'System32'],
  ['taskkill.exe', './taskkill.ts', 'System32'],
  ['powershell.exe', './powershell.ts', 'System32/WindowsPowerShell/v1.0'],
] as const;

/** OpenClaw's task supervisor in short: runs the gateway as a child, with a mark, and ends with its exit code. */
const GATEWAY = `
const { spawn } = require('node:child_process');
const { BEHAVIOUR, OPENCLAW_GATEWAY_PORT, PID_FILE } = process.env;
require('node:fs').appendFileSync(PID_FILE, process.pid + '\\n');
const args = process.argv.slice(2);
if (args.includes('--task-supervisor')) {
  const own = args.filter((part) => part !== '--task-supervisor');
  const child = spawn(process.execPath, [process.argv[1], ...own, '--task-supervisor-child=70000'], { stdio: 'ignore' });
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGTERM', () => {});
} else {
  if (BEHAVIOUR === 'exits-78') process.exit(78);
  if (BEHAVIOUR === 'crashes') process.exit(1);
  process.on('SIGTERM', () => { if (BEHAVIOUR !== 'ignores-stop') process.exit(0); });
  require('node:net').createServer().listen(Number(OPENCLAW_GATEWAY_PORT), '127.0.0.1');
}
`;

/** @param password what the person answers when schtasks asks; null when there is no person. */
export async function createWindowsHost(
  locale: SimState['locale'] = 'en',
  password: string | null = null,
): Promise<WindowsHost> {
  const root = mkdtempSync(join(tmpdir(), 'windows-'));
  const home = join(root, 'Users', 'me');
  const sim = join(root, 'sim.json');
  const pids = join(root, 'pids');
  const systemRoot = join(root, 'Windows');
  mkdirSync(join(root, 'Temp'), { recursive: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(pids, '');
  writeFileSync(sim, JSON.stringify({ ...NEW_STATE, locale }));
  for (const [tool, source, folder] of TOOLS) {
    mkdirSync(join(systemRoot, folder), { recursive: true });
    const path = join(systemRoot, folder, tool);
    const script = fileURLToPath(new URL(source, import.meta.url));
    writeFileSync(
      path,
      `#!/bin/sh\nNODE_COMPILE_CACHE='${join(tmpdir(), 'openclaw-tray-sim-cache')}' exec '${process.execPath}' '${script}' "$@"\n`,
    );
    chmodSync(path, 0o755);
  }
  const script = join(root, 'openclaw gateway.cjs');
  writeFileSync(script, GATEWAY);
  const env = { PATH: process.env.PATH, SystemRoot: systemRoot, USERNAME: 'me', USERDOMAIN: 'DESKTOP', SIM_STATE: sim };
  const host: Host = {
    platform: 'win32',
    hostname: 'DESKTOP',
    uid: null,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: join(root, 'Temp'),
    env,
    appDirs: { config: home, state: home, runtime: home },
  };
  const terminal: Terminal = {
    available: () => password !== null,
    async run([program, ...args]) {
      // The answer goes to schtasks alone, as on a terminal.
      return spawnSync(program, args, { env, input: `${password ?? ''}\n` }).status;
    },
  };
  const adapter = createTaskSchedulerAdapter({ host, runner: createSpawnRunner(env), clock: systemClock, terminal });

  const subject: WindowsHost = {
    adapter,
    host,
    root,
    state: () => readState(sim),
    change: (change) => {
      changeState((state) => ({ ...state, ...change }), sim);
    },
    async service(name, behaviour, extra = {}) {
      const stateDir = join(home, `.openclaw-${name}`);
      mkdirSync(stateDir, { recursive: true });
      const identity: ServiceIdentity = { profile: name, serviceName: `OpenClaw Gateway (${name})`, stateDir };
      const port = String(await freePort());
      return {
        identity,
        definition: {
          profile: name,
          serviceName: identity.serviceName,
          description: `OpenClaw Gateway (profile: ${name})`,
          command: [process.execPath, script, 'gateway', '--port', port],
          workingDirectory: stateDir,
          environment: {
            OPENCLAW_STATE_DIR: stateDir,
            OPENCLAW_GATEWAY_PORT: port,
            OPENCLAW_SERVICE_KIND: 'gateway',
            BEHAVIOUR: behaviour,
            PID_FILE: pids,
            ...extra,
          },
          environmentFiles: [],
        },
      };
    },
    async kill(pid) {
      process.kill(pid, 'SIGKILL');
      while (await subject.alive(pid)) await systemClock.sleep(5);
    },
    async ready({ definition }) {
      const port = Number(definition.environment.OPENCLAW_GATEWAY_PORT);
      while ((await readListener(port)).owner !== 'process') await systemClock.sleep(10);
    },
    async alive(pid) {
      const found = readProcess(pid);
      return found !== null && !found.zombie;
    },
    async blind() {
      subject.change({ blind: true });
    },
    leftovers: () => ownPids(root, sim, pids).filter((pid) => !isWatch(pid)),
    watches: () => ownPids(root, sim, pids).filter(isWatch),
    async dispose() {
      // Script hosts first, so that none starts another process.
      for (let round = 0; round < 20; round += 1) {
        const left = ownPids(root, sim, pids);
        if (left.length === 0) break;
        for (const pid of left) process.kill(pid, 'SIGKILL');
        await systemClock.sleep(20);
      }
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return subject;
}

/** Noted pids that still are what they were: every process of this host names its root in its command line or environment. */
function ownPids(root: string, sim: string, pids: string): readonly number[] {
  const noted = readFileSync(pids, 'utf8').split('\n').filter(Boolean).map(Number);
  const hosts = Object.values(readState(sim).tasks).flatMap(({ hostPid }) => (hostPid === null ? [] : [hostPid]));
  const found: number[] = [];
  for (const pid of [...hosts, ...noted]) {
    const info = readProcess(pid);
    if (info === null || info.zombie) continue;
    const line = (info.argv ?? []).join(' ');
    if (line.includes(root) || line.includes('/schtasks/wscript.ts')) found.push(pid);
  }
  return found;
}

function isWatch(pid: number): boolean {
  return (readProcess(pid)?.argv ?? []).some((word) => word.endsWith(', restarts)'));
}
