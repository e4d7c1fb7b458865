/** Services that crash, lose their program or their secret, and shims that die in the middle: seen as what they are, and cured by what is offered. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bootGatewayHost, DEMO_INSIDE, type GatewayHost } from './gateway-host.ts';
import { control, dropIn, unitProperty } from './inside.ts';

const UNIT = 'openclaw-gateway.service';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('crashes', { gateway: 'demo' });
});
afterAll(async () => {
  await host?.down();
});

describe('a service that is installed', () => {
  beforeEach(async () => {
    await dropIn(host, UNIT, []);
    await host.exec(['systemctl', '--user', 'stop', UNIT]);
    expect(await control(host, 'install', ['--force'])).toMatchObject({ exitCode: 0 });
  });

  /** One second between two starts, so that ten of them do not take a minute. */
  const crashing = ['[Service]', 'RestartSec=1', 'Environment=DEMO_MODE=exit-1-after-ms=1'];

  test('a crash loop is seen, and stopped by what is offered', async () => {
    await dropIn(host, UNIT, crashing);
    const { exitCode, json } = await control(host, 'restart');
    expect({ exitCode, json }).toMatchObject({
      exitCode: 1,
      json: { ok: false, error: { code: 'start-failed', message: expect.stringContaining('1: it failed') } },
    });
    expect(JSON.stringify(json)).toContain('uncaught exception: demonstration crash');
    // Between two crashes it is starting for a moment: the report that is looked at must be of the loop.
    let report = await host.status();
    await expect
      .poll(
        async () => {
          report = await host.status();
          return report.state;
        },
        { timeout: 20_000, interval: 200 },
      )
      .toBe('crash-looping');
    expect(report).toMatchObject({ lastExit: { code: 1 }, verdict: { level: 'failed', code: 'verdict.crashLoop' } });
    expect(report.restarts).toBeGreaterThanOrEqual(2);
    expect(Math.abs(Number(await unitProperty(host, UNIT, 'NRestarts')) - (report.restarts ?? -1))).toBeLessThanOrEqual(
      1,
    );
    const [headline] = report.diagnoses;
    expect(headline).toMatchObject({ code: 'crash-loop', fix: { kind: 'operation', action: 'stop' } });
    const command = headline?.fix?.kind === 'operation' ? headline.fix.command : [];
    await host.run(command);
    expect(await unitProperty(host, UNIT, 'ActiveState')).not.toBe('activating');
    expect(await host.status()).toMatchObject({ runtime: 'stopped', pid: null });
    expect((await host.shim(['gateway', 'status', '--check'])).exitCode).toBe(3);
  });

  test('a loop that ran into the start limit: gave up, and start tries again', async () => {
    await dropIn(host, UNIT, crashing);
    await host.run(['systemctl', '--user', 'restart', UNIT]);
    await expect.poll(() => unitProperty(host, UNIT, 'ActiveState'), { timeout: 60_000, interval: 500 }).toBe('failed');
    const report = await host.status();
    expect(report).toMatchObject({ state: 'crash-looping', runtime: 'stopped', lastExit: { code: 1 } });
    expect(report.restarts).toBe(Number(await unitProperty(host, UNIT, 'NRestarts')));
    expect(report.verdict.reason).toContain('gave up');
    expect(report.diagnoses[0]).toMatchObject({ code: 'crash-loop', fix: { kind: 'operation', action: 'start' } });
    expect(await control(host, 'stop')).toMatchObject({ exitCode: 0, json: { result: 'already-stopped' } });
    // Without forgiving the unit first, systemd would refuse: "start request repeated too quickly".
    await dropIn(host, UNIT, []);
    expect(await control(host, 'start')).toMatchObject({ exitCode: 0, json: { result: 'started' } });
    expect(await host.status()).toMatchObject({ state: 'running', restarts: 0, verdict: { level: 'healthy' } });
  });

  test('its program was deleted: said while it still runs, and install --force repairs it', async () => {
    const elsewhere = '/usr/local/lib/other/node_modules/openclaw';
    await host.run(['sh', '-c', `mkdir -p ${elsewhere} && cp -r ${DEMO_INSIDE}/. ${elsewhere}`], { root: true });
    await host.run(['rm', '-rf', DEMO_INSIDE], { root: true });
    const before = await host.status();
    expect(before).toMatchObject({ state: 'running', probe: 'ok' });
    const entry = `${DEMO_INSIDE}/dist/index.js`;
    expect(before.diagnoses[0]).toMatchObject({ code: 'program-gone', evidence: [`Missing: ${entry}`] });
    // A restart would end the gateway that still runs, and nothing would come after it.
    for (const verb of ['restart', 'start']) {
      if (verb === 'start') expect(await control(host, 'stop')).toMatchObject({ exitCode: 0 });
      expect(await control(host, verb)).toMatchObject({
        exitCode: 1,
        json: { ok: false, error: { code: 'entry-not-found', message: expect.stringContaining(entry) } },
      });
      expect((await host.status()).pid).toBe(verb === 'restart' ? before.pid : null);
    }
    const after = await host.status();
    expect(after.diagnoses[0]).toMatchObject({ code: 'program-gone', fix: { action: 'install' } });

    await host.run(['ln', '-sfn', `${elsewhere}/openclaw.mjs`, '/usr/local/bin/openclaw'], { root: true });
    const { fix } = after.diagnoses[0] ?? {};
    await host.run(fix?.kind === 'operation' ? fix.command : []);
    expect(await host.status()).toMatchObject({
      program: { entry: `${elsewhere}/dist/index.js` },
      verdict: { level: 'healthy' },
      diagnoses: [],
    });
  });

  test('a token changed by hand: degraded until the restart that is offered', async () => {
    const config = `${host.home}/.openclaw/openclaw.json`;
    await host.run(['sed', '-i', 's/"token": "[0-9a-f]\\{48\\}"/"token": "changed-by-hand-91c4"/', config]);
    expect(await host.run(['cat', config])).toContain('changed-by-hand-91c4');
    const env = { OPENCLAW_GATEWAY_TOKEN: 'from-the-environment-77e0' };
    for (const options of [{}, { env }]) {
      const { exitCode, stdout } = await host.shim(['gateway', 'status', '--check', '--json'], options);
      expect({ exitCode, report: JSON.parse(stdout) }).toMatchObject({
        exitCode: 1,
        report: {
          runtime: 'running',
          probe: 'failed',
          probeDetail: { code: 'auth-mismatch' },
          verdict: { level: 'degraded', code: 'verdict.tokenRefused' },
          diagnoses: [{ code: 'auth-mismatch' }],
        },
      });
      expect(stdout).not.toMatch(/changed-by-hand-91c4|from-the-environment-77e0/);
    }
    // With the environment's wrong one, a restart does not help; with the file's, it does.
    expect(await control(host, 'restart')).toMatchObject({ exitCode: 0 });
    expect((await host.status()).verdict.level).toBe('healthy');
    expect((await host.shim(['gateway', 'status', '--check'], { env })).exitCode).toBe(1);
  });

  test('Ctrl+C while a start is waited for: cancelled, and the next operation goes ahead', async () => {
    await control(host, 'stop');
    await dropIn(host, UNIT, ['[Service]', 'Environment=DEMO_MODE=silent']);
    const shim = await startShim(['gateway', 'start', '--json']);
    await expect.poll(() => unitProperty(host, UNIT, 'ActiveState'), { timeout: 10_000 }).toBe('active');
    await host.run(['kill', '-INT', shim.pid]);
    const { exitCode, stdout } = await shim.ended;
    expect({ exitCode, json: JSON.parse(stdout) }).toMatchObject({
      exitCode: 1,
      json: { ok: false, error: { code: 'cancelled' } },
    });
    const began = performance.now();
    expect(await control(host, 'stop')).toMatchObject({ exitCode: 0, json: { result: 'stopped' } });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('a shim that is killed during install', () => {
  beforeEach(async () => {
    await dropIn(host, UNIT, []);
    await control(host, 'uninstall');
    await host.run(['rm', '-rf', `${host.home}/.openclaw`]);
  });

  test.each(['daemon-reload', 'enable', 'start'])(
    'before "systemctl %s": the next install finishes it',
    async (verb) => {
      // A systemctl that hangs at one verb, so that the moment of the kill is certain.
      const folder = `/tmp/hangs-at-${verb}`;
      const script = `#!/bin/sh\nfor word in "$@"; do\n  [ "$word" = ${verb} ] && { touch ${folder}/reached; exec sleep 600; }\ndone\nexec /usr/bin/systemctl "$@"\n`;
      await host.run(['mkdir', '-p', folder]);
      await host.run(['sh', '-c', `cat > ${folder}/systemctl && chmod 0755 ${folder}/systemctl`], { input: script });
      const shim = await startShim(['gateway', 'install', '--json'], {
        PATH: `${folder}:/usr/local/bin:/usr/bin:/bin`,
      });
      await expect
        .poll(async () => (await host.exec(['test', '-e', `${folder}/reached`])).exitCode, { timeout: 20_000 })
        .toBe(0);
      await host.run(['kill', '-9', shim.pid]);
      await shim.ended;
      await host.run(['test', '-f', `${host.home}/.config/systemd/user/${UNIT}`]);

      const half = await host.status();
      expect(half).toMatchObject({ installed: true, runtime: 'stopped', enabled: verb === 'start' });
      const began = performance.now();
      expect(await control(host, 'install')).toMatchObject({ exitCode: 0, json: { ok: true, changed: true } });
      expect(performance.now() - began).toBeLessThan(15_000);
      expect(await host.status()).toMatchObject({ enabled: true, verdict: { level: 'healthy' }, diagnoses: [] });
      expect((await host.run(['systemctl', '--user', 'is-enabled', UNIT])).trim()).toBe('enabled');
      const leftovers = await host.run(['sh', '-c', 'find ~/.config ~/.openclaw ~/.local -name "*.tmp"']);
      expect(leftovers).toBe('');
    },
  );
});

/** Starts the shim without waiting for its end; `pid` is the one inside the host. */
async function startShim(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  await host.run(['rm', '-f', '/tmp/shim.pid']);
  const child = host.spawn(['sh', '-c', 'echo $$ > /tmp/shim.pid; exec openclaw-tray "$@"', 'sh', ...args], { env });
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = new Promise<{ exitCode: number | null; stdout: string }>((resolve) => {
    // The streams may outlive it in programs that it started, so its own end is what counts.
    child.once('exit', (exitCode) => setTimeout(() => resolve({ exitCode, stdout }), 100));
  });
  await expect
    .poll(async () => (await host.exec(['cat', '/tmp/shim.pid'])).stdout.trim(), { timeout: 10_000 })
    .not.toBe('');
  return { pid: (await host.run(['cat', '/tmp/shim.pid'])).trim(), ended };
}
