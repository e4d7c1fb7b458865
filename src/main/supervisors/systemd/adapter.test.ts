import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ctl, errorOf, identity, isShow, otherUid, root, setUp, shows, unit, unitPath, version } from './test-bench.ts';

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
    expect(await setUp([]).adapter.detect()).toMatchObject({
      hint: { text: expect.stringContaining('/etc/wsl.conf') },
    });
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
    const answer = await adapter.detect();
    expect(answer).toMatchObject({ available: false, code });
    expect(answer.available ? '' : String(answer.hint)).toMatch(hint);
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
    ['start', false],
    ['restart', true],
  ] as const)('a plan names the commands that %s runs', async (verb, running) => {
    const { adapter, runner } = setUp([
      { argv: ctl('reset-failed', unit), result: notLoaded },
      { argv: ctl(verb, '--no-block', unit) },
    ]);
    expect(adapter.startCommands(identity(), running)).toEqual([
      ctl('reset-failed', unit),
      ctl(verb, '--no-block', unit),
    ]);
    await adapter[verb](identity());
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
