import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { systemClock } from '../../system/clock.ts';
import type { Host } from '../../system/host.ts';
import { createScriptedRunner, type ScriptedStep } from '../../system/scripted-runner.ts';
import { createSystemdUserAdapter } from './adapter.ts';
import { ENV_FILE_MARK } from './plan.ts';

const unit = 'openclaw-gateway.service';
const ctl = (...args: string[]) => ['systemctl', '--user', ...args];
const version: ScriptedStep = {
  argv: ctl('show', '--property=Version', '--value', '--no-pager'),
  result: { stdout: '252\n' },
};
const isShow = (argv: readonly string[]) => argv[1] === '--user' && argv[2] === 'show' && argv.includes('--');
const shows = (...blocks: Record<string, string>[]): ScriptedStep => ({
  argv: isShow,
  result: {
    stdout: blocks
      .map((block) =>
        Object.entries(block)
          .map(([key, value]) => `${key}=${value}\n`)
          .join(''),
      )
      .join('\n'),
  },
});
const absent = { Id: unit, LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead', UnitFileState: '' };
const noSystemUnit: ScriptedStep = {
  argv: ['systemctl', 'show', '--no-pager', '--property=LoadState,FragmentPath', '--', unit],
  result: { stdout: 'LoadState=not-found\nFragmentPath=\n' },
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'systemd-adapter-'));
  mkdirSync(join(root, 'home'));
  mkdirSync(join(root, 'run', String(process.getuid?.() ?? 0)), { recursive: true });
  mkdirSync(join(root, 'linger'));
  writeFileSync(join(root, 'booted'), '');
  writeFileSync(join(root, 'osrelease'), '6.1.0-generic\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const unitPath = () => join(root, 'home', '.config', 'systemd', 'user', unit);
const loaded = () => ({ Id: unit, LoadState: 'loaded', UnitFileState: 'enabled', FragmentPath: unitPath() });
const identity = () => ({ profile: 'default', serviceName: unit, stateDir: join(root, 'home', '.openclaw') });
const definition = (): ServiceDefinition => ({
  profile: 'default',
  serviceName: unit,
  description: 'OpenClaw Gateway',
  command: ['/opt/node', '/opt/index.js', 'gateway', '--port', '18789'],
  workingDirectory: null,
  environment: { HOME: '/home/me' },
  environmentFiles: [],
});

function setUp(steps: readonly ScriptedStep[], change: Partial<Host> = {}) {
  const home = join(root, 'home');
  const host: Host = {
    platform: 'linux',
    hostname: 'test',
    uid: process.getuid?.() ?? 0,
    userName: 'me',
    accountHome: home,
    home,
    tempDir: tmpdir(),
    env: {},
    appDirs: { config: home, state: home, runtime: home },
    ...change,
  };
  const places = {
    bootedMark: join(root, 'booted'),
    runtimeRoot: join(root, 'run'),
    lingerFolder: join(root, 'linger'),
    kernelRelease: join(root, 'osrelease'),
    systemUnitFolders: [join(root, 'system')],
  };
  const runner = createScriptedRunner(steps);
  return { runner, adapter: createSystemdUserAdapter({ host, runner, clock: systemClock, places }) };
}
const errorOf = (act: Promise<unknown>) =>
  act.then(
    () => expect.fail('it should have failed'),
    (cause: unknown) => cause,
  );
/** A user id that is neither this one nor root's. */
const otherUid = (process.getuid?.() ?? 0) + 4242;

describe('detect', () => {
  test('the version, and XDG_RUNTIME_DIR given when it was missing', async () => {
    const { adapter, runner } = setUp([version]);
    expect(await adapter.detect()).toEqual({ available: true, version: '252' });
    expect(runner.calls[0]?.options.env?.XDG_RUNTIME_DIR).toBe(join(root, 'run', String(process.getuid?.() ?? 0)));
  });

  test('a runtime folder of somebody else is not used', async () => {
    const { adapter, runner } = setUp([version], { uid: otherUid, env: { XDG_RUNTIME_DIR: undefined } });
    await adapter.detect();
    expect(runner.calls[0]?.options.env).toHaveProperty('XDG_RUNTIME_DIR', undefined);
  });

  test('not booted with systemd, and what to do in WSL', async () => {
    rmSync(join(root, 'booted'));
    expect(await setUp([]).adapter.detect()).toMatchObject({ code: 'supervisor-unavailable' });
    writeFileSync(join(root, 'osrelease'), '5.15.0-microsoft-standard-WSL2\n');
    expect(await setUp([]).adapter.detect()).toMatchObject({ hint: expect.stringContaining('/etc/wsl.conf') });
    expect(await setUp([], { platform: 'darwin' }).adapter.detect()).toMatchObject({ code: 'not-supported' });
  });

  // The texts are those of systemd 252, and of a newer one for the second.
  test.each([
    ['Failed to connect to bus: No medium found', otherUid, 'user-bus-missing', /enable-linger me/],
    [
      'Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined',
      otherUid,
      'user-bus-missing',
      /enable-linger me/,
    ],
    ['Failed to connect to bus: Operation not permitted', 0, 'user-bus-missing', /without sudo/],
    [
      "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down",
      otherUid,
      'supervisor-unavailable',
      /embedded/,
    ],
    ['something else', otherUid, 'supervisor-unavailable', /systemctl --user status/],
  ])('%s', async (stderr, uid, code, hint) => {
    const { adapter } = setUp([{ ...version, result: { exitCode: 1, stderr: `${stderr}\n` } }], { uid });
    expect(await adapter.detect()).toMatchObject({ available: false, code, hint: expect.stringMatching(hint) });
  });

  test('systemctl is missing', async () => {
    const { adapter } = setUp([{ ...version, result: { exitCode: null, startError: 'ENOENT' } }]);
    expect(await adapter.detect()).toMatchObject({ code: 'supervisor-unavailable' });
  });
});

describe('inspect', () => {
  const named = (name: string) => ({ ...identity(), serviceName: name });
  test('many units in one command, in the order asked', async () => {
    const { adapter, runner } = setUp([
      shows(
        { Id: 'b.service', LoadState: 'loaded', ActiveState: 'active', SubState: 'running', MainPID: '7' },
        { Id: 'a.service', LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' },
      ),
    ]);
    const found = await adapter.inspect([named('a.service'), named('b.service')]);
    expect(found.map((each) => each.process.state)).toEqual(['stopped', 'running']);
    expect(runner.calls).toHaveLength(1);
    expect(await adapter.inspect([])).toEqual([]);
  });

  test('no answer: the process is unknown, the definition is still read', async () => {
    mkdirSync(join(unitPath(), '..'), { recursive: true });
    writeFileSync(unitPath(), '[Service]\nExecStart=/bin/a --port 5\n');
    const { adapter } = setUp([{ argv: isShow, result: { exitCode: null, timedOut: true } }]);
    const [found] = await adapter.inspect([identity()]);
    expect(found).toMatchObject({
      definition: { status: 'present', parsed: { command: ['/bin/a', '--port', '5'] } },
      enabled: null,
      process: { state: 'unknown', reason: expect.stringContaining('no answer in time') },
    });
  });

  test('a unit that systemd does not mention is unknown', async () => {
    const { adapter } = setUp([shows({ Id: 'a.service', ActiveState: 'inactive' })]);
    const found = await adapter.inspect([named('a.service'), named('b.service')]);
    expect(found.map((each) => each.process.state)).toEqual(['stopped', 'unknown']);
  });

  test('an abort rejects', async () => {
    const stop = new AbortController();
    const { adapter } = setUp([
      { argv: isShow, effect: () => stop.abort(new Error('enough')), result: { exitCode: null } },
    ]);
    await expect(adapter.inspect([identity()], { signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('start, stop, restart', () => {
  const notLoaded = { exitCode: 1, stderr: `Failed to reset failed state of unit ${unit}: Unit ${unit} not loaded.\n` };
  test('start forgives first and does not wait', async () => {
    const { adapter, runner } = setUp([
      { argv: ctl('reset-failed', unit), result: notLoaded },
      { argv: ctl('start', '--no-block', unit) },
    ]);
    await adapter.start(identity());
    runner.finish();
  });
  test.each([
    [`Failed to start ${unit}: Unit ${unit} not found.`, 5, 'not-installed'],
    [`Failed to start ${unit}: Unit ${unit} is masked.`, 1, 'definition-masked'],
    [`Failed to start ${unit}: Unit ${unit} has a bad unit file setting.`, 1, 'start-failed'],
    ['Failed to connect to bus: No medium found', 1, 'user-bus-missing'],
  ])('%s', async (stderr, exitCode, code) => {
    const { adapter } = setUp([
      { argv: ctl('reset-failed', unit) },
      { argv: ctl('restart', '--no-block', unit), result: { exitCode, stderr: `${stderr}\n` } },
    ]);
    expect(await errorOf(adapter.restart(identity()))).toMatchObject({ code, hint: expect.any(String) });
  });
  test.each(['a.timer', '--now.service', '*.service', 'a b.service', '../a.service', 'a'])(
    'the name %s',
    async (serviceName) => {
      const { adapter } = setUp([]);
      expect(await errorOf(adapter.stop({ ...identity(), serviceName }))).toMatchObject({ code: 'invalid-option' });
    },
  );
});

describe('install', () => {
  const happy = (): ScriptedStep[] => [
    version,
    noSystemUnit,
    shows(absent),
    { argv: ctl('daemon-reload'), effect: () => expect(existsSync(unitPath())).toBe(true) },
    { argv: ctl('enable', unit) },
    shows(loaded()),
  ];

  test('writes the unit, tells systemd, verifies', async () => {
    const { adapter, runner } = setUp(happy());
    await adapter.install(definition(), identity());
    runner.finish();
    expect(readFileSync(unitPath(), 'utf8')).toBe(adapter.render(definition())[0]?.content);
    expect(statSync(unitPath()).mode & 0o777).toBe(0o600);
    expect(existsSync(`${unitPath()}.bak`)).toBe(false);
  });

  test.each(['enable', 'daemon-reload'])('when %s fails, everything is as it was', async (verb) => {
    mkdirSync(join(unitPath(), '..'), { recursive: true });
    writeFileSync(unitPath(), 'old', { mode: 0o640 });
    const failing = happy()
      .slice(0, verb === 'enable' ? 5 : 4)
      .map((step, index, all) =>
        index === all.length - 1 ? { ...step, result: { exitCode: 1, stderr: 'no\n' } } : step,
      );
    const { adapter, runner } = setUp([...failing, { argv: ctl('disable', unit) }, { argv: ctl('daemon-reload') }]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code: 'command-failed' });
    runner.finish();
    expect(readFileSync(unitPath(), 'utf8')).toBe('old');
    expect(statSync(unitPath()).mode & 0o777).toBe(0o640);
    expect(existsSync(`${unitPath()}.bak`)).toBe(false);
  });

  test('systemd reads another file than ours: undone and said', async () => {
    const { adapter } = setUp([
      ...happy().slice(0, 5),
      shows({ ...loaded(), FragmentPath: '/etc/systemd/user/x.service' }),
      { argv: ctl('disable', unit) },
      { argv: ctl('daemon-reload') },
    ]);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code: 'definition-conflict' });
    expect(existsSync(unitPath())).toBe(false);
  });

  test('a system unit of the same name, asked for and, without an answer, looked for', async () => {
    const asked = setUp([
      version,
      { ...noSystemUnit, result: { stdout: 'LoadState=loaded\nFragmentPath=/etc/systemd/system/x\n' } },
    ]);
    expect(await errorOf(asked.adapter.install(definition(), identity()))).toMatchObject({
      code: 'definition-conflict',
      message: expect.stringContaining('/etc/systemd/system/x'),
    });
    mkdirSync(join(root, 'system'));
    writeFileSync(join(root, 'system', unit), '');
    const looked = setUp([version, { ...noSystemUnit, result: { exitCode: 1, stderr: 'Failed to connect to bus\n' } }]);
    expect(await errorOf(looked.adapter.install(definition(), identity()))).toMatchObject({
      code: 'definition-conflict',
    });
    expect(existsSync(unitPath())).toBe(false);
  });

  const unsafe: [string, string, () => void, Partial<Host>][] = [
    ['a unit that is a link', 'definition-conflict', () => symlinkSync('/elsewhere', unitPath()), {}],
    ['a mask', 'definition-masked', () => symlinkSync('/dev/null', unitPath()), {}],
    ['a folder others can write to', 'definition-write-failed', () => chmodSync(join(unitPath(), '..'), 0o777), {}],
    ['a folder of somebody else', 'definition-conflict', () => undefined, { uid: otherUid }],
    [
      'a folder that is a link',
      'definition-conflict',
      () => {
        rmSync(join(unitPath(), '..'), { recursive: true });
        symlinkSync(root, join(unitPath(), '..'));
      },
      {},
    ],
  ];
  test.each(unsafe)('%s is refused and nothing is written', async (_what, code, prepare, change) => {
    mkdirSync(join(unitPath(), '..'), { recursive: true });
    prepare();
    const text = () => (existsSync(unitPath()) ? readFileSync(unitPath(), 'utf8') : null);
    const before = text();
    const { adapter, runner } = setUp([version, noSystemUnit, shows(absent)], change);
    expect(await errorOf(adapter.install(definition(), identity()))).toMatchObject({ code, hint: expect.any(String) });
    runner.finish();
    expect(text()).toBe(before);
  });
});

test('uninstall removes what is ours and keeps what is not', async () => {
  const folder = join(unitPath(), '..');
  mkdirSync(join(folder, 'default.target.wants'), { recursive: true });
  mkdirSync(`${unitPath()}.d`);
  mkdirSync(identity().stateDir);
  const envFile = join(identity().stateDir, 'gateway.systemd.env');
  writeFileSync(unitPath(), '[Service]\n');
  writeFileSync(`${unitPath()}.bak`, '');
  writeFileSync(join(`${unitPath()}.d`, '50-openclaw-tray.conf'), '');
  writeFileSync(envFile, `${ENV_FILE_MARK}\n`);
  symlinkSync(unitPath(), join(folder, 'default.target.wants', unit));
  symlinkSync('/elsewhere', join(folder, 'default.target.wants', 'other.service'));
  const steps = (): ScriptedStep[] => [
    version,
    shows(loaded()),
    { argv: ctl('stop', unit), effect: ({ timeoutMs }) => expect(timeoutMs).toBeGreaterThan(330_000) },
    {
      argv: ctl('disable', unit),
      result: { exitCode: 1, stderr: `Failed to disable unit: Unit file ${unit} does not exist.\n` },
    },
    { argv: ctl('daemon-reload'), effect: () => expect(existsSync(unitPath())).toBe(false) },
    { argv: ctl('reset-failed', unit), result: { exitCode: 1 } },
  ];
  const { adapter, runner } = setUp(steps());
  expect((await adapter.planUninstall(identity())).files.map(({ path }) => path)).toEqual([
    unitPath(),
    `${unitPath()}.bak`,
    join(`${unitPath()}.d`, '50-openclaw-tray.conf'),
    envFile,
  ]);
  await adapter.uninstall(identity());
  runner.finish();
  for (const gone of [`${unitPath()}.bak`, `${unitPath()}.d`, envFile]) expect(existsSync(gone)).toBe(false);
  expect(() => statSync(join(folder, 'default.target.wants', unit))).toThrow();
  expect(readFileSync.bind(null, join(folder, 'default.target.wants', 'other.service'))).toThrow();

  writeFileSync(envFile, 'OPENAI_API_KEY="somebody else wrote this"\n');
  await setUp(steps()).adapter.uninstall(identity());
  expect(existsSync(envFile)).toBe(true);
});

describe('lingering', () => {
  test('the file decides', async () => {
    const { adapter } = setUp([]);
    expect(await adapter.survival(identity(), true)).toMatchObject({ logout: false, reboot: false });
    writeFileSync(join(root, 'linger', 'me'), '');
    expect(await adapter.survival(identity(), true)).toEqual({ logout: true, reboot: true, reason: null });
    expect(await adapter.survival(identity(), null)).toMatchObject({ logout: true, reboot: null });
    expect(await adapter.survival(identity(), false)).toMatchObject({ logout: true, reboot: false });
  });
  test('what needs an administrator says so', async () => {
    const { adapter } = setUp([
      {
        argv: ['loginctl', 'enable-linger', 'me'],
        result: { exitCode: 1, stderr: 'Could not enable linger: Interactive authentication required.\n' },
      },
    ]);
    expect(await errorOf(adapter.enableLinger?.() ?? Promise.resolve())).toMatchObject({
      code: 'needs-elevation',
      hint: expect.stringContaining('sudo loginctl enable-linger me'),
    });
  });
});
