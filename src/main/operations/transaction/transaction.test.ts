import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstallOptions, OperationStep } from '../../../shared/operation.ts';
import { ERROR_EXIT_CODES, ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { ja } from '../../../shared/text/ja.ts';
import { tellAll } from '../../../shared/text/tell.ts';
import { untold } from '../../../shared/text/testing.ts';
import { runRepair } from '../repair.ts';
import { runAction } from '../run-action.ts';
import { readOneStatus } from '../status.ts';
import { makeBench, type TestBench } from '../testing.ts';
import { readStarts } from './start-history.ts';

const UNIT = 'openclaw-gateway.service';
const OLD_PORT = 18_789;
const NEW_PORT = 20_500;
let bench: TestBench;

beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

type Extra = {
  signal?: AbortSignal;
  readyTimeoutMs?: number;
  onStep?: (steps: readonly OperationStep[]) => void;
};
const act = (action: Parameters<typeof runAction>[1], extra: Extra = {}, options: InstallOptions = {}) =>
  runAction(bench.context, action, { profile: bench.profile, ...extra }, options);
const install = (extra: Extra = {}, options: InstallOptions = {}) =>
  act('install', extra, { entry: bench.entry, runtimePath: bench.runtime, ...options });
const move = (extra: Extra = {}, options: InstallOptions = {}) =>
  install(extra, { force: true, port: NEW_PORT, ...options });
const failure = (running: Promise<unknown>): Promise<ExpectedError> =>
  running.then(
    () => Promise.reject(new Error('It should have failed.')),
    (cause) => (cause instanceof ExpectedError ? cause : Promise.reject(cause)),
  );
const expectTold = (error: ExpectedError) => expect(untold(error.toOutcome().error)).toEqual([]);
const configPath = () => join(bench.home, '.openclaw', 'openclaw.json');
const configText = () => readFile(configPath(), 'utf8');
const status = () => readOneStatus(bench.context, bench.profile);
const journals = async () => {
  const folder = join(bench.context.host.appDirs.state, 'changes');
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
};
const findings = async () => (await status()).diagnoses.map(({ code }) => code);
const verbs = () =>
  bench.controls
    .calls()
    .filter((call) => !call.startsWith('inspect'))
    .map((call) => call.split(' ')[0]);
/** Only a service on the new port ends with this. */
const onNewPort = (behaviour: 'exits-78' | 'crashes') =>
  bench.controls.behave(UNIT, (definition) =>
    definition?.command.includes(String(NEW_PORT)) === true ? behaviour : 'steady',
  );

describe('a change that does not come up', () => {
  test.each(['exits-78', 'crashes'] as const)(
    '(%s): the old service serves again, and nothing is lost',
    async (how) => {
      await install();
      const before = await configText();
      onNewPort(how);
      const labels = new Map<string, string>();
      const onStep = (steps: readonly OperationStep[]) => {
        for (const { id, label, state } of steps) labels.set(id, `${state}: ${label}`);
      };
      const error = await failure(move({ onStep }));
      expect(error).toMatchObject({ code: 'rolled-back', message: expect.stringContaining('it serves again') });
      expect(error.details?.slice(0, 3)).toEqual([
        expect.stringContaining('start-failed'),
        'Done: Put the old service back',
        'Done: The old service answers again',
      ]);
      expect(ERROR_EXIT_CODES[error.code]).toBe(7);
      expectTold(error);
      expect(await status()).toMatchObject({ state: 'running', probe: 'ok', port: OLD_PORT, diagnoses: [] });
      expect(await configText()).toBe(before);
      expect(await journals()).toEqual([]);
      expect(labels.get('put-back')).toBe('done: Put the old service back');
      expect(labels.get('old-answers')).toBe('done: The old service answers again');
      expect([...labels.values()].filter((each) => each.startsWith('failed'))).toHaveLength(1);
    },
  );

  test('in time is put back as well', async () => {
    await install();
    bench.mute(true);
    const onStep = (steps: readonly OperationStep[]) => {
      if (steps.some(({ id, state }) => id === 'put-back' && state === 'now')) bench.mute(false);
    };
    // Silent from the first look on: it ran, and did not serve, so that is what it is left to.
    expect(await failure(move({ readyTimeoutMs: 300, onStep }))).toMatchObject({
      code: 'rolled-back',
      details: expect.arrayContaining([expect.stringContaining('not-verified')]),
    });
    await expect.poll(async () => (await status()).probe, { timeout: 5_000 }).toBe('ok');
    expect(await status()).toMatchObject({ port: OLD_PORT });
  });

  test('the first time leaves nothing behind', async () => {
    bench.controls.behave(UNIT, 'exits-78');
    expect(await failure(install())).toMatchObject({
      code: 'rolled-back',
      message: expect.stringContaining('not installed'),
    });
    expect(await status()).toMatchObject({ state: 'not-installed', pid: null });
    await expect(configText()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await journals()).toEqual([]);
  });

  test('of a service that was stopped leaves it stopped', async () => {
    await install();
    await act('stop');
    onNewPort('exits-78');
    expect(await failure(move())).toMatchObject({ code: 'rolled-back' });
    expect(await status()).toMatchObject({ state: 'stopped', port: OLD_PORT });
  });

  test('stays when the person wants it to', async () => {
    await install();
    onNewPort('exits-78');
    expect(await failure(move({}, { rollback: false }))).toMatchObject({ code: 'start-failed' });
    expect(await status()).toMatchObject({ port: NEW_PORT, pid: null });
    expect(await journals()).toEqual([]);
    expect(verbs()).not.toContain('putBack');
  });

  test('a configuration that somebody changed meanwhile is theirs', async () => {
    await install();
    onNewPort('exits-78');
    const theirs = '{ gateway: { mode: "local" } /* mine */ }';
    let done: Promise<void> | null = null;
    const onStep = (steps: readonly OperationStep[]) => {
      if (steps.some(({ id, state }) => id === 'ask' && state === 'now')) done ??= writeFile(configPath(), theirs);
    };
    const error = await failure(move({ onStep }));
    await done;
    expect(error).toMatchObject({ code: 'rolled-back' });
    expect(error.details).toContainEqual(expect.stringContaining('changed by somebody else'));
    expect(await configText()).toBe(theirs);
    expect((await status()).port).toBe(OLD_PORT);
  });

  test('and cannot be put back is said, kept, found, and put back later', async () => {
    await install();
    const before = await configText();
    onNewPort('exits-78');
    bench.controls.failNext(
      'putBack',
      new ExpectedError('disk-full', say('disk-full.write', { path: '/x' }), { hint: say('disk-full.hint') }),
    );
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'rollback-failed', message: expect.stringContaining('no space left') });
    expect(error.hint).toContain('doctor --fix change-unfinished');
    expectTold(error);
    const [journal = ''] = await journals();
    expect((await stat(journal)).mode & 0o777).toBe(0o600);
    expect(await findings()).toContain('change-unfinished');
    const repaired = await runRepair(bench.context, {
      profile: bench.profile,
      rule: 'change-unfinished',
      deep: false,
      confirmed: true,
    });
    expect(repaired?.message).toContain('was undone');
    expect(await status()).toMatchObject({ state: 'running', port: OLD_PORT, diagnoses: [] });
    expect(await configText()).toBe(before);
  });

  test('and the old one does not come up either: said as what it is', async () => {
    await install();
    bench.controls.behave(UNIT, 'exits-78');
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'rollback-failed' });
    expect(ERROR_EXIT_CODES[error.code]).toBe(8);
    expect((await status()).port).toBe(OLD_PORT);
    expect(await journals()).toHaveLength(1);
  });
});

