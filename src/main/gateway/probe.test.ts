import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { capturedAnswers, closes, frames, playGateway, type Request, socketServer, tcpServer } from './testing.ts';
import { credentials, expectAllClosed, probe, SECRET, use } from './testing-probe.ts';

describe('a gateway that plays captured frames', () => {
  test('one probe: pipelined reads, no health request when hello-ok has it', async () => {
    const asked: Request[] = [];
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, (request) => {
          asked.push(request);
          return capturedAnswers(request);
        }),
      ),
    );
    const { detail, health } = await probe(server);
    expect(detail).toMatchObject({
      phase: 'done',
      code: 'ok',
      message: null,
      serverVersion: '2026.9.6',
      protocol: 4,
      authMethod: 'token',
      scopes: ['operator.read'],
      serverPid: 11106,
      bootId: frames.helloToken.payload.server.bootId,
    });
    expect(detail.latencyMs).toBeGreaterThan(0);
    expect(health).toMatchObject({ ok: true, nodes: [], agents: 1 });
    expect(asked.map((each) => each.method)).toEqual(['connect', 'node.list', 'system.info']);
    expect(asked[0]?.params).toMatchObject({
      minProtocol: 4,
      maxProtocol: 4,
      client: { id: 'gateway-client', mode: 'backend', displayName: 'OpenClaw Tray' },
      role: 'operator',
      scopes: ['operator.read'],
      auth: { token: SECRET },
    });
    await expectAllClosed(server);
  });

  test('sends no Origin, no extension offer, and closes politely', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
    const seen = new Promise<{ origin: unknown; extensions: unknown; code: number }>((resolve) => {
      sockets.on('connection', (ws, request) => {
        const { origin, 'sec-websocket-extensions': extensions } = request.headers;
        ws.on('close', (code) => resolve({ origin, extensions, code }));
        playGateway(ws, capturedAnswers);
      });
    });
    await new Promise((resolve) => sockets.once('listening', resolve));
    await probe({ port: (sockets.address() as { port: number }).port });
    expect(await seen).toEqual({ origin: undefined, extensions: undefined, code: 1000 });
    sockets.close();
  });

  test('asks for health when hello-ok comes without (right after a start)', async () => {
    const server = await use(
      socketServer((ws) => playGateway(ws, (request) => capturedAnswers(request, frames.helloEarlyNoHealth))),
    );
    const { health } = await probe(server);
    expect(health?.channels?.[0]?.id).toBe('telegram');
  });

  test('a refused read leaves its field null; the answers count as read', async () => {
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, (request) =>
          request.method === 'connect' ? capturedAnswers(request) : frames.forbiddenResponse,
        ),
      ),
    );
    const { ok, detail, health } = await probe(server);
    expect(ok).toBe(true);
    expect(detail).toMatchObject({ phase: 'done', serverPid: null });
    expect(health).toMatchObject({ ok: true, nodes: null });
  });

  test('stops at hello-ok when health is not asked for', async () => {
    const asked: string[] = [];
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, (request) => {
          asked.push(request.method);
          return capturedAnswers(request);
        }),
      ),
    );
    const { detail, health } = await probe(server, { health: false });
    expect(detail.code).toBe('ok');
    expect(health).toBeNull();
    expect(asked).toEqual(['connect']);
  });

  test('a connection that breaks during the reads does not undo the hello', async () => {
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, (request) => {
          if (request.method === 'connect') return capturedAnswers(request);
          ws.terminate();
          return null;
        }),
      ),
    );
    const { ok, detail } = await probe(server);
    expect(ok).toBe(true);
    expect(detail.phase).toBe('read');
  });
});

