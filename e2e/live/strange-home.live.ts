/**
 * The main job with the real gateway for a person whose home folder has a space, a percent sign, both quotes and Japanese letters in its
 * name; then what a real gateway does with a configuration it refuses and a secret it does not know.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusReportSchema } from '../../src/shared/status-report.ts';
import { bootGatewayHost, type GatewayHost } from './gateway-host.ts';

const HOME = `/home/100% the "boss's" ホーム`;
const UNIT = 'openclaw-gateway.service';
let host: GatewayHost;

beforeAll(async () => {
  host = await bootGatewayHost('strange-home', { home: HOME });
});
afterAll(async () => {
  await host?.down();
});

const journal = async () => (await host.exec(['journalctl', '--user', '-u', UNIT, '-n', '30', '--no-pager'])).stdout;
const control = async (verb: string, ...args: string[]) => {
  const answer = await host.shimJson(['gateway', verb, ...args, '--json']);
  if (answer.exitCode !== 0) console.error(await journal());
  return answer;
};

describe('a home folder with a strange name', () => {
  test('install: it runs, answers, and keeps its files at home', async () => {
    expect(await control('install')).toMatchObject({ exitCode: 0, json: { ok: true, result: 'installed' } });
    const report = await host.status();
    expect(report).toMatchObject({
      state: 'running',
      probe: 'ok',
      definitionPath: `${HOME}/.config/systemd/user/${UNIT}`,
      configPath: { cli: `${HOME}/.openclaw/openclaw.json`, service: `${HOME}/.openclaw/openclaw.json` },
      statePath: { cli: `${HOME}/.openclaw`, service: `${HOME}/.openclaw` },
      verdict: { level: 'healthy' },
      diagnoses: [],
    });
    const environment = await host.run(['sh', '-c', 'tr "\\0" "\\n" < /proc/$1/environ', 'sh', String(report.pid)]);
    expect(environment.split('\n')).toContain(`HOME=${HOME}`);
    // Nothing was written beside the home folder by a part that lost the rest of its name.
    expect((await host.run(['ls', '-A', '/home'], { root: true })).trim().split('\n')).not.toContain('100%');
  });

  test('openclaw tells the same story', async () => {
    const theirs = await host.openclawStatus();
    expect.soft(theirs.service.loaded).toBe(true);
    expect.soft(theirs.service.runtime).toMatchObject({ status: 'running', pid: (await host.status()).pid });
    expect.soft(theirs.rpc?.ok).toBe(true);
    expect.soft(theirs.service.configAudit?.issues).toEqual([]);
  });

  test('installing again finds nothing to change', async () => {
    expect(await control('install')).toMatchObject({ json: { result: 'already-installed', changed: false } });
    const { json } = await host.shimJson(['gateway', 'install', '--force', '--dry-run', '--json']);
    expect(json).toMatchObject({ plan: { files: [{ change: 'unchanged' }] } });
  });

  test('restart, kill -9, stop, start', async () => {
    const first = (await host.status()).pid;
    expect(await control('restart')).toMatchObject({ exitCode: 0, json: { result: 'restarted' } });
    const second = (await host.status()).pid;
    expect(second).not.toBe(first);
    await host.run(['kill', '-9', String(second)]);
    await expect
      .poll(async () => (await host.status()).verdict.level, { timeout: 90_000, interval: 1_000 })
      .toBe('healthy');
    expect((await host.status()).pid).not.toBe(second);
    expect(await control('stop')).toMatchObject({ exitCode: 0, json: { result: 'stopped' } });
    expect((await host.exec(['systemctl', '--user', 'is-active', UNIT])).stdout.trim()).toBe('inactive');
  });

  test('the logs are found', async () => {
    expect((await host.shim(['logs', '--lines', '200'])).stdout).toContain('ready');
  });
});

describe('a configuration that the gateway refuses', () => {
  const edit = (script: string) => host.run(['/usr/local/bin/node', '-e', script, `${HOME}/.openclaw/openclaw.json`]);
  let good = '';

  test('start fails with the last exit in words and the last lines of the log', async () => {
    good = await host.run(['cat', `${HOME}/.openclaw/openclaw.json`]);
    await edit(
      'const fs=require("fs"),p=process.argv[1],c=JSON.parse(fs.readFileSync(p));c.gateway.noSuchSetting=true;fs.writeFileSync(p,JSON.stringify(c))',
    );
    const { exitCode, json } = await host.shimJson(['gateway', 'start', '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 1,
      json: { ok: false, error: { code: 'start-failed', message: expect.stringContaining('78: the configuration') } },
    });
    const details = JSON.stringify((json as { error: { details: string[] } }).error.details);
    expect(details).toContain('noSuchSetting');
    const report = await host.status();
    expect(report).toMatchObject({
      state: 'crashed',
      runtime: 'stopped',
      lastExit: { code: 78 },
      verdict: { level: 'failed' },
    });
    expect(report.diagnoses[0]).toMatchObject({ code: 'config-refused', severity: 'error' });
    expect(JSON.stringify(report.diagnoses[0])).toContain('openclaw.json');
    expect((await host.shim(['gateway', 'status', '--check'])).exitCode).toBe(3);
  });

  test('a file that is no JSON at all is the headline before it is started', async () => {
    await host.run(['tee', `${HOME}/.openclaw/openclaw.json`], { input: '{ "gateway": ' });
    const report = await host.status();
    expect(report.diagnoses[0]).toMatchObject({ code: 'config-invalid', severity: 'error' });
  });

  test('with the configuration mended, start works', async () => {
    await host.run(['tee', `${HOME}/.openclaw/openclaw.json`], { input: good });
    expect(await control('start')).toMatchObject({ exitCode: 0, json: { result: 'started' } });
    expect((await host.status()).verdict.level).toBe('healthy');
  });

  test('a secret in the environment that the gateway does not know: degraded, and said whose it is', async () => {
    const env = { OPENCLAW_GATEWAY_TOKEN: 'another-secret-5b1d' };
    const { stdout } = await host.shim(['gateway', 'status', '--json'], { env });
    const report = statusReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ runtime: 'running', probe: 'failed', probeDetail: { code: 'auth-mismatch' } });
    expect(report.verdict).toMatchObject({ level: 'degraded', code: 'verdict.tokenRefused' });
    expect(report.diagnoses[0]).toMatchObject({ code: 'auth-mismatch' });
    expect(report.auth.source).toContain('OPENCLAW_GATEWAY_TOKEN');
    expect(stdout).not.toContain('another-secret-5b1d');
    expect((await host.shim(['gateway', 'status', '--check'], { env })).exitCode).toBe(1);
  });

  test('uninstall: nothing of ours is left, the data stays', async () => {
    expect(await control('uninstall')).toMatchObject({ exitCode: 0, json: { result: 'uninstalled' } });
    const left = await host.run([
      'sh',
      '-c',
      'find ~/.config -iname "*openclaw-gateway*"; ls ~/.openclaw/openclaw.json',
    ]);
    expect(left.trim()).toBe(`${HOME}/.openclaw/openclaw.json`);
  });
});
