/** Several profiles with services on one machine: isolated, on ports of their own, and never in each other's way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StatusReport, statusReportSchema } from '../../src/shared/status-report.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';
import { snapshot } from './inside.ts';

const PROFILES = [[], ['--profile', 'work'], ['--dev']] as const;
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('profiles', { gateway: 'demo' });
});
afterAll(async () => {
  await host?.down();
});

const run = async (args: readonly string[]) => {
  const { exitCode, json } = await host.shimJson([...args, '--json']);
  return { exitCode, json };
};
const gateway = (profile: readonly string[], ...args: string[]) => run([...profile, 'gateway', ...args]);
const hint = (answer: { json: unknown }) => (answer.json as { error: { hint: string } }).error.hint;
const written = () =>
  snapshot(host, ...['.config', '.openclaw', '.openclaw-work', '.openclaw-dev'].map((name) => `${host.home}/${name}`));

/** `gateway status --all`, by profile. */
async function all(): Promise<Map<string, StatusReport>> {
  const { json } = await run(['gateway', 'status', '--all']);
  const reports = statusReportSchema.array().parse((json as { profiles: unknown }).profiles);
  return new Map(reports.map((report) => [report.profile, report]));
}

const pids = async () => Object.fromEntries([...(await all())].map(([name, { pid }]) => [name, pid]));

describe('default, work and dev at once', () => {
  test('each installs beside the others', async () => {
    for (const profile of PROFILES) {
      expect(await gateway(profile, 'install')).toMatchObject({ exitCode: 0, json: { result: 'installed' } });
    }
    const reports = await all();
    expect([...reports.keys()]).toEqual(['default', 'dev', 'work']);
    for (const [name, report] of reports) {
      const suffix = name === 'default' ? '' : `-${name}`;
      expect(report).toMatchObject({
        serviceName: `openclaw-gateway${suffix}.service`,
        state: 'running',
        enabled: true,
        verdict: { level: 'healthy' },
        configPath: { service: `${host.home}/.openclaw${suffix}/openclaw.json` },
        statePath: { service: `${host.home}/.openclaw${suffix}` },
        portOwner: { owner: 'process', pid: report.pid, own: true },
        diagnoses: [],
      });
    }
    expect(reports.get('default')?.port).toBe(18789);
    expect(reports.get('dev')?.port).toBe(19001);
    const ports = [...reports.values()].map(({ port }) => port).sort((a, b) => a - b);
    expect(Math.min(...ports.slice(1).map((port, index) => port - (ports[index] ?? 0)))).toBeGreaterThanOrEqual(120);
    expect(new Set([...reports.values()].map(({ pid }) => pid)).size).toBe(3);
  });

  test('each has a secret of its own', async () => {
    const files = PROFILES.map((_, index) => `~/.openclaw${['', '-work', '-dev'][index]}/openclaw.json`).join(' ');
    const tokens = await host.run(['sh', '-c', `for f in ${files}; do jq -r .gateway.auth.token $f; done`]);
    expect(new Set(tokens.trim().split('\n')).size).toBe(3);
  });

  test('profiles lists them with the same ports', async () => {
    const reports = await all();
    const { json } = await run(['profiles']);
    expect(json).toMatchObject({
      profiles: [...reports.values()].map(({ profile, port, serviceName }) => ({
        profile,
        port,
        serviceName,
        state: 'running',
      })),
    });
    const text = (await host.shim(['profiles'])).stdout;
    for (const [name, { port }] of reports) expect(text).toMatch(new RegExp(`^${name} +${port}`, 'm'));
  });

  test('a deep look finds nothing extra: named profiles are first-class', async () => {
    const { json } = await run(['gateway', 'status', '--deep']);
    expect(json).toMatchObject({ extraServices: [], diagnoses: [] });
  });

  test.each(['default', 'work', 'dev'])(
    'stopping, starting and restarting %s leaves the others alone',
    async (name) => {
      const profile = PROFILES[['default', 'work', 'dev'].indexOf(name)] ?? [];
      const { [name]: own, ...others } = await pids();
      expect(await gateway(profile, 'stop')).toMatchObject({ exitCode: 0, json: { result: 'stopped' } });
      expect(await pids()).toEqual({ ...others, [name]: null });
      expect(await gateway(profile, 'start')).toMatchObject({ exitCode: 0, json: { result: 'started' } });
      expect(await gateway(profile, 'restart')).toMatchObject({ exitCode: 0, json: { result: 'restarted' } });
      const after = await pids();
      expect(after).toMatchObject(others);
      expect(after[name]).not.toBe(own);
    },
  );

  test('operations on all three at the same time', async () => {
    const before = await pids();
    const done = await Promise.all(PROFILES.map((profile) => gateway(profile, 'restart')));
    for (const each of done) expect(each).toMatchObject({ exitCode: 0, json: { result: 'restarted' } });
    const after = await all();
    for (const [name, { pid, verdict }] of after) {
      expect({ name, level: verdict.level }).toEqual({ name, level: 'healthy' });
      expect(pid).not.toBe(before[name]);
    }
  });
});

