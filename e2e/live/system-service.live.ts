/**
 * A system service through the shim, with the real gateway as the account `openclaw`: who has no rights is told the exact commands, who has
 * a terminal is asked once by the real sudo, and who has neither still sees what is true.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { bootGatewayHost, type GatewayHost, PROJECT } from './gateway-host.ts';

const UNIT = 'openclaw-gateway.service';
const PATH = `/etc/systemd/system/${UNIT}`;
const PASSWORD = 'open sesame 1';
const CONFIG = '/var/lib/openclaw/.openclaw/openclaw.json';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('system-service');
  await host.run(['chpasswd'], { root: true, input: `${host.user}:${PASSWORD}\n` });
  await host.run(
    [
      'sh',
      '-c',
      `printf '%s ALL=(ALL:ALL) ALL\n' ${host.user} > /etc/sudoers.d/tester && chmod 0440 /etc/sudoers.d/tester`,
    ],
    {
      root: true,
    },
  );
});
afterAll(async () => {
  await host?.down();
});

const statusOf = async (args: readonly string[] = [], options = {}): Promise<StatusReport> =>
  statusReportSchema.parse((await host.shimJson(['gateway', 'status', '--json', ...args], options)).json);
const systemctl = (...args: string[]) => host.exec(['systemctl', ...args], { root: true });
/** The shim on a terminal, with the password typed when sudo asks. */
const atTerminal = (args: readonly string[], password = PASSWORD) =>
  host.exec(
    [
      'python3',
      `${PROJECT}/e2e/live/at-a-terminal.py`,
      '[OpenClaw Tray] password of',
      password,
      'openclaw-tray',
      ...args,
    ],
    { timeoutMs: 240_000 },
  );

describe('a person without rights and without a terminal', () => {
  test('is told what would be done, exit code 5, nothing touched', async () => {
    const { exitCode, json } = await host.shimJson(['gateway', 'install', '--system', '--json']);
    expect(exitCode).toBe(5);
    expect(json).toMatchObject({ ok: false, error: { code: 'needs-elevation' } });
    const details = (json as { error: { details: string[] } }).error.details.join('\n');
    expect(details).toContain('sudo useradd --system');
    expect(details).toContain(`sudo tee ${PATH}`);
    expect(details).toContain(`sudo systemctl enable ${UNIT}`);
    expect((await host.exec(['test', '-e', PATH])).exitCode).toBe(1);
    expect((await host.exec(['getent', 'passwd', 'openclaw'])).exitCode).toBe(2);
  });

  test('may look at the plan', async () => {
    const { exitCode, json } = await host.shimJson(['gateway', 'install', '--system', '--dry-run', '--json']);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      plan: {
        supervisor: 'systemd-system',
        privileges: 'administrator',
        files: [{ path: PATH, mode: '0644', change: 'create' }],
      },
    });
  });
});

describe('at a terminal, with the real sudo', () => {
  test('a wrong password changes nothing and exits 5', async () => {
    const refused = await atTerminal(['gateway', 'install', '--system'], 'not the password');
    expect(refused.exitCode).toBe(5);
    expect(refused.stdout).toContain('Administrator rights are needed');
    expect((await host.exec(['test', '-e', PATH])).exitCode).toBe(1);
  });

  test('installing asks once, makes the account, and the gateway runs as it', async () => {
    const done = await atTerminal(['gateway', 'install', '--system']);
    expect(done.exitCode, done.stdout).toBe(0);
    expect(done.stdout.split('[OpenClaw Tray] password of').length - 1).toBe(1);
    expect(done.stdout).toContain('default is installed and runs');
    expect((await host.run(['getent', 'passwd', 'openclaw'])).trim()).toMatch(
      /:\/var\/lib\/openclaw:\/usr\/sbin\/nologin$/,
    );
    expect((await host.run(['stat', '-c', '%U %a', CONFIG], { root: true })).trim()).toBe('openclaw 600');
    expect((await systemctl('is-enabled', UNIT)).stdout.trim()).toBe('enabled');
    const { stdout: pid } = await systemctl('show', '--value', '--property=MainPID', UNIT);
    expect((await host.run(['ps', '-o', 'user=', '-p', pid.trim()], { root: true })).trim()).toBe('openclaw');
    expect((await host.exec(['systemd-analyze', 'verify', PATH], { root: true })).stderr).not.toContain(UNIT);
  });

  test('restart, stop and start with a new process each time', async () => {
    const before = await statusOf();
    expect((await atTerminal(['gateway', 'restart'])).exitCode).toBe(0);
    const after = await statusOf();
    expect(after.pid).not.toBe(before.pid);
    expect((await atTerminal(['gateway', 'stop'])).exitCode).toBe(0);
    expect(await statusOf()).toMatchObject({ runtime: 'stopped', state: 'stopped', verdict: { level: 'stopped' } });
    expect((await atTerminal(['gateway', 'start'])).exitCode).toBe(0);
    expect((await statusOf()).runtime).toBe('running');
  });
});

