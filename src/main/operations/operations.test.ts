import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstallOptions, OperationStep } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { planInstall } from './install.ts';
import { runAction } from './run-action.ts';
import { readOneStatus } from './status.ts';
import { makeBench, type TestBench } from './testing.ts';

const UNIT = 'openclaw-gateway.service';
const FOREIGN = { owner: 'process', pid: 12, command: 'nc -l 18789', user: 'me', startedAt: null } as const;
let bench: TestBench;

beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

const act = (
  action: Parameters<typeof runAction>[1],
  extra: {
    signal?: AbortSignal;
    readyTimeoutMs?: number;
    lockWaitMs?: number;
    onStep?: (steps: readonly OperationStep[]) => void;
  } = {},
  options: InstallOptions = {},
) =>
  runAction(
    bench.context,
    action,
    { profile: bench.profile, ...extra },
    { entry: bench.entry, runtimePath: bench.runtime, ...options },
  );
const install = (options: InstallOptions = {}) => act('install', {}, options);
const again = () => runAction(bench.context, 'install', { profile: bench.profile }, {});
const failure = (running: Promise<unknown>): Promise<ExpectedError> =>
  running.then(
    () => Promise.reject(new Error('It should have failed.')),
    (cause) => (cause instanceof ExpectedError ? cause : Promise.reject(cause)),
  );
const config = () => join(bench.home, '.openclaw', 'openclaw.json');
const verbs = () =>
  bench.controls
    .calls()
    .filter((call) => !call.startsWith('inspect'))
    .map((call) => call.split(' ')[0]);

describe('install', () => {
  test('writes, starts, and ends when it answers', async () => {
    const seen: string[] = [];
    const result = await act('install', { onStep: (steps) => seen.push(steps.map((step) => step.state).join(' ')) });
    expect(result).toMatchObject({ result: 'installed', changed: true, report: { state: 'running', probe: 'ok' } });
    expect(seen.at(-1)).toBe('done done done done done');
    expect(verbs()).toEqual(['install', 'start']);
    expect(JSON.parse(await readFile(config(), 'utf8'))).toMatchObject({
      gateway: { mode: 'local', auth: { mode: 'token', token: expect.stringMatching(/^[0-9a-f]{48}$/) } },
    });
  });
  test('again is success and writes nothing', async () => {
    await install();
    const before = await readFile(config(), 'utf8');
    expect(await again()).toMatchObject({ result: 'already-installed', changed: false });
    expect(await readFile(config(), 'utf8')).toBe(before);
    expect(verbs()).toEqual(['install', 'start']);
  });
  test('with another port is a conflict without --force, and a rewrite with it', async () => {
    await install();
    expect(
      await failure(runAction(bench.context, 'install', { profile: bench.profile }, { port: 20_500 })),
    ).toMatchObject({ code: 'definition-conflict' });
    expect(await install({ port: 20_500, force: true })).toMatchObject({
      result: 'reinstalled',
      report: { port: 20_500 },
    });
    expect(JSON.parse(await readFile(config(), 'utf8'))).toMatchObject({ gateway: { port: 20_500 } });
  });
  test('that the supervisor refuses puts the configuration back', async () => {
    await install();
    await act('uninstall');
    const before = '{\n  // mine\n  gateway: { mode: "local" },\n}\n';
    await writeFile(config(), before);
    bench.controls.failNext('install', new ExpectedError('disk-full', 'No space.'));
    expect(await failure(install({ token: 'canary-token' }))).toMatchObject({ code: 'disk-full' });
    expect(await readFile(config(), 'utf8')).toBe(before);
  });
  test('onto a port that somebody holds writes nothing', async () => {
    bench.occupy(FOREIGN);
    expect(await failure(install())).toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining('nc -l 18789'),
    });
    await expect(readFile(config(), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(verbs()).toEqual([]);
  });
  test('onto its own port, held by a process that only the account tells as its own', async () => {
    await install();
    const { pid } = await readOneStatus(bench.context, bench.profile);
    const info = {
      ppid: 1,
      startedAt: null,
      startKey: 'x',
      pgid: null,
      argv: null,
      comm: null,
      exe: null,
      zombie: false,
    };
    const held = (by: number) => {
      const machine = {
        ...bench.context.machine,
        listener: async () => ({ owner: 'unreadable', uid: by }) as const,
        process: async (asked: number) => ({ ...info, pid: asked, uid: asked === pid ? 990 : 0 }),
        isPortFree: async () => false,
      };
      const context = { ...bench.context, machine };
      const options = { entry: bench.entry, runtimePath: bench.runtime, force: true };
      return planInstall(context, bench.profile, options);
    };
    expect(await held(990)).toMatchObject({ port: 18_789 });
    expect(await failure(held(991))).toMatchObject({ code: 'port-in-use' });
  });
  test('a token from a reference is never overwritten', async () => {
    await install();
    await act('uninstall');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the reference as OpenClaw writes it.
    const before = '{ gateway: { mode: "local", auth: { mode: "token", token: "${MY_TOKEN}" } } }';
    await writeFile(config(), before);
    expect(await failure(install({ token: 'other' }))).toMatchObject({ code: 'config-conflict' });
    expect(await readFile(config(), 'utf8')).toBe(before);
  });
});

