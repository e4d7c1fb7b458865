import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../system/host.ts';
import type { ScriptedStep } from '../../system/scripted-runner.ts';
import { ENV_FILE_MARK } from './plan.ts';
import {
  absent,
  ctl,
  definition,
  errorOf,
  identity,
  loaded,
  noSystemUnit,
  otherUid,
  root,
  setUp,
  shows,
  unit,
  unitPath,
  version,
} from './test-bench.ts';

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
    shows(loaded()),
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