describe('removing', () => {
  test('that fails half-way puts the service back', async () => {
    await install();
    bench.controls.failAfterNext('uninstall', new ExpectedError('command-failed', 'systemd did not listen.'));
    expect(await failure(act('uninstall'))).toMatchObject({ code: 'rolled-back' });
    expect(await status()).toMatchObject({ state: 'running', probe: 'ok', diagnoses: [] });
    expect(await journals()).toEqual([]);
  });
  test('that fails before it did anything is the failure that it is', async () => {
    const { report } = await install();
    bench.controls.failNext('uninstall', new ExpectedError('command-failed', 'systemd did not listen.'));
    expect(await failure(act('uninstall'))).toMatchObject({ code: 'command-failed' });
    expect((await status()).pid).toBe(report.pid);
    expect(await journals()).toEqual([]);
  });
});

describe('a change that was interrupted', () => {
  /** Leaves the record and the half change behind, as a killed process does. */
  const interrupt = async (
    verb: 'install' | 'uninstall' | 'restart' | 'start',
    run: (extra: Extra) => Promise<unknown>,
  ) => {
    const controller = new AbortController();
    const seen = verbs().length;
    bench.controls.hangNext(verb);
    const running = failure(run({ signal: controller.signal }));
    await expect.poll(() => verbs().slice(seen).includes(verb), { timeout: 5_000 }).toBe(true);
    controller.abort(new Error('killed'));
    expect(await running).toMatchObject({ code: 'cancelled' });
  };
  const halfMoved = async () => {
    await install();
    const before = await configText();
    await interrupt('restart', move);
    expect(await journals()).toHaveLength(1);
    return before;
  };

  test('is found, and undone by the next operation, which then goes on', async () => {
    const before = await halfMoved();
    expect(await findings()).toContain('change-unfinished');
    const result = await act('start');
    expect(result).toMatchObject({ result: 'already-running', report: { port: OLD_PORT, probe: 'ok' } });
    expect(result.warnings.join(' ')).toContain('was interrupted');
    expect(tellAll(ja, result, 'warnings').filter(({ foreign }) => foreign)).toEqual([]);
    expect(await configText()).toBe(before);
    expect(await journals()).toEqual([]);
    expect(await findings()).toEqual([]);
  });
  test('is undone before it is tried again', async () => {
    await halfMoved();
    expect(await move()).toMatchObject({ result: 'reinstalled', report: { port: NEW_PORT, probe: 'ok' } });
    expect(await journals()).toEqual([]);
  });
  test('does not keep a service from being stopped, nor from being removed', async () => {
    await halfMoved();
    expect(await act('stop')).toMatchObject({ result: 'stopped' });
    expect(await journals()).toHaveLength(1);
    expect(await act('uninstall')).toMatchObject({ result: 'uninstalled' });
    expect(await status()).toMatchObject({ state: 'not-installed' });
    expect(await journals()).toEqual([]);
  });
  test('and had come up after all is left as it is', async () => {
    await install();
    const held = new AbortController();
    bench.mute(true);
    // Aborted while it waits for an answer, which comes a moment later.
    const onStep = (steps: readonly OperationStep[]) => {
      if (steps.some(({ id, state }) => id === 'port' && state === 'now')) held.abort(new Error('killed'));
    };
    expect(await failure(move({ signal: held.signal, onStep }))).toMatchObject({ code: 'cancelled' });
    bench.mute(false);
    const { pid } = await status();
    expect(await act('start')).toMatchObject({
      result: 'already-running',
      warnings: [],
      report: { port: NEW_PORT, pid },
    });
    expect(await journals()).toEqual([]);
  });
  test('of a first installation leaves nothing', async () => {
    await interrupt('start', install);
    await expect(configText()).resolves.toContain('token');
    expect(await failure(act('start'))).toMatchObject({ code: 'not-installed' });
    await expect(configText()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await install()).toMatchObject({ result: 'installed' });
  });
  test('while it removed: the removal is finished', async () => {
    await install();
    const controller = new AbortController();
    // Slow enough to be caught at it: it has to be killed.
    bench.controls.behave(UNIT, 'ignores-stop');
    bench.controls.failAfterNext('uninstall', new ExpectedError('cancelled', 'killed'));
    const seen = verbs().length;
    const running = failure(act('uninstall', { signal: controller.signal }));
    await expect.poll(() => verbs().slice(seen).includes('uninstall')).toBe(true);
    controller.abort(new Error('killed'));
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(await journals()).toHaveLength(1);
    expect(await failure(act('start'))).toMatchObject({ code: 'not-installed' });
    expect(await journals()).toEqual([]);
  });
  test('leaves a damaged record: said once, and nothing is guessed', async () => {
    await halfMoved();
    const [path = ''] = await journals();
    await writeFile(path, '{ "version": 2 }');
    const { warnings } = await act('start');
    expect(warnings.join(' ')).toContain('was not used');
  });
});

