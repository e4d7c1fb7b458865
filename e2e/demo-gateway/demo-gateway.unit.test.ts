import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import captured from '../../src/main/gateway/__fixtures__/captured-frames.json' with { type: 'json' };
import { holdConnection } from '../../src/main/gateway/hold.ts';
import { ownIdentity } from '../../src/main/gateway/identity.ts';
import { createProber } from '../../src/main/gateway/probe.ts';
import { makeDemoPackage } from './package.ts';
import { type DemoRun, type DemoStart, startDemoGateway } from './start.ts';

const probeGateway = createProber(ownIdentity('0.0.0'));

let folder = '';
let entry = '';
let count = 0;
const runs: DemoRun[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  ({ entry } = await makeDemoPackage(folder));
});
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(options: Partial<DemoStart> = {}): Promise<DemoRun> {
  const run = await startDemoGateway({ entry, dir: join(folder, `run-${count++}`), ...options });
  runs.push(run);
  return run;
}

const credentials = (token: string | null, password: string | null = null) => ({
  token,
  password,
  source: null,
  problem: null,
});
const target = (run: DemoRun, token: string | null = run.token) => ({
  url: run.url,
  credentials: credentials(token),
  tlsFingerprint: null,
});
const full = { timeoutMs: 4000, health: true, http: true };

/** Every path of `value`, arrays and their elements left out. */
function paths(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
  return Object.entries(value).flatMap(([key, each]) => paths(each, at === '' ? key : `${at}.${key}`));
}

interface Frame {
  readonly id?: string;
  readonly ok?: boolean;
  readonly error?: object;
  readonly payload?: Record<string, unknown>;
}

/** Sends the requests one after the other on one socket; the answers by id, and how it was closed. */
function talk(url: string, requests: readonly object[], headers: Record<string, string> = {}) {
  return new Promise<{ frames: Frame[]; close: { code: number; reason: string } }>((resolve, reject) => {
    const ws = new WebSocket(url, { perMessageDeflate: false, headers });
    const frames: Frame[] = [];
    const queue = [...requests];
    ws.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as Frame;
      frames.push(frame);
      const next = queue.shift();
      if (next !== undefined) ws.send(JSON.stringify(next));
      else if (frame.id !== undefined && frame.ok) ws.close(1000);
    });
    ws.on('close', (code, reason) => resolve({ frames, close: { code, reason: reason.toString() } }));
    ws.on('error', reject);
  });
}

const connect = (params: object = {}) => ({
  type: 'req',
  id: 'r1',
  method: 'connect',
  params: {
    minProtocol: 4,
    maxProtocol: 4,
    client: { id: 'gateway-client', version: '0.1.0', platform: 'linux', mode: 'backend' },
    role: 'operator',
    scopes: ['operator.read'],
    auth: { token: 'demo-token-4711' },
    ...params,
  },
});
const request = (id: string, method: string) => ({ type: 'req', id, method, params: {} });

