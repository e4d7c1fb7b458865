/**
 * Faults, generated: every command that an operation runs, times every way in which a command can go wrong. Whatever happens, the files are
 * those from before or the complete new ones, and the error says which step failed.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractService } from '../../src/main/supervisors/contract-suite.ts';
import type { SupervisorAdapter } from '../../src/main/supervisors/supervisor.ts';
import { type Clock, systemClock } from '../../src/main/system/clock.ts';
import { type CommandResult, type CommandRunner, showArgv } from '../../src/main/system/command-runner.ts';
import { ExpectedError } from '../../src/shared/outcome.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import type { SimulatedHost, SimulatedHostOptions } from './mac-host.ts';

type Answer = Partial<Omit<CommandResult, 'argv'>>;
const GARBAGE = '<html>\u0000 = { \t state\n\n=\n';

/** Each way: what is answered instead of the real answer, and whether the command really ran before. */
const WAYS: Readonly<Record<string, { readonly ran: boolean; answer(real: CommandResult): Answer }>> = {
  fails: { ran: false, answer: () => ({ exitCode: 1, stdout: '', stderr: 'It went wrong.\n' }) },
  'cannot be started': { ran: false, answer: () => ({ exitCode: null, startError: 'spawn EACCES' }) },
  hangs: { ran: false, answer: () => ({ exitCode: null, timedOut: true, signal: 'SIGTERM' }) },
  'hangs after it was done': { ran: true, answer: () => ({ exitCode: null, timedOut: true, signal: 'SIGTERM' }) },
  'answers nonsense': { ran: false, answer: () => ({ exitCode: 0, stdout: GARBAGE, stderr: '' }) },
  'gives half an answer': {
    ran: true,
    answer: ({ stdout }) => ({ exitCode: 0, stdout: stdout.slice(0, stdout.length / 2), stderr: '' }),
  },
};

/** Those that also go on until the operation ends: one of each kind, because each case costs time. */
const LASTING = ['fails', 'hangs after it was done', 'answers nonsense'];

interface Plan {
  readonly step: number;
  readonly way: string;
  /** From this step on, until the operation ends; else only this one. */
  readonly lasting: boolean;
}

export interface FaultyRunner {
  wrap(runner: CommandRunner): CommandRunner;
  /** Counts from here on; null = no fault. */
  arm(plan: Plan | null): void;
  /** Commands since `arm`. */
  readonly calls: readonly (readonly string[])[];
}

export function createFaults(): FaultyRunner {
  let plan: Plan | null = null;
  let calls: (readonly string[])[] = [];
  return {
    arm(next) {
      plan = next;
      calls = [];
    },
    get calls() {
      return calls;
    },
    wrap: (runner) => ({
      async run(argv, options) {
        const index = calls.push(argv) - 1;
        const hit = plan !== null && (plan.lasting ? index >= plan.step : index === plan.step);
        const way = hit && plan !== null ? WAYS[plan.way] : undefined;
        if (way === undefined) return runner.run(argv, options);
        const nothing = { argv, exitCode: 0, signal: null, stdout: '', stderr: '', timedOut: false, startError: null };
        const real = way.ran ? await runner.run(argv, options) : nothing;
        return { ...nothing, ...way.answer(real) };
      },
    }),
  };
}

/** Waiting costs a twentieth of its time: the adapters' own patience is tested elsewhere. */
export const hurried = (): Clock => {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    async sleep(ms, signal) {
      ahead += ms;
      await systemClock.sleep(Math.min(10, ms), signal);
    },
  };
};

type Verb = 'install' | 'first install' | 'start' | 'stop' | 'restart' | 'uninstall';

interface Scene {
  readonly host: SimulatedHost;
  readonly faults: FaultyRunner;
  readonly service: ContractService;
  readonly changed: ServiceDefinition;
}

const ACTS: Readonly<Record<Verb, (adapter: SupervisorAdapter, scene: Scene) => Promise<void>>> = {
  'first install': (adapter, { service }) => adapter.install(service.definition, service.identity),
  install: (adapter, { service, changed }) => adapter.install(changed, service.identity),
  start: (adapter, { service }) => adapter.start(service.identity),
  stop: (adapter, { service }) => adapter.stop(service.identity),
  restart: (adapter, { service }) => adapter.restart(service.identity),
  uninstall: (adapter, { service }) => adapter.uninstall(service.identity),
};

/** Files below the home, with content and mode; what the gateway and the simulator write is left out. */
export function snapshot(host: SimulatedHost): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (/\.(service|plist|env|sh|bak|conf)$/.test(entry.name)) {
        const mode = (lstatSync(path).mode & 0o777).toString(8);
        found[relative(host.root, path)] = entry.isSymbolicLink() ? 'link' : `${mode} ${readFileSync(path, 'utf8')}`;
      }
    }
  };
  visit(host.root);
  return found;
}