describe('ports that do not go together', () => {
  test.each([
    ["the default's own", '18789'],
    ['too close above', '18908'],
    ['too close below', '18670'],
    ["dev's own", '19001'],
  ])('%s port is refused before anything is written, and a free one is proposed', async (_what, port) => {
    const before = await written();
    const pidsBefore = await pids();
    for (const args of [
      ['install', '--port', port, '--force'],
      ['install', '--port', port, '--force', '--dry-run'],
    ]) {
      const refused = await gateway(['--profile', 'work'], ...args);
      expect(refused).toMatchObject({ exitCode: 6, json: { ok: false, error: { code: 'port-conflict' } } });
      expect(JSON.stringify(refused.json)).toMatch(/profile (default|dev)/);
      expect(hint(refused)).toMatch(/Port \d+ is free: --port \d+/);
    }
    expect(await written()).toBe(before);
    expect(await pids()).toEqual(pidsBefore);
  });

  test('a new profile is refused as well, and nothing of it is left', async () => {
    const refused = await gateway(['--profile', 'third'], 'install', '--port', '18789');
    expect(refused).toMatchObject({ exitCode: 6, json: { error: { code: 'port-conflict' } } });
    const left = await host.run([
      'sh',
      '-c',
      'ls -d ~/.openclaw-third ~/.config/systemd/user/*third* 2>/dev/null || true',
    ]);
    expect(left).toBe('');
    expect([...(await all()).keys()]).not.toContain('third');
  });

  test('the proposed port works', async () => {
    const refused = await gateway(['--profile', 'work'], 'install', '--port', '18789', '--force');
    const port = /--port (\d+)/.exec(hint(refused))?.[1] ?? '';
    const others = await pids();
    expect(await gateway(['--profile', 'work'], 'install', '--port', port, '--force')).toMatchObject({ exitCode: 0 });
    const after = await all();
    expect(after.get('work')).toMatchObject({ port: Number(port), verdict: { level: 'healthy' }, diagnoses: [] });
    expect(await pids()).toMatchObject({ default: others.default, dev: others.dev });
  });

  test('a stopped profile keeps its port', async () => {
    await gateway(['--dev'], 'stop');
    const refused = await gateway(['--profile', 'work'], 'install', '--port', '19001', '--force');
    expect(refused).toMatchObject({ exitCode: 6, json: { error: { code: 'port-conflict' } } });
    await gateway(['--dev'], 'start');
  });
});

describe('names', () => {
  test('that differ only in letter case are two profiles with two services', async () => {
    expect(await gateway(['--profile', 'Work'], 'install')).toMatchObject({
      exitCode: 0,
      json: { result: 'installed' },
    });
    const reports = await all();
    const [small, large] = [reports.get('work'), reports.get('Work')];
    expect(large).toMatchObject({
      serviceName: 'openclaw-gateway-Work.service',
      state: 'running',
      verdict: { level: 'healthy' },
    });
    expect(large?.port).not.toBe(small?.port);
    expect(await gateway(['--profile', 'Work'], 'uninstall')).toMatchObject({
      exitCode: 0,
      json: { result: 'uninstalled' },
    });
    expect((await all()).get('work')).toMatchObject({ pid: small?.pid, verdict: { level: 'healthy' } });
  });

  test.each(['gateway; rm -rf ~', '../evil', 'a b', '', '-x', 'é', 'x'.repeat(65)])('"%s" is refused', async (name) => {
    const before = await written();
    const { exitCode, json } = await gateway([`--profile=${name}`], 'install');
    expect({ exitCode, json }).toMatchObject({
      exitCode: 2,
      json: { ok: false, error: { code: 'invalid-profile-name' } },
    });
    expect(await written()).toBe(before);
  });
});

describe('uninstalling', () => {
  test('one profile leaves the others running; all together leave no unit', async () => {
    for (const [index, profile] of PROFILES.entries()) {
      const before = await pids();
      const name = ['default', 'work', 'dev'][index] ?? '';
      expect(await gateway(profile, 'uninstall')).toMatchObject({ exitCode: 0, json: { result: 'uninstalled' } });
      expect(await pids()).toEqual({ ...before, [name]: null });
    }
    expect(await host.run(['sh', '-c', 'find ~/.config/systemd -name "*openclaw-gateway*"'])).toBe('');
    expect(await host.run(['sh', '-c', 'ls -d ~/.openclaw*'])).toContain('.openclaw-dev');
  });
});
