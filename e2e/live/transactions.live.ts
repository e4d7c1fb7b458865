/**
 * Operations as transactions: killed at each of their steps they leave the old state, the new one, or a half that the next run finishes or
 * undoes; and what does not come up is rolled back, on the real gateway, with the old service serving again.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost, PROJECT_NODE } from './gateway-host.ts';
import { control, dropIn, unitProperty } from './inside.ts';
import { killShim, momentsOf, stepsOf } from './killed-shim.ts';

const UNIT = 'openclaw-gateway.service';
const OLD_PORT = 18_789;
const NEW_PORT = 19_300;
let host: GatewayHost;
const unitPath = () => `${host.home}/.config/systemd/user/${UNIT}`;
const configPath = () => `${host.home}/.openclaw/openclaw.json`;
const journalPath = () => `${host.home}/.local/state/openclaw-tray/changes/default.json`;
const textOf = async (path: string) => {
  const { exitCode, stdout } = await host.exec(['cat', path]);
  return exitCode === 0 ? stdout : null;
};
/** Definition, configuration, who may read them, and whether it starts by itself: what an operation changes. */
const stateOf = async () => ({
  unit: await textOf(unitPath()),
  config: await textOf(configPath()),
  enabled: (await host.exec(['systemctl', '--user', 'is-enabled', UNIT])).stdout.trim(),
  modes: (await host.exec(['stat', '-c', '%a', unitPath(), configPath()])).stdout.trim(),
});
type State = Awaited<ReturnType<typeof stateOf>>;
const isThere = async (path: string) => (await host.exec(['test', '-e', path])).exitCode === 0;
const leftovers = () =>
  host.run([
    'sh',
    '-c',
    'find ~/.config ~/.openclaw ~/.local \\( -name "*.tmp" -o -path "*/changes/*.json" \\) 2>/dev/null',
  ]);

/** Each file is wholly the old or wholly the new one, whatever the moment. */
function expectWhole(now: State, before: State, after: State, where: string): void {
  expect([before.unit, after.unit], where).toContain(now.unit);
  expect([before.config, after.config], where).toContain(now.config);
}

