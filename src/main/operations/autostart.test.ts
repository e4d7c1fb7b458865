import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import { planAutostart, setAutostart } from './autostart.ts';
import { runAction } from './run-action.ts';
import { makeBench, type TestBench } from './testing.ts';

const UNIT = 'openclaw-gateway.service';
let bench: TestBench;

beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

const install = () =>
  runAction(bench.context, 'install', { profile: bench.profile }, { entry: bench.entry, runtimePath: bench.runtime });
const set = (on: boolean) => setAutostart(bench.context, { profile: bench.profile }, on);
const failure = (running: Promise<unknown>): Promise<ExpectedError> =>
  running.then(
    () => Promise.reject(new Error('It should have failed.')),
    (cause) => (cause instanceof ExpectedError ? cause : Promise.reject(cause)),
  );
const asked = () => bench.controls.calls().filter((call) => call.startsWith('set-autostart'));

test('off and on, read back, with the process as it was', async () => {
  const { report } = await install();
  expect(report.enabled).toBe(true);
  expect(await set(false)).toMatchObject({
    ok: true,
    action: 'disable',
    changed: true,
    result: 'disabled',
    message: 'default now does not start by itself.',
    report: { enabled: false, state: 'running', probe: 'ok', pid: report.pid },
  });
  expect(await set(false)).toMatchObject({ changed: false, result: 'already-disabled' });
  expect(asked()).toHaveLength(1);
  expect(await set(true)).toMatchObject({
    action: 'enable',
    changed: true,
    report: { enabled: true, pid: report.pid },
  });
});

test('the plan names the command and touches nothing; nothing to do is an empty plan', async () => {
  await install();
  expect(await planAutostart(bench.context, bench.profile, false)).toMatchObject({
    action: 'disable',
    serviceName: UNIT,
    files: [],
    commands: [['fake', 'disable', UNIT]],
    privileges: 'user',
  });
  expect(await planAutostart(bench.context, bench.profile, true)).toMatchObject({ commands: [] });
  expect(asked()).toEqual([]);
});

test('what is not installed, masked or not known is refused before the supervisor is asked', async () => {
  expect(await failure(set(false))).toMatchObject({ code: 'not-installed' });
  await install();
  bench.controls.patchDefinition(UNIT, { masked: true });
  expect(await failure(set(true))).toMatchObject({ code: 'definition-masked' });
  bench.controls.blind(UNIT, 'no bus');
  expect(await failure(set(false))).toMatchObject({ code: 'state-unknown' });
  expect(await failure(planAutostart(bench.context, bench.profile, false))).toMatchObject({ code: 'state-unknown' });
  expect(asked()).toEqual([]);
});

test('a supervisor that fails is passed on, and nothing is reported as done', async () => {
  await install();
  bench.controls.failNext('set-autostart', new ExpectedError('command-failed', 'systemctl said no.', { hint: 'x' }));
  expect(await failure(set(false))).toMatchObject({ code: 'command-failed' });
});
