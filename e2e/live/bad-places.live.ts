/** Full and read-only disks under a running service: refused in words, nothing half-written, and the same command works afterwards. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { control, type SmallDisk, smallDisk, snapshot, statusWith } from './inside.ts';

const UNIT = 'openclaw-gateway.service';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('bad-places', { gateway: 'demo' });
});
afterAll(async () => {
  await host?.down();
});

const units = () => `${host.home}/.config/systemd/user`;
const state = () => `${host.home}/.openclaw`;
/** What an installation writes. The lock's folder is ours, and not part of it. */
const written = () => snapshot(host, units(), state());

describe('a disk without space or without writing', () => {
  let disk: SmallDisk | null = null;
  afterEach(async () => {
    await disk?.remove();
    disk = null;
  });

  describe('before anything is installed', () => {
    beforeEach(async () => {
      await host.run(['sh', '-c', 'rm -rf ~/.openclaw ~/.config/systemd/user']);
    });
    afterEach(async () => {
      await control(host, 'uninstall');
    });

    test.each([
      ['the units', units],
      ['the configuration', state],
    ])('no space for %s: disk-full, nothing is left; with space it installs', async (_what, folder) => {
      await host.run(['mkdir', '-p', units(), state()]);
      disk = await smallDisk(host, folder());
      await disk.fill();
      const before = await written();
      expect(await control(host, 'install')).toMatchObject({
        exitCode: 1,
        json: {
          ok: false,
          error: {
            code: 'disk-full',
            message: expect.stringContaining(folder()),
            hint: expect.stringContaining('space'),
          },
        },
      });
      expect(await written()).toBe(before);
      expect(await host.status()).toMatchObject({ installed: false, state: 'not-installed' });
      await disk.free();
      expect(await control(host, 'install')).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
      expect((await host.status()).verdict.level).toBe('healthy');
    });

    test('a read-only folder of units: file-write-failed, nothing is left', async () => {
      await host.run(['mkdir', '-p', units(), state()]);
      disk = await smallDisk(host, units());
      await disk.readOnly(true);
      const before = await written();
      expect(await control(host, 'install')).toMatchObject({
        exitCode: 1,
        json: { ok: false, error: { code: 'file-write-failed', message: expect.stringContaining('read-only') } },
      });
      expect(await written()).toBe(before);
      await disk.readOnly(false);
      expect(await control(host, 'install')).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
    });
  });

  describe('under a service that runs', () => {
    beforeAll(async () => {
      await host.run(['sh', '-c', 'rm -rf ~/.openclaw ~/.config/systemd/user']);
      expect(await control(host, 'install')).toMatchObject({ exitCode: 0 });
    });
    afterAll(async () => {
      await control(host, 'uninstall');
    });

    test.each([
      ['full folder of units', units, 'disk-full', '20001'],
      ['full folder of the configuration', state, 'disk-full', '20201'],
      ['read-only folder of units', units, 'file-write-failed', '20401'],
      ['read-only folder of the configuration', state, 'file-write-failed', '20601'],
    ])('%s: the old files stay byte for byte, the service goes on', async (_what, folder, code, port) => {
      const { pid, port: oldPort } = await host.status();
      disk = await smallDisk(host, folder());
      const block = code === 'disk-full' ? disk.fill : () => disk?.readOnly(true);
      await block();
      const before = await written();
      const args = ['--force', '--port', port];
      expect(await control(host, 'install', args)).toMatchObject({ exitCode: 1, json: { ok: false, error: { code } } });
      expect(await written()).toBe(before);
      expect(await host.status()).toMatchObject({ pid, port: oldPort, verdict: { level: 'healthy' } });
      expect(await host.run(['systemctl', '--user', 'is-enabled', UNIT])).toBe('enabled\n');

      if (code === 'disk-full') await disk.free();
      else await disk.readOnly(false);
      expect(await control(host, 'install', args)).toMatchObject({ exitCode: 0, json: { result: 'reinstalled' } });
      expect(await host.status()).toMatchObject({ port: Number(port), verdict: { level: 'healthy' } });
    });

    test('a unit that was edited by hand: the port that its own process still holds is no conflict', async () => {
      const { port, pid } = await host.status();
      await host.run(['sed', '-i', `s/--port ${port}/--port 20801/`, `${units()}/${UNIT}`]);
      await host.run(['systemctl', '--user', 'daemon-reload']);
      expect(await control(host, 'install', ['--force', '--port', String(port)])).toMatchObject({ exitCode: 0 });
      const after = await host.status();
      expect(after).toMatchObject({ port, verdict: { level: 'healthy' } });
      expect(after.pid).not.toBe(pid);
    });

    test('a home without any space: looking, stopping and starting still work', async () => {
      disk = await smallDisk(host, host.home, '2m');
      await host.run(['systemctl', '--user', 'daemon-reload']);
      await disk.fill();
      expect(await host.status()).toMatchObject({ verdict: { level: 'healthy' } });
      expect(await control(host, 'stop')).toMatchObject({ exitCode: 0, json: { result: 'stopped' } });
      expect(await control(host, 'start')).toMatchObject({ exitCode: 0, json: { result: 'started' } });
      await disk.free();
    });
  });
});

