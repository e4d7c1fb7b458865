/** The adapter over the in-process scheduler, in a folder of its own. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceIdentity, SupervisorAdapter } from '../../../src/main/supervisors/supervisor.ts';
import { createTaskSchedulerAdapter } from '../../../src/main/supervisors/task-scheduler/adapter.ts';
import { decodeText } from '../../../src/main/supervisors/task-scheduler/encoding.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import type { CommandResult, CommandRunner } from '../../../src/main/system/command-runner.ts';
import type { Host } from '../../../src/main/system/host.ts';
import type { ServiceDefinition } from '../../../src/shared/service-definition.ts';
import { createMemoryTools, type MemoryTools } from './memory-tools.ts';
import type { SimState } from './state.ts';

export type Definitions = Readonly<Record<string, string>>;

export interface Bench {
  readonly adapter: SupervisorAdapter;
  readonly identity: ServiceIdentity;
  readonly definition: ServiceDefinition;
  readonly changed: ServiceDefinition;
  readonly tools: MemoryTools;
  /** What is installed, by name: the texts of the files, and the registered tasks. */
  definitions(): Definitions;
  /** From now on, counting from 0, the command `at` goes wrong. Returns what was run. */
  arm(at: number, fault: Fault | null): { readonly argv: string[][] };
  held(): boolean;
  dispose(): void;
}

/** What a command answers instead of what it would have; `act` is the command itself. */
export type Fault = (act: () => Promise<CommandResult>) => Promise<Partial<CommandResult>>;

export function createBench(first: Partial<SimState> = {}, every: Fault | null = null): Bench {
  // In memory where the machine has such a folder: every file is synced, hundreds of times over.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'faults-'));
  const stateDir = join(root, '.openclaw-work');
  mkdirSync(stateDir);
  const command = ['/usr/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '19001'];
  const tools = createMemoryTools([...command, '--task-supervisor-child=70000'], first);
  const log: { argv: string[][] } = { argv: [] };
  let wrong: { at: number; fault: Fault } | null = null;
  const runner: CommandRunner = {
    async run(argv, options) {
      const index = log.argv.length;
      log.argv.push([...argv]);
      const act = () => tools.runner.run(argv, options);
      const fault = wrong?.at === index ? wrong.fault : every;
      if (fault === null) return act();
      const empty = { argv, exitCode: 0, signal: null, stdout: '', stderr: '', timedOut: false, startError: null };
      return { ...empty, ...(await fault(act)) };
    },
  };
  const host: Host = {
    platform: 'win32',
    hostname: 'DESKTOP',
    uid: null,
    userName: 'me',
    accountHome: root,
    home: root,
    tempDir: root,
    env: { USERNAME: 'me', USERDOMAIN: 'DESKTOP', SystemRoot: 'C:\\Windows' },
    appDirs: { config: root, state: root, runtime: root },
  };
  const definition: ServiceDefinition = {
    profile: 'work',
    serviceName: 'OpenClaw Gateway (work)',
    description: 'OpenClaw Gateway (profile: work)',
    command,
    workingDirectory: null,
    environment: { OPENCLAW_STATE_DIR: stateDir, OPENCLAW_SERVICE_KIND: 'gateway' },
    environmentFiles: [],
  };
  return {
    // No waiting: what is told to end here ends at once or not at all.
    adapter: createTaskSchedulerAdapter({ host, runner, clock: quickClock() }),
    identity: { profile: 'work', serviceName: definition.serviceName, stateDir },
    definition,
    changed: {
      ...definition,
      description: 'OpenClaw Gateway (new)',
      environment: { ...definition.environment, EXTRA: '1' },
    },
    tools,
    definitions() {
      const files = readdirSync(stateDir).filter((name) => /\.(cmd|vbs|js|xml)$/.test(name));
      const texts = files.map((name): [string, string] => [name, decodeText(readFileSync(join(stateDir, name)))]);
      // A task that was put back comes from what the scheduler had said of it, with its own additions.
      const tasks = Object.values(tools.state().tasks).map(({ name, xml }): [string, string] => [name, plain(xml)]);
      // Every bench lies in a folder of its own.
      const all = [...texts, ...tasks].map(([name, text]) => [name, text.replaceAll(root, '$ROOT')]);
      return Object.fromEntries(all);
    },
    arm(at, fault) {
      log.argv = [];
      wrong = fault === null ? null : { at, fault };
      return log;
    },
    held: () => readdirSync(stateDir).includes('gateway-watch.hold'),
    dispose() {
      tools.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function plain(xml: string): string {
  return xml
    .replace(/\s*<URI>[^<]*<\/URI>/, '')
    .replace(/S-1-5-21-[\d-]+/g, 'DESKTOP\\me')
    .replaceAll(/>\s+</g, '><');
}

function quickClock(): typeof systemClock {
  let time = 0;
  return {
    ...systemClock,
    monotonic: () => time,
    async sleep(ms) {
      time += ms * 100;
      await systemClock.sleep(1);
    },
  };
}