describe('what a plain user sees of it', () => {
  test('without naming a scope: running, ready, and why it was not asked more', async () => {
    const report = await statusOf();
    expect(report).toMatchObject({
      supervisor: 'systemd-system',
      account: 'openclaw',
      installed: true,
      enabled: true,
      runtime: 'running',
      probe: 'failed',
      probeDetail: { code: 'auth-required', readiness: { ok: true } },
      portOwner: { owner: 'unreadable', sameAccount: true },
      configPath: { cli: CONFIG, service: CONFIG },
      survives: { logout: true, reboot: true },
      verdict: { level: 'healthy', code: 'verdict.readyUnasked' },
      diagnoses: [],
    });
    expect(report.auth.problem).toContain('account openclaw');
    expect((await host.shim(['gateway', 'status', '--check'])).exitCode).toBe(0);
  });

  test('with the token in the environment it is asked over RPC', async () => {
    const token = JSON.parse(await host.run(['cat', CONFIG], { root: true })).gateway.auth.token as string;
    const report = await statusOf([], { env: { OPENCLAW_GATEWAY_TOKEN: token } });
    expect(report).toMatchObject({ probe: 'ok', verdict: { level: 'healthy', code: 'verdict.healthy' } });
    expect(JSON.stringify(report)).not.toContain(token);
  });

  test('root sees everything, and --user means the own one', async () => {
    expect(await statusOf([], { root: true })).toMatchObject({ supervisor: 'systemd-system', probe: 'ok' });
    expect(await statusOf(['--user'])).toMatchObject({ supervisor: 'systemd-user', installed: false, account: null });
  });

  test('installing a service of the own user beside it is refused, exit code 6', async () => {
    const { exitCode, json } = await host.shimJson(['gateway', 'install', '--user', '--json']);
    expect(exitCode).toBe(6);
    expect(json).toMatchObject({ error: { code: 'definition-conflict', hint: expect.stringContaining('--system') } });
  });

  test('a crash comes back, and is counted', async () => {
    const before = await statusOf();
    await host.run(['kill', '-9', String(before.pid)], { root: true });
    await expect.poll(async () => (await statusOf()).restarts, { timeout: 60_000, interval: 500 }).toBe(1);
    await expect
      .poll(async () => (await statusOf()).verdict.level, { timeout: 90_000, interval: 1_000 })
      .toBe('healthy');
    expect((await statusOf()).pid).not.toBe(before.pid);
  });
});

describe('two services of one profile', () => {
  test('a unit of the user beside the one of the system is found and named', async () => {
    const unit = readFileSync(new URL('fixtures/duel.service', import.meta.url), 'utf8');
    await host.run(['sh', '-c', `mkdir -p ~/.config/systemd/user && cat > ~/.config/systemd/user/${UNIT}`], {
      input: unit,
    });
    const report = await statusOf(['--system'], { root: true });
    expect(report.supervisor).toBe('systemd-system');
    const seen = await statusOf(['--user']);
    expect(seen.diagnoses.map((finding) => finding.code)).toContain('dueling-scopes');
    await host.run(['rm', `/home/${host.user}/.config/systemd/user/${UNIT}`]);
    expect((await statusOf()).diagnoses).toEqual([]);
  });
});

describe('uninstalling', () => {
  test('removes the unit, and leaves account and data', async () => {
    const done = await atTerminal(['gateway', 'uninstall']);
    expect(done.exitCode, done.stdout).toBe(0);
    expect((await host.exec(['test', '-e', PATH])).exitCode).toBe(1);
    expect((await host.exec(['test', '-e', CONFIG], { root: true })).exitCode).toBe(0);
    expect((await systemctl('show', '--value', '--property=LoadState', UNIT)).stdout.trim()).toBe('not-found');
    expect(await statusOf()).toMatchObject({ supervisor: 'systemd-user', installed: false });
    expect(await statusOf(['--system'])).toMatchObject({ supervisor: 'systemd-system', installed: false });
  });

  test('with a chosen account it runs as that one', async () => {
    await host.run(['useradd', '--system', '--user-group', '--create-home', '--home-dir', '/srv/claw', 'claw'], {
      root: true,
    });
    const done = await host.shim(['--profile', 'work', 'gateway', 'install', '--service-user', 'claw'], { root: true });
    expect(done.exitCode, done.stderr).toBe(0);
    const report = await statusOf(['--system'], { root: true });
    expect(report.installed).toBe(false);
    const work = (await host.shimJson(['--profile', 'work', 'gateway', 'status', '--json'], { root: true })).json;
    expect(statusReportSchema.parse(work)).toMatchObject({
      account: 'claw',
      probe: 'ok',
      statePath: { cli: '/srv/claw/.openclaw-work' },
    });
    const all = (await host.shimJson(['profiles', '--json'])).json as {
      profiles: { profile: string; supervisor: string }[];
    };
    expect(all.profiles).toContainEqual(expect.objectContaining({ profile: 'work', supervisor: 'systemd-system' }));
    expect((await host.shim(['--profile', 'work', 'gateway', 'uninstall'], { root: true })).exitCode).toBe(0);
  });
});
