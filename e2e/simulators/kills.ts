/**
 * An operation whose process is killed at one of its commands, generated: before the command ran, and after it. Whatever half is left, putting
 * back what was remembered before makes files, enabling and service what they were.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plannedWrites } from '../../src/main/operations/transaction/change.ts';
import { isOursBy } from '../../src/main/operations/transaction/journal.ts';
import type { ContractService } from '../../src/main/supervisors/contract-suite.ts';
import type { SupervisorAdapter } from '../../src/main/supervisors/supervisor.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { type CommandResult, type CommandRunner, showArgv } from '../../src/main/system/command-runner.ts';
import type { ServiceDefinition } from '../../src/shared/service-definition.ts';
import { hurried, snapshot } from './faults.ts';
import type { SimulatedHost, SimulatedHostOptions } from './mac-host.ts';

/** Commands that only look change nothing: being killed there is being killed before the next one. */
const LOOKS = /(?:^| )(?:show|print|print-disabled|is-enabled|is-system-running|--version|-lint|managerpid)(?: |$)/;
const NEVER = new Promise<never>(() => undefined);

interface Killer {
  wrap(runner: CommandRunner): CommandRunner;
  /** The changing command `at`, counted from here on, never comes back. Resolves when it is reached, with the command. null = none. */
  arm(at: { readonly step: number; readonly ran: boolean } | null): Promise<readonly string[]>;
  readonly changing: readonly (readonly string[])[];
}

function createKiller(): Killer {
  let armed: {
    readonly step: number;
    readonly ran: boolean;
    readonly reached: (argv: readonly string[]) => void;
  } | null;
  armed = null;
  let changing: (readonly string[])[] = [];
  return {
    arm(at) {
      changing = [];
      return new Promise((resolve) => {
        armed = at === null ? null : { ...at, reached: resolve };
        if (at === null) resolve([]);
      });
    },
    get changing() {
      return changing;
    },
    wrap: (runner) => ({
      async run(argv, options): Promise<CommandResult> {
        if (LOOKS.test(argv.join(' '))) return runner.run(argv, options);
        const index = changing.push(argv) - 1;
        if (armed === null || armed.step !== index) return runner.run(argv, options);
        const { ran, reached } = armed;
        armed = null;
        if (ran) await runner.run(argv, options);
        reached(argv);
        return NEVER;
      },
    }),
  };
}

type Verb = 'first install' | 'install' | 'uninstall';

/** Declares a test for each verb; each goes through all of its commands. */
export function describeKills(name: string, makeHost: (options: SimulatedHostOptions) => SimulatedHost): void {
  describe(`${name}, killed at a command`, { timeout: 180_000 }, () => {
    let host: SimulatedHost;
    let killer: Killer;
    let service: ContractService;
    let changed: ServiceDefinition;
    beforeAll(async () => {
      killer = createKiller();
      host = makeHost({ wrap: killer.wrap, clock: hurried() });
      service = await host.service('one', 'steady');
      const { environment } = service.definition;
      changed = { ...service.definition, environment: { ...environment, EXTRA: 'a b "c"' } };
    });
    afterAll(() => host.dispose());

    const look = async () => {
      const [found] = await host.adapter.inspect([service.identity]);
      if (found === undefined) throw new Error('no answer');
      return found;
    };
    const until = async (accept: (state: string) => boolean) => {
      const deadline = performance.now() + 15_000;
      for (;;) {
        const { process: found } = await look();
        if (accept(found.state)) return;
        if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`);
        await systemClock.sleep(20);
      }
    };
    const begin = async (verb: Verb) => {
      await killer.arm(null);
      await host.adapter.uninstall(service.identity);
      await until((state) => state === 'stopped');
      if (verb === 'first install') return;
      await host.adapter.install(service.definition, service.identity);
      await host.adapter.start(service.identity);
      await until((state) => state === 'running');
    };
    const act = (adapter: SupervisorAdapter, verb: Verb): Promise<void> => {
      if (verb === 'uninstall') return adapter.uninstall(service.identity);
      return adapter.install(verb === 'install' ? changed : service.definition, service.identity);
    };
    const planOf = (adapter: SupervisorAdapter, verb: Verb) =>
      verb === 'uninstall'
        ? adapter.planUninstall(service.identity)
        : adapter.planInstall(verb === 'install' ? changed : service.definition, service.identity);

    for (const verb of ['first install', 'install', 'uninstall'] as const) {
      it(`${verb}: what was there before can be put back`, async () => {
        await begin(verb);
        await killer.arm(null);
        await act(host.adapter, verb);
        const commands = killer.changing.length;
        expect(commands).toBeGreaterThan(0);
        for (let step = 0; step < commands; step += 1) {
          for (const ran of [false, true]) {
            await begin(verb);
            const before = snapshot(host);
            const copy = await host.adapter.copyDefinition(service.identity);
            const { files } = await planOf(host.adapter, verb);
            const isOurs = isOursBy({ planned: await plannedWrites(files) });
            const reached = killer.arm({ step, ran });
            // Its promise is never settled: nothing of the killed process goes on.
            act(host.adapter, verb).catch(() => undefined);
            const where = `${ran ? 'after' : 'before'} ${showArgv(await reached)}`;
            await killer.arm(null);

            if (verb === 'first install') await host.adapter.uninstall(service.identity);
            expect(await host.adapter.putBack(service.identity, copy, isOurs), where).toEqual([]);
            expect(snapshot(host), where).toEqual(before);
            const now = await look();
            if (verb === 'first install') {
              expect(now.definition, where).toEqual({ status: 'absent' });
              continue;
            }
            const { environment } = service.definition;
            expect(now, where).toMatchObject({ enabled: true, definition: { parsed: { environment } } });
            await host.adapter.restart(service.identity);
            await until((state) => state === 'running');
          }
        }
      });
    }
  });
}