describe('killed at each step', () => {
  beforeAll(async () => {
    host = await bootGatewayHost('transactions', { gateway: 'demo' });
  });
  afterAll(() => host?.down());

  /** Healthy, exactly `before` or exactly `after`, and nothing is left of the interrupted change. */
  const expectSettled = async (before: State, after: State, where: string) => {
    const now = await stateOf();
    expect([before, after], where).toContainEqual(now);
    const report = await host.status();
    const codes = report.diagnoses.map(({ code }) => code);
    expect(codes, where).not.toContain('change-unfinished');
    if (now.unit !== null) {
      expect(report, where).toMatchObject({ verdict: { level: 'healthy' }, probe: 'ok' });
    } else expect(report, where).toMatchObject({ installed: false, pid: null });
    expect(await leftovers(), where).toBe('');
    return JSON.stringify(now) === JSON.stringify(before) ? 'old' : 'new';
  };

  test('install: the first one', { timeout: 1_800_000 }, async () => {
    const reset = async () => {
      await control(host, 'uninstall');
      await host.run(['rm', '-rf', `${host.home}/.openclaw`, `${host.home}/.local/state/openclaw-tray/changes`]);
    };
    await reset();
    const before = await stateOf();
    const moments = momentsOf(await stepsOf(host, ['gateway', 'install', '--token', 'first-3f1c', '--json']));
    const after = await stateOf();
    const ends: string[] = [];
    for (const { at, what } of moments) {
      await reset();
      await killShim(host, ['gateway', 'install', '--token', 'first-3f1c', '--json'], at);
      expectWhole(await stateOf(), before, after, what);
      // The next run undoes it and installs anew, or finds it complete.
      const { exitCode, json } = await control(host, 'install', ['--token', 'first-3f1c', '--force']);
      expect({ exitCode, json }, what).toMatchObject({ exitCode: 0 });
      ends.push(`${await expectSettled(after, after, what)} ${what}`);
    }
    expect(ends.length).toBeGreaterThan(8);
  });

  test('install --force over a service that runs', { timeout: 1_800_000 }, async () => {
    const install = (port: number) => ['gateway', 'install', '--force', '--port', String(port), '--json'];
    // There and back, so that the configuration names the port in both states.
    for (const port of [NEW_PORT, OLD_PORT]) expect((await host.shim(install(port))).exitCode).toBe(0);
    const before = await stateOf();
    const moments = momentsOf(await stepsOf(host, install(NEW_PORT)));
    const after = await stateOf();
    expect(after.unit).not.toBe(before.unit);
    const ends: Record<string, string> = {};
    for (const { at, what } of moments) {
      expect(await control(host, 'install', ['--force', '--port', String(OLD_PORT)]), what).toMatchObject({
        exitCode: 0,
      });
      await killShim(host, install(NEW_PORT), at);
      expectWhole(await stateOf(), before, after, what);
      const { exitCode, json } = await control(host, 'start');
      expect({ exitCode, json }, what).toMatchObject({ exitCode: 0 });
      ends[what] = await expectSettled(before, after, what);
    }
    expect(Object.keys(ends).length).toBeGreaterThan(8);
    // Both ends are reached: early moments lead back, and the last one is the new state.
    expect(Object.values(ends)[0]).toBe('old');
    expect(Object.values(ends).at(-1)).toBe('new');
  });

  test('uninstall', { timeout: 1_800_000 }, async () => {
    const install = async (what: string) =>
      expect(await control(host, 'install', ['--force', '--port', String(OLD_PORT)]), what).toMatchObject({
        exitCode: 0,
      });
    const args = ['gateway', 'uninstall', '--json'];
    // No older unit's backup, so that each round has the same steps.
    await control(host, 'uninstall');
    await install('first');
    const before = await stateOf();
    const moments = momentsOf(await stepsOf(host, args));
    const after = await stateOf();
    for (const [index, { at, what }] of moments.entries()) {
      await install(what);
      await killShim(host, args, at);
      expectWhole(await stateOf(), before, after, what);
      // Finished by whichever operation comes next; a start then says that there is nothing to start, or starts what was not touched.
      if (index % 2 === 0) expect(await control(host, 'uninstall'), what).toMatchObject({ exitCode: 0 });
      else {
        const { exitCode, json } = await control(host, 'start');
        if (exitCode !== 0) expect(json, what).toMatchObject({ error: { code: 'not-installed' } });
      }
      await expectSettled(before, after, what);
    }
    expect(moments.length).toBeGreaterThan(6);
  });

  test('doctor --fix: a drifted definition, a mask, a configuration that others may read', {
    timeout: 1_800_000,
  }, async () => {
    const systemctl = (...words: readonly string[]) => host.run(['systemctl', '--user', ...words]);
    const installed = async () =>
      expect(await control(host, 'install', ['--force', '--port', String(OLD_PORT)])).toMatchObject({ exitCode: 0 });
    const cases = {
      'definition-drift': async () => {
        await installed();
        await host.run(['sed', '-i', 's/^RestartSec=.*/RestartSec=77/', unitPath()]);
        await systemctl('daemon-reload');
      },
      // A mask takes the place of a user's unit.
      'definition-masked': async () => {
        await host.exec(['systemctl', '--user', 'unmask', UNIT]);
        expect(await control(host, 'uninstall')).toMatchObject({ exitCode: 0 });
        await systemctl('mask', UNIT);
      },
      'config-exposed': async () => {
        await host.exec(['systemctl', '--user', 'unmask', UNIT]);
        await installed();
        await host.run(['chmod', '644', configPath()]);
      },
    };
    for (const [rule, spoil] of Object.entries(cases)) {
      const args = ['doctor', '--fix', rule, '--yes', '--json'];
      await spoil();
      const before = await stateOf();
      const moments = momentsOf(await stepsOf(host, args));
      const after = await stateOf();
      for (const { at, what } of moments) {
        const where = `${rule}, ${what}`;
        await spoil();
        await killShim(host, args, at);
        expectWhole(await stateOf(), before, after, where);
        // The same cure again: what was interrupted is undone or finished on the way, or there is nothing left to cure.
        const { exitCode, stdout, stderr } = await host.shim(args);
        expect({ exitCode, said: `${stdout}${stderr}` }, where).toMatchObject({ exitCode: 0 });
        await control(host, 'start');
        await expectSettled(before, after, where);
      }
    }
  });

  test('a service that never comes up is rolled back; where the old one does not either, that is said and mended later', async () => {
    expect(await control(host, 'install', ['--force', '--port', String(OLD_PORT)])).toMatchObject({ exitCode: 0 });
    const before = await stateOf();
    await dropIn(host, UNIT, ['[Service]', 'Environment=DEMO_MODE=exit-78']);
    const { exitCode, json } = await control(host, 'install', ['--force', '--port', String(NEW_PORT)]);
    expect({ exitCode, json }).toMatchObject({ exitCode: 8, json: { ok: false, error: { code: 'rollback-failed' } } });
    expect(await stateOf()).toEqual(before);
    expect((await host.status()).diagnoses.map(({ code }) => code)).toContain('change-unfinished');
    expect((await host.run(['stat', '-c', '%a', journalPath()])).trim()).toBe('600');
    await dropIn(host, UNIT, []);
    const fixed = await host.shim(['doctor', '--fix', 'change-unfinished', '--yes', '--json']);
    expect({ exitCode: fixed.exitCode, said: fixed.stdout + fixed.stderr }).toMatchObject({ exitCode: 0 });
    expect(await host.status()).toMatchObject({ port: OLD_PORT, verdict: { level: 'healthy' } });
    expect(await isThere(journalPath())).toBe(false);
  });
});

