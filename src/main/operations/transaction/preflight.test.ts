import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExpectedError } from '../../../shared/outcome.ts';
import { systemClock } from '../../system/clock.ts';
import { runAction } from '../run-action.ts';
import { readOneStatus } from '../status.ts';
import { makeBench, type TestBench } from '../testing.ts';

const UNIT = 'openclaw-gateway.service';
const FOREIGN = { owner: 'process', pid: 12, command: 'nc -l 18789', user: 'me', startedAt: null } as const;
let bench: TestBench;
let pid: number | null;

beforeEach(async () => {
  bench = await makeBench();
  const options = { entry: bench.entry, runtimePath: bench.runtime };
  pid = (await runAction(bench.context, 'install', { profile: bench.profile }, options)).report.pid;
});
afterEach(() => bench.dispose());

const restart = () => runAction(bench.context, 'restart', { profile: bench.profile }, {});
const failure = (running: Promise<unknown>): Promise<ExpectedError> =>
  running.then(
    () => Promise.reject(new Error('It should have failed.')),
    (cause) => (cause instanceof ExpectedError ? cause : Promise.reject(cause)),
  );
const configPath = () => join(bench.home, '.openclaw', 'openclaw.json');
const asked = () => readFile(join(bench.home, 'asked'), 'utf8').catch(() => '');
/** What `openclaw config validate --json` answers; its call leaves a trace. */
const answer = (text: string) =>
  writeFile(
    bench.runtime,
    `#!/bin/sh\n[ "$2" = config ] && { echo "$*" >> ${bench.home}/asked; cat <<'END'\n${text}\nEND\nexit 1; }\necho v24.21.0\n`,
  );
const REFUSED = '{ "valid": false, "issues": [{ "path": "<root>", "message": "Unrecognized key: \\"nonsense\\"" }] }';
const edit = async (text: string) => writeFile(configPath(), text);
const stillRuns = async () => expect((await readOneStatus(bench.context, bench.profile)).pid).toBe(pid);
const verbs = () => bench.controls.calls().filter((call) => !call.startsWith('inspect'));

describe('a restart', () => {
  test('into a configuration that OpenClaw refuses is refused while the old process runs', async () => {
    await answer(REFUSED);
    await edit(await readFile(configPath(), 'utf8'));
    const error = await failure(restart());
    expect(error).toMatchObject({ code: 'config-invalid', hint: expect.stringContaining('openclaw doctor --fix') });
    expect(error.details).toEqual(['<root>: Unrecognized key: "nonsense"', expect.stringContaining(`pid ${pid}`)]);
    expect(await asked()).toContain('config validate --json');
    expect(verbs()).toEqual([`install ${UNIT}`, `start ${UNIT}`]);
    await stillRuns();
  });
  test('so is an installation over it', async () => {
    await answer(REFUSED);
    await edit(await readFile(configPath(), 'utf8'));
    const options = { entry: bench.entry, runtimePath: bench.runtime, force: true, port: 20_500 };
    expect(await failure(runAction(bench.context, 'install', { profile: bench.profile }, options))).toMatchObject({
      code: 'config-invalid',
    });
    await stillRuns();
  });
  test('OpenClaw is not asked about a file that the running process started with', async () => {
    await answer(REFUSED);
    await utimes(configPath(), new Date(0), new Date(0));
    expect(await restart()).toMatchObject({ result: 'restarted' });
    expect(await asked()).toBe('');
  });
  test.each(['', 'usage: openclaw', '{ "ok": true }', '[1]'])(
    'an answer that says nothing (%j) stops nothing',
    async (said) => {
      await answer(said);
      await edit(await readFile(configPath(), 'utf8'));
      expect(await restart()).toMatchObject({ result: 'restarted' });
      expect(await asked()).toContain('config validate');
    },
  );
  test.each([
    ['no JSON5', '{ gateway: ', /cannot be used/],
    ['without gateway.mode', '{ gateway: { auth: { mode: "token", token: "x" } } }', /does not let a gateway start/],
    [
      'with an address that OpenClaw does not take',
      '{ gateway: { mode: "local", bind: "custom", customBindHost: "::1", auth: { mode: "token", token: "x" } } }',
      /does not let a gateway start/,
    ],
    ['open to other machines', '{ gateway: { mode: "local", bind: "lan", auth: { mode: "none" } } }', /without asking/],
  ])('into a configuration %s is refused', async (_what, text, words) => {
    await edit(text);
    const error = await failure(restart());
    expect(error).toMatchObject({ code: 'config-invalid', message: expect.stringMatching(words) });
    expect(error.details?.at(-1)).toContain('goes on');
    expect(await readFile(configPath(), 'utf8')).toBe(text);
    await stillRuns();
  });
  test('of what does not run is tried: there is nothing to lose', async () => {
    await runAction(bench.context, 'stop', { profile: bench.profile }, {});
    await edit('{ gateway: ');
    expect(await restart()).toMatchObject({ result: 'restarted' });
  });
});

test('a port that somebody takes meanwhile ends the waiting long before its time', async () => {
  const began = systemClock.monotonic();
  // Twenty times as fast as the time of day.
  const clock = { ...systemClock, monotonic: () => began + (systemClock.monotonic() - began) * 20 };
  const onStep = () => bench.occupy(FOREIGN);
  const error = await failure(
    runAction({ ...bench.context, clock }, 'restart', { profile: bench.profile, onStep }, {}),
  );
  expect(error).toMatchObject({ code: 'port-in-use', message: expect.stringContaining('nc -l 18789') });
  expect(systemClock.monotonic() - began).toBeLessThan(10_000);
});
