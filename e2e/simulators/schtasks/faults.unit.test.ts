/**
 * Every command of every operation fails in every way, one at a time: the result is the old state or the new one, and the error says which
 * step it was. Nothing here is picked by hand: the commands are those that the operation runs when all goes well.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { ERROR_EXIT_CODES, ExpectedError } from '../../../src/shared/outcome.ts';
import { type Bench, createBench, type Definitions, type Fault } from './memory-bench.ts';

/** How a command goes wrong. */
const FAULTS: Readonly<Record<string, Fault>> = {
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
      for (const [name, fault] of Object.entries(FAULTS)) {
        const here = `${name}: ${shown(commands[at] ?? [])} (${at + 1} of ${commands.length})`;
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