/** Each start of it takes up to half a minute, and a loaded machine has several times that. */
describe('on the real gateway', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    host = await bootGatewayHost('transactions');
    expect(await control(host, 'install')).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => host?.down());
  let before: State;
  let pid: number | null;
  beforeEach(async () => {
    before = await stateOf();
    ({ pid } = await host.status());
  });

  /** The old service serves, with what it had; `restarted` = by a new process. */
  const expectOldService = async ({ restarted }: { restarted: boolean }) => {
    expect(await stateOf()).toEqual(before);
    const report = await host.status();
    expect(report).toMatchObject({ port: OLD_PORT, probe: 'ok', state: 'running', verdict: { level: 'healthy' } });
    if (restarted) expect(report.pid).not.toBe(pid);
    else expect(report.pid).toBe(pid);
    expect(await leftovers()).toBe('');
  };
  /** Does something inside as soon as the unit holds a text, which is after every look before the change. */
  const whenUnitHas = (text: string, script: string) => {
    const child = host.spawn([
      'sh',
      '-c',
      'until grep -q -- "$1" "$2" 2>/dev/null; do sleep 0.02; done; eval "$3"',
      'sh',
      text,
      unitPath(),
      script,
    ]);
    return child;
  };

  test('a configuration that OpenClaw refuses: refused before the old process ends', async () => {
    const broken = (before.config ?? '').replace(/^\{/, '{ "nonsense": true,');
    await host.run(['tee', configPath()], { input: broken });
    try {
      for (const args of [['restart'], ['install', '--force', '--port', String(NEW_PORT)]] as const) {
        const [verb, ...rest] = args;
        const { exitCode, json } = await control(host, verb, rest);
        expect({ exitCode, json }).toMatchObject({
          exitCode: 1,
          json: {
            ok: false,
            error: {
              code: 'config-invalid',
              details: [expect.stringContaining('nonsense'), expect.stringContaining('goes on')],
            },
          },
        });
        expect((await host.status()).pid).toBe(pid);
        expect(await textOf(configPath())).toBe(broken);
      }
    } finally {
      await host.run(['tee', configPath()], { input: before.config ?? '' });
    }
    await expectOldService({ restarted: false });
  });

  test('an address that OpenClaw does not take, and its own validation does not see: refused before the old process ends', async () => {
    const { gateway } = JSON.parse(before.config ?? '{}');
    const write = (more: object) =>
      host.run(['tee', configPath()], { input: JSON.stringify({ gateway: { ...gateway, ...more } }) });
    // Else the gateway takes notice of the change by itself, and ends.
    await write({ reload: { mode: 'off' } });
    expect(await control(host, 'restart')).toMatchObject({ exitCode: 0 });
    const served = (await host.status()).pid;
    await write({ reload: { mode: 'off' }, bind: 'custom', customBindHost: '::1' });
    try {
      const { json } = await control(host, 'restart');
      expect(json).toMatchObject({
        error: {
          code: 'config-invalid',
          details: expect.arrayContaining([expect.stringContaining('"::1"'), expect.stringContaining('goes on')]),
        },
      });
      const report = await host.status();
      // It is asked where it listens, whatever the file says by now.
      expect(report).toMatchObject({ pid: served, probe: 'ok', gatewayUrl: `ws://127.0.0.1:${OLD_PORT}` });
      expect(report.diagnoses[0]?.code).toBe('config-incomplete');
      expect(await host.run(['openclaw', 'config', 'validate', '--json'])).toContain('"valid":true');
      // What was refused would indeed not have started.
      const env = { OPENCLAW_STATE_DIR: '/tmp/refused', OPENCLAW_CONFIG_PATH: configPath() };
      const options = { env, timeoutMs: 240_000 };
      const started = await host.exec(['openclaw', 'gateway', '--port', String(NEW_PORT)], options);
      expect(started.exitCode).toBe(1);
      expect(started.stdout + started.stderr).toContain('requires a valid IPv4 customBindHost (got ::1)');
    } finally {
      await host.run(['tee', configPath()], { input: before.config ?? '' });
    }
    expect(await control(host, 'restart')).toMatchObject({ exitCode: 0 });
    await expectOldService({ restarted: true });
  });

  test('a port that is taken after the last look at it: rolled back, and whoever took it keeps it', async () => {
    const squatter = whenUnitHas(
      `${NEW_PORT}`,
      `exec ${PROJECT_NODE} -e 'require("net").createServer(()=>0).listen(${NEW_PORT},"127.0.0.1")'`,
    );
    try {
      const { exitCode, json } = await control(host, 'install', ['--force', '--port', String(NEW_PORT)]);
      expect({ exitCode, json }).toMatchObject({
        exitCode: 7,
        json: { ok: false, error: { code: 'rolled-back', message: expect.stringContaining('it serves again') } },
      });
      await expectOldService({ restarted: true });
      expect(squatter.exitCode).toBeNull();
    } finally {
      squatter.kill();
      await host.exec(
        ['sh', '-c', `ss -ltnpH "sport = :${NEW_PORT}" | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p' | xargs -r kill`],
        { root: true },
      );
    }
  });

  test('a runtime that is deleted after the last look at it: rolled back', async () => {
    const runtime = '/usr/local/lib/other-node/node';
    await host.run(
      [
        'sh',
        '-c',
        `mkdir -p /usr/local/lib/other-node && cp /usr/local/bin/node ${runtime} && chmod 0777 /usr/local/lib/other-node`,
      ],
      { root: true },
    );
    const remover = whenUnitHas('other-node', `rm -f ${runtime}`);
    const { exitCode, json } = await control(host, 'install', ['--force', '--runtime-path', runtime]);
    remover.kill();
    expect({ exitCode, json }).toMatchObject({ exitCode: 7, json: { error: { code: 'rolled-back' } } });
    await expectOldService({ restarted: true });
  });

  test('a runtime that is gone already: a restart is refused, and the old process goes on', async () => {
    const program = (await unitProperty(host, UNIT, 'ExecStart')).match(/path=(\S+)/)?.[1] ?? '';
    await host.run(['mv', program, `${program}.away`], { root: true });
    try {
      expect(await control(host, 'restart')).toMatchObject({
        exitCode: 1,
        json: { error: { code: 'runtime-not-found' } },
      });
      expect((await host.status()).pid).toBe(pid);
    } finally {
      await host.run(['mv', `${program}.away`, program], { root: true });
    }
    await expectOldService({ restarted: false });
  });
});
