/** `doctor`, its cures and `restart --force` on the demo gateway under the built-in supervisor: seen to break, cured, seen to be well. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/main/system/testing-port.ts';
import { makeDemoPackage } from '../demo-gateway/package.ts';
import { errorOf, makeScratch, type Scratch } from './shim.ts';

let scratch: Scratch;
let root = '';
let entry = '';
let port = 0;
let config = '';

beforeAll(async () => {
  scratch = await makeScratch();
  ({ root, entry } = await makeDemoPackage(join(scratch.dir, 'demo')));
  port = await freePort();
  config = join(scratch.home, '.openclaw', 'openclaw.json');
  const installed = await shim(
    'gateway',
    'install',
    '--supervisor',
    'embedded',
    '--entry',
    root,
    '--port',
    String(port),
    '--json',
  );
  expect(installed).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await shim('gateway', 'uninstall', '--json');
  await scratch.remove();
});

const shim = (...args: string[]) => scratch.shim(args, { env: { OPENCLAW_TRAY_SUPERVISOR: 'embedded' } });
const doctor = async () => {
  const { code, stdout } = await shim('doctor', '--json');
  const { diagnoses, headline, notFoundOut } = JSON.parse(stdout);
  return { code, headline, codes: diagnoses.map((each: { code: string }) => each.code), diagnoses, notFoundOut };
};
const fix = (rule: string, ...more: string[]) => shim('doctor', '--fix', rule, ...more);
/** A temporary folder is where this test installs, so that one notice is true here. */
const WELL = { code: 0, headline: null, codes: ['program-in-temporary-folder'], notFoundOut: [] };
const status = async () => JSON.parse((await shim('gateway', 'status', '--json')).stdout);

test('nothing is wrong, and what could not be cured is said', async () => {
  expect(await doctor()).toMatchObject(WELL);
  expect((await shim('doctor')).stdout).toMatch(/is healthy\n\nNothing is broken\.\n\nAlso noticed/);
  expect(await fix('stopped', '--yes', '--json')).toMatchObject({ code: 0 });
  const unknown = await fix('no-such-rule', '--yes', '--json');
  expect({ code: unknown.code, error: errorOf(unknown) }).toMatchObject({ code: 2, error: { code: 'invalid-option' } });
  const advice = await fix('program-in-temporary-folder', '--yes', '--json');
  expect({ code: advice.code, error: errorOf(advice) }).toMatchObject({
    code: 1,
    error: { code: 'not-supported', hint: expect.stringContaining('Install OpenClaw') },
  });
});

describe('a cure is shown first, carried out when it is agreed to, and checked', () => {
  test('stopped', async () => {
    await shim('gateway', 'stop', '--json');
    const before = await scratch.tree();
    const planned = await fix('stopped', '--dry-run', '--json');
    expect({ code: planned.code, repair: JSON.parse(planned.stdout).repair }).toMatchObject({
      code: 0,
      repair: { rule: 'stopped', steps: [expect.stringContaining('Start')] },
    });
    const refused = await fix('stopped', '--json');
    expect({ code: refused.code, error: errorOf(refused) }).toMatchObject({
      code: 2,
      error: { code: 'needs-confirmation' },
    });
    expect(await status()).toMatchObject({ state: 'stopped' });
    expect(before.length).toBeGreaterThan(0);
    const cured = await fix('stopped', '--yes', '--json');
    expect({ code: cured.code, result: JSON.parse(cured.stdout) }).toMatchObject({
      code: 0,
      result: { ok: true, report: { probe: 'ok' } },
    });
    expect(await doctor()).toMatchObject(WELL);
  });

  test('a configuration that others can read', async () => {
    await chmod(config, 0o644);
    expect(await doctor()).toMatchObject({ code: 1, headline: 'config-exposed' });
    const shown = await fix('config-exposed', '--dry-run');
    expect(shown.stdout).toContain(`chmod 600 ${config}`);
    expect((await stat(config)).mode & 0o777).toBe(0o644);
    expect(await fix('config-exposed', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is cured'),
    });
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    expect(await doctor()).toMatchObject(WELL);
  });

  test('a program that is gone: the cure cannot help while it is not there, and does when it is', async () => {
    const away = `${entry}.away`;
    await rename(entry, away);
    try {
      const found = await doctor();
      expect(found).toMatchObject({ code: 1, headline: 'program-gone' });
      const failed = await fix('program-gone', '--yes', '--json');
      expect(failed.code).toBe(1);
      expect(errorOf(failed).code).toBe('entry-not-found');
    } finally {
      await rename(away, entry);
    }
    expect(await doctor()).toMatchObject(WELL);
  });

  test('a configuration with a syntax error is the headline, and nothing is done to it', async () => {
    const good = await readFile(config, 'utf8');
    await writeFile(config, '{ "gateway": { ');
    const found = await doctor();
    expect(found).toMatchObject({ code: 1, headline: 'config-invalid' });
    expect(await fix('config-invalid', '--yes', '--json')).toMatchObject({ code: 1 });
    expect(await readFile(config, 'utf8')).toBe('{ "gateway": { ');
    await writeFile(config, good);
    await chmod(config, 0o600);
    expect(await doctor()).toMatchObject(WELL);
  });

  test('a token that was changed behind its back: refused, restarted, well', async () => {
    const good = await readFile(config, 'utf8');
    const changed = good.replace(/"token":\s*"[0-9a-f]+"/, '"token": "another-token-4711"');
    expect(changed).not.toBe(good);
    await writeFile(config, changed);
    expect(await doctor()).toMatchObject({ code: 1, headline: 'auth-mismatch' });
    expect(await fix('auth-mismatch', '--yes', '--json')).toMatchObject({ code: 0 });
    expect(await doctor()).toMatchObject(WELL);
  });
});

