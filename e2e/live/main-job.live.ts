/**
 * The main job through the shim, as an unprivileged user, with the real gateway under a real systemd: after every step OpenClaw's own
 * CLI must tell the same story.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';

const CANARY = 'canary-7f3a9c51d2e84b06';
const UNIT = 'openclaw-gateway.service';
let host: GatewayHost;
let stateBefore = '';

beforeAll(async () => {
  host = await bootGatewayHost('main-job');
  await host.run([
    'sh',
    '-c',
    'mkdir -p ~/.openclaw && printf "my notes\\n" > ~/.openclaw/my-notes.txt && chmod 700 ~/.openclaw',
  ]);
});
afterAll(async () => {
  await host?.down();
});

/** Both CLIs side by side. */
async function bothSay(expected: { running: boolean; loaded: boolean }): Promise<void> {
  const [ours, theirs] = [await host.status(), await host.openclawStatus()];
  expect.soft(ours.installed, 'ours: installed').toBe(expected.loaded);
  expect.soft(ours.runtime, 'ours: runtime').toBe(expected.running ? 'running' : 'stopped');
  expect.soft(ours.probe, 'ours: probe').toBe(expected.running ? 'ok' : 'failed');
  expect.soft(theirs.service.loaded, 'openclaw: loaded').toBe(expected.loaded);
  expect.soft(theirs.service.runtime?.status, 'openclaw: runtime').toBe(expected.running ? 'running' : 'stopped');
  expect.soft(theirs.rpc?.ok, 'openclaw: rpc').toBe(expected.running);
  expect.soft(theirs.gateway?.port, 'openclaw: port').toBe(ours.port);
  if (expected.running) expect.soft(theirs.service.runtime?.pid, 'openclaw: pid').toBe(ours.pid);
  if (expected.loaded) {
    expect.soft(theirs.service.configAudit?.issues, 'openclaw: audit').toEqual([]);
    expect.soft(theirs.service.targetRole, 'openclaw: target role').toBe('target');
  }
}

