import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { systemClock } from '../../system/clock.ts';
import { DEFAULT_SERVICE_USER } from '../../system/dedicated-account.ts';
import type { ElevationWay } from '../../system/elevation.ts';
import { type ElevatedPlan, type ElevatedReport, elevatedPlanSchema } from '../../system/elevation-plan.ts';
import type { Host } from '../../system/host.ts';
import { readHost } from '../../system/host.ts';
import { createScriptedRunner, type ScriptedStep } from '../../system/scripted-runner.ts';
import { createSystemdSystemAdapter } from './system-adapter.ts';
import { errorOf, root } from './test-bench.ts';
import { SYSTEMD_PLACES } from './user-bus.ts';

const unit = 'openclaw-gateway-of-no-machine.service';
const home = '/var/lib/openclaw';
const identity = { profile: 'x', serviceName: unit, stateDir: `${home}/.openclaw-x` };
const definition = (environment: Record<string, string> = {}): ServiceDefinition => ({
  profile: 'x',
  serviceName: unit,
  description: 'OpenClaw Gateway (profile: x)',
  command: ['/bin/sh', 'gateway'],
  workingDirectory: null,
  environment: {
    HOME: home,
    OPENCLAW_STATE_DIR: identity.stateDir,
    OPENCLAW_CONFIG_PATH: `${identity.stateDir}/openclaw.json`,
    OPENCLAW_SERVICE_MARKER: 'openclaw',
    ...environment,
  },
  environmentFiles: [],
});
const shown = (values: Record<string, string>): ScriptedStep => ({
  argv: (argv) => argv[0] === 'systemctl' && argv[1] === 'show',
  result: {
    stdout: Object.entries({ Id: unit, ...values })
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  },
});
const absent = shown({ LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead', UnitFileState: '' });
const running = shown({
  LoadState: 'loaded',
  ActiveState: 'active',
  SubState: 'running',
  MainPID: '7',
  UnitFileState: 'enabled',
});
const stopped = shown({
  LoadState: 'loaded',
  ActiveState: 'inactive',
  FragmentPath: '/etc/hostname',
  UnitFileState: 'enabled',
});
const noAccount: ScriptedStep = { argv: ['getent', 'passwd', 'openclaw'], result: { exitCode: 2 } };

function setUp(
  steps: readonly ScriptedStep[],
  report: ElevatedReport = { ok: true, done: [] },
  way: ElevationWay = { kind: 'root' },
) {
  const plans: ElevatedPlan[] = [];
  const host: Host = {
    ...readHost({ PATH: '/usr/bin:/bin' }),
    platform: 'linux',
    uid: 4242,
    accountHome: root,
    home: root,
  };
  const runner = createScriptedRunner(steps);
  const elevation = {
    way: () => way,
    apply: async (plan: ElevatedPlan) => {
      plans.push(elevatedPlanSchema.parse(plan));
      return report;
    },
  };
  const places = { ...SYSTEMD_PLACES, bootedMark: root };
  const deps = { host, runner, clock: systemClock, elevation, serviceUser: DEFAULT_SERVICE_USER, places };
  return { adapter: createSystemdSystemAdapter(deps), plans, runner };
}
const failed = (stderr: string): ElevatedReport => ({
  ok: false,
  step: 1,
  undone: true,
  error: { code: 'command-failed', message: 'x' },
  command: { argv: ['systemctl'], exitCode: 1, signal: null, stderr, timedOut: false, startError: null },
});

test('detect needs somebody who can give the rights', async () => {
  const version: ScriptedStep = { argv: (argv) => argv.includes('--property=Version'), result: { stdout: '252\n' } };
  expect(await setUp([version]).adapter.detect()).toEqual({ available: true, version: '252' });
  const nobody = setUp([version], undefined, { kind: 'none', reason: 'Nobody is there.' });
  expect(await nobody.adapter.detect()).toMatchObject({
    code: 'needs-elevation',
    reason: { text: expect.stringContaining('Nobody') },
  });
  const dead: ScriptedStep = {
    ...version,
    result: { exitCode: 1, stderr: 'Failed to connect to bus: No such file\n' },
  };
  expect(await setUp([dead]).adapter.detect()).toMatchObject({ code: 'supervisor-unavailable' });
});

test('an install is one plan: account, access, folder, files, unit, verified, started', async () => {
  const { adapter, plans, runner } = setUp([absent, noAccount]);
  const secret = { path: `${identity.stateDir}/openclaw.json`, content: '{}', replace: false };
  await adapter.install(definition(), identity, { stateFiles: [secret], thenStart: true });
  runner.finish();
  expect(plans).toHaveLength(1);
  expect(plans[0]?.steps.map((step) => (step.kind === 'systemctl' ? step.verb : step.kind))).toEqual([
    'ensure-account',
    'require-access',
    'make-folder',
    'require-access',
    'write-state-file',
    'require-access',
    'write-unit',
    'daemon-reload',
    'enable',
    'verify-unit',
    'reset-failed',
    'restart',
  ]);
  expect(existsSync(`/etc/systemd/system/${unit}`)).toBe(false);
});

test('nobody is asked for what cannot work or is so already', async () => {
  const home = setUp([absent, noAccount]);
  expect(await errorOf(home.adapter.install(definition({ HOME: '/home/me' }), identity))).toMatchObject({
    code: 'invalid-option',
  });
  expect(await errorOf(setUp([absent]).adapter.start(identity))).toMatchObject({ code: 'not-installed' });
  for (const [adapter, plans, act] of [
    [setUp([running]), 'start'] as const,
    [setUp([stopped]), 'stop'] as const,
    [setUp([absent]), 'uninstall'] as const,
  ].map(([bench, verb]) => [bench.adapter, bench.plans, verb] as const)) {
    await adapter[act](identity);
    expect(plans).toEqual([]);
  }
});

test.each([
  ['Failed to start x: Unit x is masked.', 'definition-masked'],
  ['Failed to start x: Unit x not found.', 'not-installed'],
  ['Job for x failed.', 'start-failed'],
])('%s', async (stderr, code) => {
  expect(await errorOf(setUp([stopped], failed(stderr)).adapter.start(identity))).toMatchObject({
    code,
    hint: expect.any(String),
  });
});

test('what could not be put back is said', async () => {
  const report = { ...failed('Failed to enable unit: no'), undone: false };
  const refused = await errorOf(setUp([absent, noAccount], report).adapter.install(definition(), identity));
  expect(refused).toMatchObject({
    code: 'command-failed',
    details: expect.arrayContaining(['Not everything could be put back as it was.']),
  });
});

test('a plan for another platform can be shown there', async () => {
  const { adapter } = setUp([noAccount]);
  const plan = await adapter.planInstall(definition(), identity);
  expect(plan).toMatchObject({
    privileges: 'administrator',
    files: [{ path: `/etc/systemd/system/${unit}`, mode: '0644', change: 'create' }],
  });
  expect(plan.files[0]?.content).toBe(adapter.render(definition())[0]?.content);
});