describe('the port is held', () => {
  test('by another program: it is left alone, and the service can move', async () => {
    await shim('gateway', 'stop', '--json');
    const server = await listen(port);
    try {
      const found = await doctor();
      expect(found).toMatchObject({ code: 1, headline: 'port-taken' });
      expect(found.diagnoses[0].fix).toMatchObject({ action: 'move-port' });
      const forced = await shim('gateway', 'restart', '--force', '--yes', '--json');
      expect({ code: forced.code, error: errorOf(forced) }).toMatchObject({
        code: 6,
        error: { code: 'port-in-use', hint: expect.stringMatching(/--port \d+/) },
      });
      expect(server.listening).toBe(true);
      const moved = await fix('port-taken', '--yes', '--json');
      expect(moved).toMatchObject({ code: 0 });
      const after = await status();
      expect(after).toMatchObject({ probe: 'ok', portSource: 'service' });
      expect(after.port).not.toBe(port);
      expect(JSON.parse(await readFile(config, 'utf8')).gateway.port).toBe(after.port);
      expect(await doctor()).toMatchObject(WELL);
      port = after.port;
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('by a gateway of this profile that was started by hand: it is ended, and the service runs', async () => {
    await shim('gateway', 'stop', '--json');
    const stray = startByHand({ OPENCLAW_STATE_DIR: join(scratch.home, '.openclaw') });
    const ended = new Promise((resolve) => stray.once('exit', resolve));
    await untilHeld();
    const found = await doctor();
    expect(found.headline).toBe('unmanaged-gateway');
    expect(found.diagnoses[0].fix).toMatchObject({ action: 'free-port' });
    const planned = await fix('unmanaged-gateway', '--dry-run', '--json');
    expect(JSON.parse(planned.stdout).repair.steps[0]).toContain(`pid ${stray.pid}`);
    const forced = await shim('gateway', 'restart', '--force', '--json');
    expect(forced).toMatchObject({ code: 0, stderr: expect.stringContaining(`pid ${stray.pid}`) });
    await ended;
    expect(await status()).toMatchObject({ probe: 'ok', portOwner: { own: true } });
    expect(await doctor()).toMatchObject(WELL);
  });

  test('by the gateway of another profile: never ended', async () => {
    await shim('gateway', 'stop', '--json');
    const stray = startByHand({ OPENCLAW_STATE_DIR: join(scratch.home, '.openclaw-work') });
    try {
      await untilHeld();
      const found = await doctor();
      const rule = found.codes.find((code: string) => code === 'port-held-by-profile' || code === 'unmanaged-gateway');
      expect(rule).toBeDefined();
      const forced = await shim('gateway', 'restart', '--force', '--yes', '--json');
      expect({ code: forced.code, error: errorOf(forced) }).toMatchObject({ code: 6, error: { code: 'port-in-use' } });
      expect(stray.exitCode).toBeNull();
    } finally {
      stray.kill('SIGKILL');
      await new Promise((resolve) => stray.once('exit', resolve));
    }
    expect(await shim('gateway', 'start', '--json')).toMatchObject({ code: 0 });
  });
});

test('selftest names the tools that are here and what a missing one costs', async () => {
  const { code, stdout } = await shim('selftest', '--json');
  const report = JSON.parse(stdout);
  expect({ code, ok: report.ok }).toEqual({ code: 0, ok: true });
  expect(report.supervisors).toContainEqual(expect.objectContaining({ kind: 'embedded', available: true }));
  const node = report.tools.find((tool: { name: string }) => tool.name === 'node');
  expect(node).toMatchObject({
    path: expect.stringMatching(/node$/),
    version: expect.stringMatching(/^v\d+/),
    problem: null,
  });
  // The home of these specs is no desktop session: said as what it is, and nothing that a service would need.
  expect(report.tray).toMatchObject(process.platform === 'linux' ? { state: 'absent', why: 'no-bus' } : {});
});

function startByHand(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [entry, 'gateway', '--port', String(port)], {
    env: { HOME: scratch.home, OPENCLAW_CONFIG_PATH: config, ...env },
    stdio: 'ignore',
  });
}

async function untilHeld(): Promise<void> {
  await expect.poll(async () => (await status()).portOwner.owner, { timeout: 15_000 }).toBe('process');
}

function listen(where: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.resume().end('hello\r\n'));
    server.once('error', reject);
    server.listen(where, '127.0.0.1', () => resolve(server));
  });
}