describe('the main job', () => {
  test('before: not installed, and both say so', async () => {
    const report = await host.status();
    expect(report).toMatchObject({
      installed: false,
      state: 'not-installed',
      runtime: 'stopped',
      probe: 'failed',
      supervisor: 'systemd-user',
    });
    expect(report.verdict.level).toBe('not-installed');
  });

  test('a dry run touches nothing', async () => {
    const before = await host.run([
      'sh',
      '-c',
      'find ~ -type f -newer /proc/1 | sort; ls -la ~/.config/systemd/user 2>&1 | head -3',
    ]);
    const { exitCode, json } = await host.shimJson(['gateway', 'install', '--dry-run', '--json']);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      plan: { supervisor: 'systemd-user', privileges: 'user', files: [{ change: 'create', mode: '0600' }] },
    });
    const after = await host.run([
      'sh',
      '-c',
      'find ~ -type f -newer /proc/1 | sort; ls -la ~/.config/systemd/user 2>&1 | head -3',
    ]);
    expect(after).toBe(before);
  });

  test('install: it runs and answers', async () => {
    const { exitCode, json, stderr } = await host.shimJson(['gateway', 'install', '--token', CANARY, '--json']);
    expect({ exitCode, json, stderr }).toMatchObject({
      exitCode: 0,
      json: { ok: true, result: 'installed', changed: true },
    });
    const report = await host.status();
    expect(report).toMatchObject({
      state: 'running',
      enabled: true,
      probe: 'ok',
      port: 18789,
      portOwner: { owner: 'process', own: true },
    });
    expect(report.verdict).toMatchObject({ level: 'healthy', text: 'default is healthy' });
    expect(report.diagnoses).toEqual([]);
    expect(report.probeDetail).toMatchObject({ phase: 'done', serverVersion: '2026.9.6', authMethod: 'token' });
    expect(report.health?.uptimeMs).toBeGreaterThan(0);
    expect(report.health?.constraints).toBeNull();
    // The system's Node, never the one that runs the shim: that goes with the shim's next update.
    expect(report.program).toMatchObject({ runtime: '/usr/local/bin/node', openclawVersion: '2026.9.6' });
    await bothSay({ running: true, loaded: true });
  });

  test('the script of the specification says healthy', async () => {
    expect((await s33()).exitCode).toBe(0);
    expect((await host.shim(['gateway', 'status', '--check'])).exitCode).toBe(0);
  });

  test('installing again is success and changes nothing', async () => {
    const pid = (await host.status()).pid;
    const { exitCode, json } = await host.shimJson(['gateway', 'install', '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 0,
      json: { ok: true, result: 'already-installed', changed: false },
    });
    expect((await host.status()).pid).toBe(pid);
  });

  test("health over RPC, with the profile's own secret and with a given one", async () => {
    const own = await host.shimJson(['gateway', 'health', '--json']);
    expect(own).toMatchObject({
      exitCode: 0,
      json: { ok: true, health: { sessions: { stored: expect.any(Number) } } },
    });
    const wrong = await host.shimJson([
      'gateway',
      'health',
      '--url',
      'ws://127.0.0.1:18789',
      '--token',
      'wrong-secret',
      '--json',
    ]);
    expect(wrong).toMatchObject({
      exitCode: 1,
      json: { ok: false, error: { code: 'probe-failed' }, probeDetail: { code: 'auth-mismatch' } },
    });
    const right = await host.shimJson(
      ['gateway', 'health', '--url', 'ws://127.0.0.1:18789', '--token', '-', '--json'],
      { input: CANARY },
    );
    expect(right).toMatchObject({ exitCode: 0, json: { ok: true } });
  });

  test('restart: a new process answers', async () => {
    const before = (await host.status()).pid;
    const { exitCode, json } = await host.shimJson(['gateway', 'restart', '--json']);
    expect({ exitCode, json }).toMatchObject({ exitCode: 0, json: { ok: true, result: 'restarted' } });
    const after = await host.status();
    expect(after.pid).not.toBe(before);
    await bothSay({ running: true, loaded: true });
  });

  test('stop: unit inactive, port free', async () => {
    const { exitCode, json } = await host.shimJson(['gateway', 'stop', '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 0,
      json: { ok: true, result: 'stopped', report: { state: 'stopped' } },
    });
    expect((await host.exec(['systemctl', '--user', 'is-active', UNIT])).stdout.trim()).toBe('inactive');
    expect((await host.run(['ss', '-Hltn', 'sport = :18789'])).trim()).toBe('');
    await bothSay({ running: false, loaded: true });
    expect((await s33()).exitCode).toBe(1);
    expect((await host.shim(['gateway', 'status', '--check'])).exitCode).toBe(3);
    const again = await host.shimJson(['gateway', 'stop', '--json']);
    expect(again).toMatchObject({ exitCode: 0, json: { result: 'already-stopped', changed: false } });
  });

  test('a port that somebody holds is refused before anything is started', async () => {
    const squatter = host.spawn([
      '/usr/local/bin/node',
      '-e',
      'require("net").createServer().listen(18789, "127.0.0.1")',
    ]);
    try {
      await expect
        .poll(async () => (await host.run(['ss', '-Hltn', 'sport = :18789'])).trim(), { timeout: 10_000 })
        .not.toBe('');
      const { exitCode, json } = await host.shimJson(['gateway', 'start', '--json']);
      expect({ exitCode, json }).toMatchObject({
        exitCode: 6,
        json: { ok: false, error: { code: 'port-in-use', message: expect.stringContaining('node') } },
      });
    } finally {
      squatter.kill();
      await host.exec(['pkill', '-f', 'createServer'], { root: true });
    }
    await expect
      .poll(async () => (await host.run(['ss', '-Hltn', 'sport = :18789'])).trim(), { timeout: 10_000 })
      .toBe('');
  });

  test('start', async () => {
    const { exitCode, json } = await host.shimJson(['gateway', 'start', '--json']);
    expect({ exitCode, json }).toMatchObject({ exitCode: 0, json: { ok: true, result: 'started' } });
    await bothSay({ running: true, loaded: true });
  });

  test('two shims at once do not interleave', async () => {
    const [one, two] = await Promise.all([
      host.shimJson(['gateway', 'restart', '--json']),
      host.shimJson(['gateway', 'restart', '--json']),
    ]);
    for (const each of [one, two]) expect(each).toMatchObject({ exitCode: 0, json: { ok: true, result: 'restarted' } });
    await bothSay({ running: true, loaded: true });
  });

  test('kill -9: systemd restarts it, and the restart is seen', async () => {
    const before = await host.status();
    await host.run(['kill', '-9', String(before.pid)]);
    await expect
      .poll(async () => (await host.status()).state, { timeout: 4_000, interval: 200 })
      .toMatch(/crashed|starting/);
    await expect.poll(async () => (await host.status()).probe, { timeout: 90_000, interval: 1_000 }).toBe('ok');
    const after = await host.status();
    expect(after.pid).not.toBe(before.pid);
    expect(after.restarts).toBe((before.restarts ?? 0) + 1);
    await bothSay({ running: true, loaded: true });
  });

  test('the logs are found, without the secret', async () => {
    const { stdout } = await host.shim(['logs', '--lines', '200']);
    expect(stdout).toContain('ready');
    expect(stdout).not.toContain(CANARY);
  });

  test('the secret is in the 0600 configuration and nowhere else', async () => {
    // The files of the gateway itself (its database, its backups of the configuration) are OpenClaw's; ours are looked at one by one.
    const holders = (
      await host.exec([
        'sh',
        '-c',
        `grep -rlF -- '${CANARY}' ~/.config ~/.local ~/.openclaw /tmp /run/user/$(id -u) ${'/opt/results'} 2>/dev/null | sort`,
      ])
    ).stdout;
    const files = holders.trim().split('\n');
    expect(files).toContain(`${host.home}/.openclaw/openclaw.json`);
    expect(files.filter((file) => !file.startsWith(`${host.home}/.openclaw/`))).toEqual([]);
    expect((await host.run(['stat', '-c', '%a', `${host.home}/.openclaw/openclaw.json`])).trim()).toBe('600');
    const argv = await host.run(
      ['sh', '-c', 'for f in /proc/[0-9]*/cmdline; do tr "\\0" " " < $f; echo; done 2>/dev/null || true'],
      { root: true },
    );
    expect(argv, 'the gateway is among them').toMatch(/openclaw-gateway|dist\/index\.js gateway/);
    expect(argv).not.toContain(CANARY);
    const journal = await host.run(['sh', '-c', 'journalctl -o cat --no-pager || true'], { root: true });
    expect(journal).not.toContain(CANARY);
  });

  test('uninstall: nothing of ours is left, the data is untouched', async () => {
    stateBefore = await host.run(['sh', '-c', 'cat ~/.openclaw/my-notes.txt; sha256sum ~/.openclaw/openclaw.json']);
    const { exitCode, json } = await host.shimJson(['gateway', 'uninstall', '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 0,
      json: { ok: true, result: 'uninstalled', report: { state: 'not-installed' } },
    });
    const left = await host.run([
      'sh',
      '-c',
      // It ends with 1 when nothing matches; why it could not answer would be in the output.
      'find ~/.config ~/.local -iname "*openclaw-gateway*" 2>/dev/null; systemctl --user list-unit-files --no-legend "openclaw*" 2>&1 || true',
    ]);
    expect(left.trim()).toBe('');
    // systemd drops a unit whose file is gone from its memory when it has time for it.
    const remembered = () => host.run(['systemctl', '--user', 'list-units', '--all', '--no-legend', 'openclaw*']);
    await expect.poll(remembered, { timeout: 30_000, interval: 500 }).toBe('');
    expect(await host.run(['sh', '-c', 'cat ~/.openclaw/my-notes.txt; sha256sum ~/.openclaw/openclaw.json'])).toBe(
      stateBefore,
    );
    const theirs = await host.openclawStatus();
    expect(theirs.service.loaded).toBe(false);
    const again = await host.shimJson(['gateway', 'uninstall', '--json']);
    expect(again).toMatchObject({ exitCode: 0, json: { result: 'not-installed', changed: false } });
  });
});

