/**
 * Every command of every operation fails in every way, one at a time: the result is the old state or the new one, and the error says which
 * step it was. Nothing here is picked by hand: the commands are those that the operation runs when all goes well.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServiceIdentity, SupervisorAdapter } from '../../../src/main/supervisors/supervisor.ts';
import { createTaskSchedulerAdapter } from '../../../src/main/supervisors/task-scheduler/adapter.ts';
import { decodeText } from '../../../src/main/supervisors/task-scheduler/encoding.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import type { CommandResult, CommandRunner } from '../../../src/main/system/command-runner.ts';
import type { Host } from '../../../src/main/system/host.ts';
import { ERROR_EXIT_CODES, ExpectedError } from '../../../src/shared/outcome.ts';
import type { ServiceDefinition } from '../../../src/shared/service-definition.ts';
import { createMemoryTools, type MemoryTools } from './memory-tools.ts';

type Result = Partial<CommandResult>;
/** How a command goes wrong. `act` is the command itself. */
const FAULTS: Readonly<Record<string, (act: () => Promise<CommandResult>) => Promise<Result>>> = {
  'fails and does nothing': async () => ({ exitCode: 1, stdout: '', stderr: 'FEHLER: Zugriff verweigert\r\r\n' }),
  'is denied, in numbers': async () => ({ exitCode: 2147942405, stdout: '', stderr: '错误: 拒绝访问。\r\r\n' }),
  'does not start': async () => ({ exitCode: null, startError: 'ENOENT', stdout: '' }),
  'hangs before it does anything': async () => ({ exitCode: null, timedOut: true, stdout: '' }),
  'does its work and hangs': async (act) => ({ ...(await act()), exitCode: null, timedOut: true, stdout: '' }),
  'does its work and fails': async (act) => ({ ...(await act()), exitCode: 1, stdout: '' }),
  'says well done and does nothing': async () => ({ exitCode: 0, stdout: '成功: \ufffd\r\n' }),
  'prints nonsense': async () => ({ exitCode: 255, stdout: '\0\ufffd<xml>{]', stderr: '\u001b[31m\ufffd' }),
  'gives half an answer': async (act) => {
    const result = await act();
    return { ...result, stdout: result.stdout.slice(0, Math.floor(result.stdout.length / 2)) };
  },
};

type Definitions = Readonly<Record<string, string>>;

interface Bench {
  readonly adapter: SupervisorAdapter;
  readonly identity: ServiceIdentity;
  readonly definition: ServiceDefinition;
  readonly changed: ServiceDefinition;
  readonly tools: MemoryTools;
  /** What is installed, by name: the texts of the files, and the registered tasks. */
  definitions(): Definitions;
  /** From now on, counting from 0, the command `at` goes wrong. Returns what was run. */
  arm(at: number, fault: string | null): { readonly argv: string[][] };
  held(): boolean;
  dispose(): void;
}

function createBench(): Bench {
  // In memory where the machine has such a folder: every file is synced, hundreds of times over.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'faults-'));
  const stateDir = join(root, '.openclaw-work');
  mkdirSync(stateDir);
  const command = ['/usr/bin/node', '/opt/openclaw/dist/index.js', 'gateway', '--port', '19001'];
  const tools = createMemoryTools([...command, '--task-supervisor-child=70000']);
  const log: { argv: string[][] } = { argv: [] };
  let wrong: { at: number; fault: string } | null = null;
  const runner: CommandRunner = {
    async run(argv, options) {
      const index = log.argv.length;
      log.argv.push([...argv]);
      const act = () => tools.runner.run(argv, options);
      const fault = wrong?.at === index ? FAULTS[wrong.fault] : undefined;
      if (fault === undefined) return act();
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

interface Operation {
  readonly prepare: (bench: Bench) => Promise<void>;
  readonly act: (bench: Bench) => Promise<void>;
}

const installed = async ({ adapter, definition, identity }: Bench) => adapter.install(definition, identity);
const started = async (bench: Bench) => {
  await installed(bench);
  await bench.adapter.start(bench.identity);
};
const OPERATIONS: Readonly<Record<string, Operation>> = {
  install: { prepare: async () => undefined, act: installed },
  'install over what runs': {
    prepare: started,
    act: ({ adapter, changed, identity }) => adapter.install(changed, identity),
  },
  start: { prepare: installed, act: ({ adapter, identity }) => adapter.start(identity) },
  stop: { prepare: started, act: ({ adapter, identity }) => adapter.stop(identity) },
  restart: { prepare: started, act: ({ adapter, identity }) => adapter.restart(identity) },
  'uninstall of what runs': { prepare: started, act: ({ adapter, identity }) => adapter.uninstall(identity) },
  'uninstall of what is stopped': { prepare: installed, act: ({ adapter, identity }) => adapter.uninstall(identity) },
};

describe.each(Object.entries(OPERATIONS))('%s', (_name, { prepare, act }) => {
  let bench: Bench | null = null;
  afterEach(() => {
    bench?.dispose();
    bench = null;
  });

  it('is the old state or the new one, whatever goes wrong at whichever command', { timeout: 120_000 }, async () => {
    bench = createBench();
    await prepare(bench);
    const old = bench.definitions();
    const { argv: commands } = bench.arm(0, null);
    await act(bench);
    const fresh = bench.definitions();
    bench.dispose();
    expect(commands.length).toBeGreaterThan(1);

    for (const at of commands.keys()) {
      for (const fault of Object.keys(FAULTS)) {
        const here = `${fault}: ${shown(commands[at] ?? [])} (${at + 1} of ${commands.length})`;
        bench = createBench();
        await prepare(bench);
        bench.arm(at, fault);
        const cause: unknown = await act(bench).then(
          () => null,
          (reason: unknown) => reason,
        );
        const differs = difference(bench.definitions(), cause === null ? [fresh] : [old, fresh]);
        expect(differs, `${here}: ${cause}`).toBeNull();
        if (cause !== null) {
          expect(cause, here).toBeInstanceOf(ExpectedError);
          const error = cause as ExpectedError;
          expect(ERROR_EXIT_CODES[error.code], here).toBeGreaterThan(0);
          // The step by its task, and a next step.
          expect(error.message, here).toContain('"OpenClaw Gateway (work');
          expect(error.hint?.length ?? 0, here).toBeGreaterThan(10);
          expect(error.details?.join() ?? '', here).not.toContain('could not be put back');
        }
        // A gateway that still runs after a stop that failed is still watched.
        if (cause !== null && bench.tools.gateways() > 0) expect(bench.held(), here).toBe(false);
        bench.dispose();
      }
    }
  });
});

/** null when it is one of those that may be; else the names that make it neither. */
function difference(now: Definitions, allowed: readonly Definitions[]): readonly (readonly string[])[] | null {
  const differing = allowed.map((one) =>
    [...new Set([...Object.keys(one), ...Object.keys(now)])].filter((name) => one[name] !== now[name]),
  );
  return differing.some((names) => names.length === 0) ? null : differing;
}

function shown(argv: readonly string[]): string {
  return argv
    .map((part) => part.split('\\').at(-1) ?? '')
    .filter((part) => !part.startsWith('-') && part.length < 60)
    .join(' ');
}