describe('no way to the user manager', () => {
  const nowhere = {
    withoutBus: true,
    env: { XDG_RUNTIME_DIR: '/nonexistent', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
  };
  /** As a user whom systemd runs nothing for: nobody is logged in, nothing lingers. */
  const asLonely = async (...args: string[]) => {
    const user = ['setpriv', '--reuid=lonely', '--regid=lonely', '--init-groups', 'env', '-i', '-C', '/home/lonely'];
    const env = ['HOME=/home/lonely', 'USER=lonely', 'LOGNAME=lonely', 'PATH=/usr/local/bin:/usr/bin:/bin'];
    const { exitCode, stdout } = await host.exec([...user, ...env, 'openclaw-tray', ...args, '--json'], { root: true });
    return { exitCode, json: JSON.parse(stdout) as Record<string, unknown> };
  };

  test('variables that lead nowhere, or none: the folder of the session is found', async () => {
    for (const options of [{ withoutBus: true }, nowhere]) {
      expect(await control(host, 'install', [], options)).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
      expect(await statusWith(host, options)).toMatchObject({ state: 'running', verdict: { level: 'healthy' } });
      expect(await control(host, 'restart', [], options)).toMatchObject({ exitCode: 0 });
      expect(await control(host, 'uninstall', [], options)).toMatchObject({ exitCode: 0 });
    }
  });

  test('no manager at all: user-bus-missing, and nothing is written', async () => {
    await host.run(['useradd', '--create-home', '--shell', '/bin/bash', 'lonely'], { root: true });
    const installed = await asLonely('gateway', 'install');
    expect(installed).toMatchObject({ exitCode: 1, json: { ok: false, error: { code: 'user-bus-missing' } } });
    expect(JSON.stringify(installed.json)).toContain('loginctl enable-linger lonely');
    const homes = await host.run(['ls', '-A', '/home/lonely'], { root: true });
    // Our own lock and cache may be there; nothing of a service, nothing of OpenClaw.
    expect(homes.split('\n').filter((name) => /^\.(config|openclaw)/.test(name))).toEqual([]);
  });

  test('told apart from a missing unit', async () => {
    const missing = await asLonely('gateway', 'status');
    expect(missing.json).toMatchObject({
      installed: false,
      runtime: 'unknown',
      diagnoses: [{ code: 'supervisor-silent' }, {}],
    });
    const folder = '/home/lonely/.config/systemd/user';
    await host.run(['install', '-d', '-o', 'lonely', '-g', 'lonely', folder], { root: true });
    const unit =
      '[Service]\nExecStart=/usr/local/bin/node /usr/local/lib/node_modules/openclaw/dist/index.js gateway --port 18789\n';
    await host.run(['sh', '-c', `cat > ${folder}/${UNIT} && chown lonely:lonely ${folder}/${UNIT}`], {
      root: true,
      input: unit,
    });
    const there = await asLonely('gateway', 'status', '--check');
    expect(there).toMatchObject({ exitCode: 4, json: { installed: true, state: 'unknown', runtime: 'unknown' } });
    expect(there.json).toMatchObject({ verdict: { level: 'unknown' } });
    for (const verb of ['start', 'stop', 'restart', 'uninstall']) {
      const { exitCode, json } = await asLonely('gateway', verb);
      expect({ verb, exitCode, json }).toMatchObject({
        json: { ok: false, error: { code: expect.stringMatching(/^(user-bus-missing|state-unknown)$/) } },
      });
    }
  });
});

describe('lingering', () => {
  test('off: installing says that it ends at logout; --linger turns it on, or says who can', async () => {
    const uid = (await host.run(['id', '-u'])).trim();
    await host.run(['loginctl', 'disable-linger', host.user], { root: true });
    // A session's manager without lingering.
    await expect
      .poll(async () => (await host.exec(['test', '-S', `/run/user/${uid}/bus`])).exitCode, { timeout: 20_000 })
      .toBe(1);
    await host.run(['systemctl', 'start', `user@${uid}.service`], { root: true });
    const plain = await control(host, 'install');
    expect(plain).toMatchObject({
      exitCode: 0,
      json: { result: 'installed', report: { survives: { logout: false, reboot: false } } },
    });
    expect(JSON.stringify((plain.json as { warnings: string[] }).warnings)).toContain('ingering is off');
    expect((await host.status()).diagnoses).toMatchObject([{ code: 'linger-off', fix: { action: 'enable-linger' } }]);
    const asked = await control(host, 'install', ['--force', '--linger']);
    expect(asked).toMatchObject({ exitCode: 0, json: { warnings: [] } });
    expect(await host.status()).toMatchObject({
      survives: { logout: true, reboot: true, reason: null },
      diagnoses: [],
    });
    await control(host, 'uninstall');
  });
});

describe('services that are not ours', () => {
  const unit = (description: string) =>
    `[Unit]\nDescription=${description}\n[Service]\nExecStart=/usr/local/bin/node /usr/local/lib/node_modules/openclaw/dist/index.js gateway --port 21001\n[Install]\nWantedBy=default.target\n`;

  test('a legacy and a hand-written unit are listed with commands that remove them; named profiles are not', async () => {
    await host.run(['mkdir', '-p', units()]);
    for (const name of ['clawdbot-gateway.service', 'my-claw.service', 'openclaw-gateway-work.service']) {
      await host.run(['tee', `${units()}/${name}`], { input: unit(name) });
    }
    // A profile is first-class as long as its data is there; without it, its service would be one that was left behind.
    await host.run(['sh', '-c', 'mkdir -p ~/.openclaw-work && echo "{}" > ~/.openclaw-work/openclaw.json']);
    await host.run(['systemctl', '--user', 'enable', '--now', 'my-claw.service']);
    const report = await statusWith(host, {}, ['--deep']);
    expect(report.extraServices).toMatchObject([
      { name: 'clawdbot-gateway.service', kind: 'legacy', scope: 'user', path: `${units()}/clawdbot-gateway.service` },
      { name: 'my-claw.service', kind: 'extra', scope: 'user', path: `${units()}/my-claw.service` },
    ]);
    expect((await host.status()).extraServices).toBeNull();
    const shown = (await host.shim(['gateway', 'status', '--deep'])).stdout;
    expect(shown).toContain('systemctl --user disable --now my-claw.service');
    for (const { removal } of report.extraServices ?? []) for (const argv of removal) await host.exec(argv);
    expect((await statusWith(host, {}, ['--deep'])).extraServices).toEqual([]);
    expect((await host.exec(['systemctl', '--user', 'is-active', 'my-claw.service'])).stdout.trim()).toBe('inactive');
    await host.run(['rm', `${units()}/openclaw-gateway-work.service`]);
  });
});