describe('a service that openclaw made', () => {
  test('is shown and driven without --force', async () => {
    await host.run(['openclaw', 'gateway', 'install', '--json'], { timeoutMs: 120_000 });
    await expect.poll(async () => (await host.status()).probe, { timeout: 90_000, interval: 1_000 }).toBe('ok');
    const report = await host.status();
    expect(report).toMatchObject({ installed: true, enabled: true, state: 'running', port: 18789 });
    expect(report.diagnoses).toEqual([]);
    for (const [verb, result] of [
      ['restart', 'restarted'],
      ['stop', 'stopped'],
      ['start', 'started'],
    ] as const) {
      const { exitCode, json } = await host.shimJson(['gateway', verb, '--json']);
      expect({ exitCode, json }).toMatchObject({ exitCode: 0, json: { ok: true, result } });
    }
    const theirs = await host.openclawStatus();
    expect(theirs.service.configAudit?.issues).toEqual([]);
    expect(await host.shimJson(['gateway', 'uninstall', '--json'])).toMatchObject({
      exitCode: 0,
      json: { result: 'uninstalled' },
    });
  });
});

/** The monitoring script of the specification (S33), with our shim in the place of `openclaw`. */
function s33() {
  const script = `
    STATUS_JSON=$(openclaw-tray gateway status --json --timeout 10000)
    RUNTIME=$(echo "$STATUS_JSON" | jq -r '.runtime')
    PROBE=$(echo "$STATUS_JSON" | jq -r '.probe')
    if [ "$RUNTIME" != "running" ] || [ "$PROBE" != "ok" ]; then exit 1; fi`;
  return host.exec(['sh', '-c', script]);
}
