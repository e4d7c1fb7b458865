import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { HealthSnapshot } from '../../shared/health.ts';
import { type HoldDown, holdConnection } from './hold.ts';
import { capturedAnswers, frames, playGateway, socketServer, type TestServer, tcpServer } from './testing.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const helloWithTick = (tickIntervalMs: number) => ({
  ...frames.helloToken,
  payload: { ...frames.helloToken.payload, policy: { tickIntervalMs } },
});

/** A gateway with a tick of `tickIntervalMs` that hands its socket to the test once hello is said. */
async function gateway(tickIntervalMs: number, nodes: () => object[] = () => []) {
  const sockets: WebSocket[] = [];
  const server = await socketServer((ws) => {
    sockets.push(ws);
    playGateway(ws, (request) =>
      request.method === 'node.list'
        ? { type: 'res', ok: true, payload: { ts: 1, nodes: nodes() } }
        : capturedAnswers(request, helloWithTick(tickIntervalMs)),
    );
  });
  servers.push(server);
  return { server, send: (frame: object) => sockets.at(-1)?.send(JSON.stringify(frame)), sockets };
}

function hold(port: number) {
  const seen = {
    hellos: 0,
    first: null as HealthSnapshot | null,
    health: [] as HealthSnapshot[],
    shutdowns: [] as (number | null)[],
    downs: [] as HoldDown[],
  };
  const held = holdConnection(
    {
      url: `ws://127.0.0.1:${port}`,
      credentials: { token: 'x', password: null, source: null, problem: null },
      tlsFingerprint: null,
    },
    {
      onHello(_detail, health) {
        seen.hellos += 1;
        seen.first = health;
      },
      onHealth: (health) => seen.health.push(health),
      onShutdown: ({ restartExpectedMs }) => seen.shutdowns.push(restartExpectedMs),
      onDown: (down) => seen.downs.push(down),
    },
    { identity: { version: '0.0.0', displayName: 'test' }, handshakeTimeoutMs: 500 },
  );
  return { seen, held };
}

test('health events become snapshots with their counters and a running uptime', async () => {
  const { server, send } = await gateway(30_000);
  const { seen, held } = hold(server.port);
  await expect.poll(() => seen.hellos).toBe(1);
  expect(seen.first).toMatchObject({ stateVersion: { presence: 1, health: 2 }, nodes: [] });
  send(frames.healthEvent);
  await expect.poll(() => seen.health.length).toBe(1);
  expect(seen.health[0]?.stateVersion).toEqual({ presence: 1, health: 3 });
  expect(seen.health[0]?.uptimeMs).toBeGreaterThan(seen.first?.uptimeMs ?? Number.NaN);
  expect(seen.health[0]?.nodes).toEqual([]);
  await held.close();
  await expect.poll(() => server.sockets()).toBe(0);
  expect(seen.downs).toEqual([]);
});

test('a thousand health events at once: a few snapshots, the last one is the newest', async () => {
  const { server, send } = await gateway(30_000);
  const { seen, held } = hold(server.port);
  await expect.poll(() => seen.hellos).toBe(1);
  for (let version = 10; version < 1010; version += 1) {
    send({ ...frames.healthEvent, stateVersion: { presence: 1, health: version } });
  }
  await expect.poll(() => seen.health.at(-1)?.stateVersion?.health).toBe(1009);
  expect(seen.health.length).toBeLessThan(10);
  await held.close();
});

test('presence news make it read the nodes again', async () => {
  let nodes: object[] = [];
  const { server, send } = await gateway(30_000, () => nodes);
  const { seen, held } = hold(server.port);
  await expect.poll(() => seen.hellos).toBe(1);
  nodes = [{ nodeId: 'n1', connected: true }];
  send({ type: 'event', event: 'presence', payload: { presence: [] }, stateVersion: { presence: 2, health: 2 } });
  await expect.poll(() => seen.health.at(-1)?.nodes).toMatchObject([{ id: 'n1', online: true }]);
  await held.close();
});

test('silence for two ticks is the end; ticks keep it alive', async () => {
  const { server, send } = await gateway(100);
  const { seen } = hold(server.port);
  await expect.poll(() => seen.hellos).toBe(1);
  for (let count = 0; count < 6; count += 1) {
    send(frames.tick);
    await new Promise((resolve) => setTimeout(resolve, 90));
  }
  expect(seen.downs).toEqual([]);
  await expect.poll(() => seen.downs.length).toBe(1);
  expect(seen.downs[0]).toMatchObject({
    code: 'timeout',
    announced: false,
    detail: { code: 'timeout', phase: 'read' },
  });
  await expect.poll(() => server.sockets()).toBe(0);
});

test('an announced restart, and a connection that just breaks', async () => {
  const restarting = await gateway(30_000);
  const first = hold(restarting.server.port);
  await expect.poll(() => first.seen.hellos).toBe(1);
  restarting.send(frames.shutdownRestart);
  restarting.sockets.at(-1)?.close(1012, 'service restart');
  await expect.poll(() => first.seen.downs.length).toBe(1);
  expect(first.seen.shutdowns).toEqual([1500]);
  expect(first.seen.downs[0]).toMatchObject({ code: 'stopping', closeCode: 1012, announced: true });

  const breaking = await gateway(30_000);
  const second = hold(breaking.server.port);
  await expect.poll(() => second.seen.hellos).toBe(1);
  breaking.sockets.at(-1)?.terminate();
  await expect.poll(() => second.seen.downs.length).toBe(1);
  expect(second.seen.downs[0]).toMatchObject({ code: 'closed', announced: false });
});

test('a handshake that never happens is one down and no hello', async () => {
  const server = await tcpServer(() => {});
  servers.push(server);
  const { seen } = hold(server.port);
  await expect.poll(() => seen.downs.length, { timeout: 2000 }).toBe(1);
  expect(seen.downs[0]?.detail).toMatchObject({ code: 'timeout', phase: 'upgrade' });
  expect(seen.hellos).toBe(0);
  await expect.poll(() => server.sockets()).toBe(0);
});

test('close during the handshake: silence, and the socket is gone', async () => {
  const server = await tcpServer(() => {});
  servers.push(server);
  const { seen, held } = hold(server.port);
  await expect.poll(() => server.sockets()).toBe(1);
  await held.close();
  await expect.poll(() => server.sockets()).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(seen.downs).toEqual([]);
});