describe('refusals, as captured', () => {
  test.each([
    ['auth-mismatch', SECRET, frames.errorTokenMismatch, closes.tokenMismatch],
    ['auth-required', null, frames.errorNoAuth, closes.noAuth],
    ['pairing-required', SECRET, frames.errorNoAuth, closes.noAuth],
    ['rate-limited', SECRET, frames.errorRateLimited, closes.rateLimited],
    ['protocol-mismatch', SECRET, frames.errorProtocol, closes.protocol],
    ['rejected', SECRET, frames.errorOrigin, closes.clientId],
    [
      'starting',
      SECRET,
      {
        type: 'res',
        ok: false,
        error: {
          code: 'UNAVAILABLE',
          message: 'gateway starting; retry shortly',
          retryable: true,
          retryAfterMs: 500,
          details: { reason: 'startup-sidecars' },
        },
      },
      { code: 1013, reason: 'gateway starting' },
    ],
  ] as const)('%s (secret: %s)', async (code, token, reply, close) => {
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, () => {
          setTimeout(() => ws.close(close.code, close.reason), 3);
          return reply;
        }),
      ),
    );
    const { detail } = await probe(server, {}, { credentials: credentials(token) });
    expect(detail).toMatchObject({ code, phase: 'hello' });
    expect(detail.retryAfterMs).toBe(code === 'rate-limited' ? 7770 : code === 'starting' ? 500 : null);
    await expectAllClosed(server);
  });

  test.each([
    [1013, 'gateway starting', 'starting'],
    [1012, 'service restart', 'stopping'],
    [1008, 'something else', 'rejected'],
    [1000, '', 'closed'],
  ] as const)('closed with %i %s during connect: %s', async (closeCode, reason, code) => {
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, () => {
          ws.close(closeCode, reason);
          return null;
        }),
      ),
    );
    expect((await probe(server)).detail).toMatchObject({ code, phase: 'hello' });
  });

  test('a shutdown notice instead of hello', async () => {
    const server = await use(socketServer((ws) => playGateway(ws, () => frames.shutdownStop)));
    expect((await probe(server)).detail.code).toBe('stopping');
  });

  test('a server that echoes the secret does not get it into the result', async () => {
    const reply = {
      type: 'res',
      ok: false,
      error: { code: 'INVALID_REQUEST', message: `bad token ${SECRET}\u001b[31m` },
    };
    const server = await use(socketServer((ws) => playGateway(ws, () => reply)));
    const { detail } = await probe(server);
    expect(detail.message).toContain('bad token [removed]');
    expect(detail.message).not.toContain('\u001b');
  });

  test.each([
    ['no', 'auth-mismatch', 'The gateway refuses the token or password that is known here.', frames.errorTokenMismatch],
    [
      'token',
      'rejected',
      'The gateway refused the connection: (withheld).',
      { type: 'res', ok: false, error: { code: 'INVALID_REQUEST', message: 'bad token' } },
    ],
  ] as const)('a short secret (%s) is not told by a gap in a sentence', async (token, code, message, reply) => {
    const server = await use(socketServer((ws) => playGateway(ws, () => reply)));
    const { detail } = await probe(server, {}, { credentials: credentials(token) });
    expect(detail).toMatchObject({ code, message });
  });

  test('a close reason that echoes the secret', async () => {
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, () => {
          ws.close(1008, `no entry with ${SECRET}`);
          return null;
        }),
      ),
    );
    const { detail } = await probe(server);
    expect(detail.message).toBe('The gateway refused the connection: no entry with [removed].');
  });

  test('an unresolved secret: the gateway is found, connect is never sent', async () => {
    let requests = 0;
    const server = await use(
      socketServer((ws) =>
        playGateway(ws, () => {
          requests += 1;
          return null;
        }),
      ),
    );
    const problem = 'environment variable X is not set.';
    const { detail } = await probe(server, {}, { credentials: credentials(null, problem) });
    expect(detail).toMatchObject({ code: 'secret-unresolved', phase: 'hello' });
    expect(detail.message).toContain(problem);
    expect(requests).toBe(0);
  });
});

describe('HTTP checks', () => {
  const gateway = (http: Record<string, { status: number; body: string }>) =>
    use(socketServer((ws) => playGateway(ws, capturedAnswers), { http }));

  test("the gateway's own bodies", async () => {
    const server = await gateway({
      '/healthz': { status: 200, body: '{"ok":true,"status":"live"}' },
      '/readyz': { status: 503, body: '{"ready":false,"failing":["startup-sidecars"],"uptimeMs":5}' },
    });
    const { detail } = await probe(server, { http: true });
    expect(detail.liveness).toEqual({ path: '/healthz', status: 200, ok: true, detail: null });
    expect(detail.readiness).toEqual({
      path: '/readyz',
      status: 503,
      ok: false,
      detail: 'Not ready: startup-sidecars.',
    });
    await expectAllClosed(server);
  });

  test('200 with a foreign body, or an endless one, is not ok', async () => {
    const server = await gateway({
      '/healthz': { status: 200, body: '{"status":"UP"}' },
      '/readyz': { status: 200, body: `{"ready":true,"pad":"${'x'.repeat(200_000)}"}` },
    });
    const { detail } = await probe(server, { http: true });
    expect(detail.liveness).toMatchObject({ status: 200, ok: false });
    expect(detail.readiness).toMatchObject({ status: 200, ok: false });
    expect(detail.liveness?.detail).toContain("not the gateway's");
  });

  test('a gateway that answers 503 to the upgrade is not called a foreign program', async () => {
    const server = await use(
      tcpServer((socket) => {
        socket.once('data', (data) => {
          const body = '{"ok":true,"status":"live"}';
          const head = String(data).startsWith('GET /healthz') ? '200 OK' : '503 Service Unavailable';
          socket.end(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
        });
      }),
    );
    expect((await probe(server, { http: true })).detail.code).toBe('rejected');
    expect((await probe(server, { http: false })).detail.code).toBe('not-a-gateway');
  });
});

describe('abort', () => {
  test('rejects with the reason and leaves nothing open', async () => {
    const server = await use(tcpServer(() => {}));
    const controller = new AbortController();
    const running = probe(server, { timeoutMs: 5000, http: true, signal: controller.signal });
    await expect.poll(() => server.sockets()).toBe(3);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expectAllClosed(server);
    await expect(probe(server, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('no timer outlives a probe', async () => {
    const server = await use(socketServer((ws) => playGateway(ws, capturedAnswers)));
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await probe(server, { timeoutMs: 60_000, http: true });
    const before = timers();
    for (let round = 0; round < 20; round += 1) await probe(server, { timeoutMs: 60_000, http: true });
    expect(timers()).toBeLessThanOrEqual(before + 1);
  });
});
