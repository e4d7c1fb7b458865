/** An operation on tasks whose process is killed at one of its commands: what was there before can be put back, whatever half is left. */
import { afterEach, expect, test } from 'vitest';
import { plannedWrites } from '../../../src/main/operations/transaction/change.ts';
import { isOursBy } from '../../../src/main/operations/transaction/journal.ts';
import { type Bench, createBench } from './memory-bench.ts';

const NEVER = new Promise<never>(() => undefined);
let bench: Bench | null = null;
afterEach(() => {
  bench?.dispose();
  bench = null;
});

const start = async ({ adapter, definition, identity }: Bench) => {
  await adapter.install(definition, identity);
  await adapter.start(identity);
};
const OPERATIONS = {
  install: {
    prepare: async () => undefined,
    plan: ({ adapter, definition, identity }: Bench) => adapter.planInstall(definition, identity),
    act: ({ adapter, definition, identity }: Bench) => adapter.install(definition, identity),
  },
  'install over what runs': {
    prepare: start,
    plan: ({ adapter, changed, identity }: Bench) => adapter.planInstall(changed, identity),
    act: ({ adapter, changed, identity }: Bench) => adapter.install(changed, identity),
  },
  uninstall: {
    prepare: start,
    plan: ({ adapter, identity }: Bench) => adapter.planUninstall(identity),
    act: ({ adapter, identity }: Bench) => adapter.uninstall(identity),
  },
} as const;

test.each(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])('%s', { timeout: 120_000 }, async (name) => {
  const { prepare, plan, act } = OPERATIONS[name];
  bench = createBench();
  await prepare(bench);
  const { argv: commands } = bench.arm(0, null);
  await act(bench);
  bench.dispose();
  expect(commands.length).toBeGreaterThan(1);
  for (const at of commands.keys()) {
    for (const ran of [false, true]) {
      const here = `${ran ? 'after' : 'before'} command ${at + 1} of ${commands.length}`;
      bench = createBench();
      const { adapter, identity } = bench;
      await prepare(bench);
      const before = bench.definitions();
      const copy = await adapter.copyDefinition(identity);
      const isOurs = isOursBy({ planned: await plannedWrites((await plan(bench)).files) });
      const reached = new Promise<void>((resolve) => {
        bench?.arm(at, async (command) => {
          if (ran) await command();
          resolve();
          return NEVER;
        });
      });
      act(bench).catch(() => undefined);
      await reached;
      bench.arm(0, null);
      if (name === 'install') await adapter.uninstall(identity);
      expect(await adapter.putBack(identity, copy, isOurs), here).toEqual([]);
      expect(bench.definitions(), here).toEqual(before);
      if (name !== 'install') {
        await adapter.restart(identity);
        expect(bench.tools.gateways(), here).toBe(1);
        expect(bench.held(), here).toBe(false);
      }
      bench.dispose();
    }
  }
});