describe('cures', () => {
  const cure = (rule: string) =>
    runRepair(bench.context, { profile: bench.profile, rule, deep: false, confirmed: true });

  test('one that did not help is said to have failed', async () => {
    await install();
    await writeFile(join(bench.entry, 'package.json'), '{ "name": "openclaw", "version": "2026.9.7" }');
    const error = await failure(cure('restart-needed'));
    expect(error).toMatchObject({ code: 'cure-failed', message: expect.stringContaining('2026.9.7 is installed') });
    expect(error.hint).toContain('was restarted');
    expect(verbs().at(-1)).toBe('restart');
    expect(await status()).toMatchObject({ state: 'running', probe: 'ok' });
  });
  test('one that does not come up is rolled back, and the finding stays', async () => {
    await install();
    const { definition } = (
      await bench.context.supervisors
        .get('embedded')
        .then((adapter) =>
          adapter.inspect([{ profile: 'default', serviceName: UNIT, stateDir: bench.profile.stateDir }]),
        )
    )[0] as { definition: { status: 'present'; parsed: { environment: Record<string, string> } } };
    const { OPENCLAW_SERVICE_MARKER: _gone, ...environment } = definition.parsed.environment;
    bench.controls.patchDefinition(UNIT, { parsed: { ...definition.parsed, environment } as never });
    expect(await findings()).not.toContain('change-unfinished');
    let starts = 0;
    bench.controls.behave(UNIT, () => {
      starts += 1;
      return starts === 1 ? 'exits-78' : 'steady';
    });
    expect(await failure(cure('definition-drift'))).toMatchObject({
      code: 'rolled-back',
      message: expect.stringContaining('it serves again'),
    });
    expect(await status()).toMatchObject({ state: 'running', probe: 'ok', port: OLD_PORT });
  });
});

test('how long starts take is remembered, for the next ones', async () => {
  await install();
  await act('restart');
  const starts = await readStarts(bench.context, 'default');
  expect(starts).toHaveLength(2);
  expect(Math.max(...starts)).toBeLessThan(10_000);
});