/** Declares a test for each verb and way; each goes through all steps. */
export function describeFaults(name: string, makeHost: (options: SimulatedHostOptions) => SimulatedHost): void {
  describe(`${name}, when a command goes wrong`, { timeout: 120_000 }, () => {
    const scene = {} as { -readonly [Key in keyof Scene]: Scene[Key] };
    beforeAll(async () => {
      scene.faults = createFaults();
      scene.host = makeHost({ wrap: scene.faults.wrap, clock: hurried() });
      scene.service = await scene.host.service('one', 'steady');
      const { definition } = scene.service;
      scene.changed = { ...definition, environment: { ...definition.environment, EXTRA: 'a b "c"' } };
    });
    afterAll(() => scene.host.dispose());

    const look = async () => {
      const [found] = await scene.host.adapter.inspect([scene.service.identity]);
      if (found === undefined) throw new Error('no answer');
      return found;
    };
    const settled = async (accept: (state: string, pid: number | null) => boolean) => {
      const deadline = performance.now() + 15_000;
      for (;;) {
        const { process: found } = await look();
        if (accept(found.state, found.state === 'running' ? found.pid : null)) return found;
        if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`);
        await systemClock.sleep(20);
      }
    };
    /** The same beginning for each case. Returns the files and the process. */
    const begin = async (verb: Verb) => {
      const { adapter } = scene.host;
      const { definition, identity } = scene.service;
      scene.faults.arm(null);
      await adapter.uninstall(identity);
      await settled((state) => state === 'stopped');
      if (verb !== 'first install') {
        await adapter.install(definition, identity);
        if (verb !== 'start') await adapter.start(identity);
      }
      const running =
        verb === 'start' || verb === 'first install' ? null : await settled((_state, pid) => pid !== null);
      scene.faults.arm(null);
      return { files: snapshot(scene.host), pid: running?.state === 'running' ? running.pid : null };
    };
    const attempt = async (verb: Verb) => {
      try {
        await ACTS[verb](scene.host.adapter, scene);
        return null;
      } catch (cause) {
        expect(cause).toBeInstanceOf(ExpectedError);
        return cause as ExpectedError;
      }
    };

    for (const verb of Object.keys(ACTS) as Verb[]) {
      for (const way of Object.keys(WAYS)) {
        it(`${verb}: a command ${way}`, async () => {
          await begin(verb);
          expect(await attempt(verb)).toBeNull();
          const steps = [...scene.faults.calls];
          const complete = snapshot(scene.host);
          expect(steps.length).toBeGreaterThan(0);
          for (const [step, argv] of steps.entries()) {
            for (const lasting of LASTING.includes(way) ? [false, true] : [false]) {
              const before = await begin(verb);
              scene.faults.arm({ step, way, lasting });
              const error = await attempt(verb);
              scene.faults.arm(null);
              const where = `${lasting ? 'from' : 'at'} step ${step} (${showArgv(argv)})${error === null ? '' : `: ${error.message}`}`;
              await judge(verb, where, error, before, complete, argv, WAYS[way]?.ran ?? false);
            }
          }
        });
      }
    }

    const judge = async (
      verb: Verb,
      where: string,
      error: ExpectedError | null,
      before: { readonly files: Readonly<Record<string, string>>; readonly pid: number | null },
      complete: Readonly<Record<string, string>>,
      argv: readonly string[],
      ran: boolean,
    ) => {
      const files = snapshot(scene.host);
      const { definition, identity } = scene.service;
      if (error !== null) {
        const said = [error.message, ...(error.details ?? []), error.hint ?? ''].join('\n');
        expect(said, where).toMatch(/systemctl|systemd|launchctl|launchd/);
        expect(said, where).toMatch(new RegExp(`${wordOf(argv)}|${identity.serviceName.replaceAll('.', '\\.')}`));
        expect(said, where).not.toMatch(/undefined|\[object/);
      }
      switch (verb) {
        case 'first install':
        case 'install': {
          expect(files, where).toEqual(error === null ? complete : before.files);
          const now = await look();
          if (error === null) expect(now, where).toMatchObject({ enabled: true, definition: { status: 'present' } });
          if (error !== null && verb === 'install') {
            expect(now, where).toMatchObject({
              enabled: true,
              definition: { parsed: { environment: definition.environment } },
            });
          }
          break;
        }
        case 'uninstall': {
          const kept = Object.keys(files).length === Object.keys(before.files).length;
          expect(files, where).toEqual(kept ? before.files : complete);
          if (error === null) expect(files, where).toEqual(complete);
          // What has no definition any more must not run on.
          if (!kept) expect(await scene.host.alive(before.pid ?? 0), where).toBe(false);
          break;
        }
        default:
          expect(files, where).toEqual(before.files);
          // An adapter returns when its request was accepted; that nothing came of it is for the operation to see.
          if (error === null && verb === 'stop' && ran) await settled((state) => state === 'stopped');
      }
    };
  });
}

/** The word by which a person knows the step. */
function wordOf(argv: readonly string[]): string {
  return argv.slice(1).find((word) => !word.startsWith('-')) ?? argv[0] ?? '';
}