describe('against the captured traffic', () => {
  test('hello-ok has every field of the recorded one that we read', async () => {
    const run = await start();
    const { frames } = await talk(run.url, [connect()]);
    const recorded = captured.frames.helloToken.payload;
    const hello = frames.find((frame) => frame.id === 'r1')?.payload ?? {};
    const ours = new Set(paths(hello));
    const health = paths(recorded.snapshot.health, 'snapshot.health');
    const needed = [
      'type',
      'protocol',
      'server.version',
      'server.bootId',
      'features.methods',
      'features.events',
      'snapshot.stateVersion.presence',
      'snapshot.stateVersion.health',
      'snapshot.uptimeMs',
      'auth.method',
      'auth.role',
      'auth.scopes',
      'policy.tickIntervalMs',
      'policy.maxPayload',
    ];
    for (const path of needed) expect(paths(recorded), path).toContain(path);
    const emptyRecords = /channels$|channelLabels$/;
    const wanted = [...needed, ...health.filter((path) => !emptyRecords.test(path) && !path.includes('cpuBreakdown'))];
    expect(wanted.filter((path) => !ours.has(path))).toEqual([]);
  });

  test('answers of the reads have the recorded keys that we use', async () => {
    const run = await start();
    const { frames } = await talk(run.url, [
      connect(),
      request('r2', 'system.info'),
      request('r3', 'node.list'),
      request('r4', 'status'),
    ]);
    // The first event after hello advances the queue too, so look answers up by id.
    const answer = (id: string) => frames.find((frame) => frame.id === id)?.payload ?? {};
    const recorded = captured.frames;
    for (const key of ['hostname', 'port', 'nodeVersion', 'pid', 'uptimeMs']) {
      expect(Object.keys(recorded.systemInfoResponse.payload)).toContain(key);
      expect(Object.keys(answer('r2'))).toContain(key);
    }
    expect(Object.keys(answer('r3')).sort()).toEqual(Object.keys(recorded.nodeListResponse.payload).sort());
  });

  test.each([
    ['tokenMismatch', connect({ auth: { token: 'wrong' } }), captured.frames.errorTokenMismatch],
    ['noAuth', connect({ auth: undefined }), captured.frames.errorNoAuth],
    ['protocol', connect({ minProtocol: 5, maxProtocol: 6 }), captured.frames.errorProtocol],
    [
      'clientId',
      connect({ client: { id: 'my-tray', version: '0.1.0', platform: 'linux', mode: 'backend' } }),
      captured.frames.errorClientId,
    ],
    [
      'extraProperty',
      connect({ client: { id: 'gateway-client', version: '0.1.0', platform: 'linux', mode: 'backend', foo: 1 } }),
      captured.frames.errorExtraProperty,
    ],
    ['notConnect', request('1', 'health'), captured.frames.errorNotConnect],
  ] as const)('refuses %s in the recorded words', async (name, first, recorded) => {
    const run = await start();
    const { frames, close } = await talk(run.url, [first]);
    expect(frames.find((frame) => frame.ok === false)?.error).toEqual(recorded.error);
    expect(close).toEqual(captured.closes[name]);
  });

  test('refuses an Origin header, and a method without its scope, as recorded', async () => {
    const run = await start();
    const origin = await talk(run.url, [connect()], { Origin: 'http://evil.example' });
    const error = origin.frames.find((frame) => frame.ok === false)?.error as { details: { code: string } };
    expect(error.details.code).toBe(captured.frames.errorOrigin.error.details.code);
    const scopeless = talk(run.url, [connect(), request('r9', 'nope.method'), request('r10', 'health')]);
    const forbidden = (await scopeless).frames.find((frame) => frame.id === 'r9');
    expect(forbidden?.error).toEqual(captured.frames.forbiddenResponse.error);
  });
});

describe('probed by our own probe', () => {
  test('the right token: hello, health, nodes, pid and HTTP checks', async () => {
    const run = await start();
    const { ok, detail, health } = await probeGateway(target(run), full);
    expect(ok).toBe(true);
    expect(detail).toMatchObject({
      phase: 'done',
      code: 'ok',
      serverVersion: '2026.9.6-demo',
      authMethod: 'token',
      scopes: ['operator.read'],
      serverPid: run.pid,
      liveness: { status: 200, ok: true },
      readiness: { status: 200, ok: true },
    });
    expect(health).toMatchObject({ ok: true, nodes: [], channels: [], sessions: { stored: 0 }, agents: 1 });
  });

  test.each([
    ['silent', 'timeout', 'upgrade'],
    ['garbage', 'not-a-gateway', 'upgrade'],
    ['http-only', 'not-a-gateway', 'upgrade'],
    ['huge-frame', 'frame-too-large', 'challenge'],
    ['slow-hello', 'timeout', 'hello'],
    ['wrong-protocol', 'protocol-mismatch', 'hello'],
    ['not-ready', 'starting', 'hello'],
  ] as const)('DEMO_MODE=%s is %s in phase %s', async (mode, code, phase) => {
    const run = await start({ mode });
    const { ok, detail } = await probeGateway(target(run), { ...full, timeoutMs: 1500 });
    expect({ ok, code: detail.code, phase: detail.phase }).toEqual({ ok: false, code, phase });
    if (mode === 'not-ready') expect(detail.readiness).toMatchObject({ status: 503, ok: false });
    if (mode === 'http-only') expect(detail.message).toContain('HTTP 404 Not Found (server: demo-web-server)');
    if (mode === 'garbage') expect(detail.message).toContain('SSH-2.0');
  });

  test('slow reads leave their fields empty and do not fail the probe', async () => {
    const run = await start({ mode: 'slow-reads' });
    const { ok, detail, health } = await probeGateway(target(run), { ...full, timeoutMs: 1500 });
    expect(ok).toBe(true);
    expect(detail).toMatchObject({ phase: 'read', code: 'ok', serverPid: null });
    expect(health).toMatchObject({ ok: true, nodes: null });
  });

  test('password mode', async () => {
    const run = await start({ gateway: { auth: { mode: 'password', password: 'pw' } } });
    const probe = (password: string) =>
      probeGateway({ ...target(run), credentials: credentials(null, password) }, full);
    expect((await probe('pw')).detail.authMethod).toBe('password');
    expect((await probe('other')).detail.code).toBe('auth-mismatch');
  });
});