describe('start and stop', () => {
  test('of what is not installed: said, or nothing to do', async () => {
    expect(await failure(act('start'))).toMatchObject({
      code: 'not-installed',
      hint: expect.stringContaining('gateway install'),
    });
    expect(await act('stop')).toMatchObject({ result: 'not-installed', changed: false });
    expect(verbs()).toEqual([]);
  });
  test('already done is success', async () => {
    await install();
    expect(await act('start')).toMatchObject({ result: 'already-running', changed: false });
    expect(await act('stop')).toMatchObject({ result: 'stopped', changed: true, report: { state: 'stopped' } });
    expect(await act('stop')).toMatchObject({ result: 'already-stopped', changed: false });
  });
  test('onto a taken port is refused before the supervisor is asked', async () => {
    await install();
    await act('stop');
    bench.occupy(FOREIGN);
    expect(await failure(act('start'))).toMatchObject({ code: 'port-in-use' });
    expect(verbs()).toEqual(['install', 'start', 'stop']);
  });
  test('a program that ends at once is a failure, with its exit, long before the time is up', async () => {
    await install();
    await act('stop');
    bench.controls.behave(UNIT, 'exits-78');
    expect(await failure(act('start', { readyTimeoutMs: 60_000 }))).toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('78'),
    });
  });
  test('a process that never answers is not verified', async () => {
    await install();
    await act('stop');
    bench.mute(true);
    expect(await failure(act('start', { readyTimeoutMs: 300 }))).toMatchObject({ code: 'not-verified' });
  });
});

describe('restart', () => {
  test('of a service whose program is gone is refused before the running one is ended', async () => {
    const first = await install();
    await rm(join(bench.entry, 'dist', 'index.js'));
    expect(await failure(act('restart'))).toMatchObject({
      code: 'entry-not-found',
      message: expect.stringContaining(join(bench.entry, 'dist', 'index.js')),
    });
    expect((await readOneStatus(bench.context, bench.profile)).pid).toBe(first.report.pid);
    expect(verbs()).toEqual(['install', 'start']);
  });
  test('is done when another process answers', async () => {
    const first = await install();
    const second = await act('restart');
    expect(second.result).toBe('restarted');
    expect(second.report.pid).not.toBe(first.report.pid);
    expect(verbs()).toEqual(['install', 'start', 'restart']);
  });
  test('is not done while the old process goes on answering', async () => {
    await install();
    bench.controls.hangNext('restart');
    const controller = new AbortController();
    const running = failure(act('restart', { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('enough')), 200);
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect((await readOneStatus(bench.context, bench.profile)).probe).toBe('ok');
  });
});

describe('uninstall', () => {
  test('leaves nothing but the data', async () => {
    await install();
    expect(await act('uninstall')).toMatchObject({ result: 'uninstalled', report: { state: 'not-installed' } });
    expect(await act('uninstall')).toMatchObject({ result: 'not-installed', changed: false });
    expect(await readFile(config(), 'utf8')).toContain('token');
  });
});

describe('what could not be found out', () => {
  test('changes nothing, and is never "stopped"', async () => {
    await install();
    bench.controls.blind(UNIT, 'The bus does not answer.');
    expect(await readOneStatus(bench.context, bench.profile)).toMatchObject({
      runtime: 'unknown',
      state: 'unknown',
      installed: null,
    });
    const before = verbs();
    for (const action of ['start', 'stop', 'restart', 'uninstall'] as const) {
      expect(await failure(act(action))).toMatchObject({
        code: 'state-unknown',
        message: expect.stringContaining('The bus does not answer.'),
      });
    }
    expect(verbs()).toEqual(before);
  });
});

describe('one operation at a time', () => {
  test('two restarts at once run one after the other', async () => {
    await install();
    const ends: string[] = [];
    const steps = (name: string) => (list: readonly OperationStep[]) => {
      const current = list.find((step) => step.state === 'now');
      if (current !== undefined && ends.at(-1) !== name) ends.push(name);
    };
    await Promise.all([act('restart', { onStep: steps('one') }), act('restart', { onStep: steps('two') })]);
    expect(ends).toHaveLength(2);
  });
  test('who cannot wait hears who is working', async () => {
    await install();
    bench.controls.hangNext('stop');
    const controller = new AbortController();
    const holding = failure(act('stop', { signal: controller.signal }));
    await expect.poll(() => verbs().includes('stop')).toBe(true);
    expect(await failure(act('start', { lockWaitMs: 0 }))).toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`process ${process.pid} (stop`),
    });
    controller.abort(new Error('enough'));
    await holding;
    expect(await act('start')).toMatchObject({ result: 'already-running' });
  });
});