describe('a held connection', () => {
  test('sees health and ticks, then the announced stop; the program ends with 0', async () => {
    const run = await start({ env: { DEMO_TICK_MS: '100', DEMO_HEALTH_MS: '200' } });
    const seen: string[] = [];
    const versions: (number | undefined)[] = [];
    const down = await new Promise<{ code: string; announced: boolean; closeCode: number | null }>((resolve) => {
      holdConnection(
        target(run),
        {
          onHello: (detail) => seen.push(`hello ${detail.serverPid === run.pid}`),
          onHealth(health) {
            versions.push(health.stateVersion?.health);
            if (versions.length === 3) process.kill(run.pid, 'SIGTERM');
          },
          onShutdown: ({ restartExpectedMs }) => seen.push(`shutdown ${restartExpectedMs}`),
          onDown: resolve,
        },
        { identity: { version: '0.0.0', displayName: 'test' }, handshakeTimeoutMs: 3000 },
      );
    });
    expect(seen).toEqual(['hello true', 'shutdown null']);
    expect(versions.at(-1)).toBeGreaterThan(versions[0] ?? Number.NaN);
    expect(down).toMatchObject({ code: 'stopping', announced: true, closeCode: 1012 });
    expect(await run.exited).toBe(0);
    expect(run.output()).toContain('completed cleanly');
  });

  test('an event flood costs little memory, and the connection stays usable', async () => {
    const run = await start({ mode: 'flood' });
    let downs = 0;
    let hellos = 0;
    const before = process.memoryUsage().rss;
    const held = holdConnection(
      target(run),
      { onHello: () => (hellos += 1), onHealth: () => {}, onShutdown: () => {}, onDown: () => (downs += 1) },
      { identity: { version: '0.0.0', displayName: 'test' }, handshakeTimeoutMs: 3000 },
    );
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const grown = process.memoryUsage().rss - before;
    await held.close();
    expect({ hellos, downs }).toEqual({ hellos: 1, downs: 0 });
    expect(grown).toBeLessThan(80 * 1024 * 1024);
  });
});

describe('as a program', () => {
  test('ends with 78 without a configuration mode, for remote mode and on demand', async () => {
    for (const options of [{ gateway: { mode: 'remote' } }, { gateway: { mode: undefined } }, { mode: 'exit-78' }]) {
      const run = await start({ ...options, wait: false });
      expect(await run.exited).toBe(78);
    }
  });

  test('ends with 1 when its port is taken, and when told to crash', async () => {
    const first = await start();
    const second = await start({ port: first.port, wait: false });
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('already listening');
    const crashing = await start({ mode: 'exit-1-after-ms=50', wait: false });
    expect(await crashing.exited).toBe(1);
  });

  test('is laid out as a package with an entry, a launcher and a version', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'node_modules/openclaw/package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: 'openclaw', version: '2026.9.6-demo', bin: { openclaw: 'openclaw.mjs' } });
    expect(await readFile(entry, 'utf8')).not.toMatch(/from "(?!node:)/);
  });

  test('serves the three HTTP checks and refuses other methods', async () => {
    const run = await start();
    const base = `http://127.0.0.1:${run.port}`;
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ ok: true, status: 'live' });
    expect(await (await fetch(`${base}/startupz`)).json()).toMatchObject({ ok: true, status: 'started' });
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ ready: true, failing: [] });
    expect((await fetch(`${base}/healthz`, { method: 'POST' })).status).toBe(405);
  });
});
