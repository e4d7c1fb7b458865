/** Whatever listens on the port, status comes back within its timeout and says what it was. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { makeScratch, type Scratch } from './shim.ts';

const TIMEOUT_MS = 2_000;
/** Start of the process and the supervisor's answer, on a loaded machine. */
const SLACK_MS = 6_000;
let scratch: Scratch;

beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => scratch.remove());

async function probeOf(port: number): Promise<{ code: string; phase: string; message: string }> {
  const began = performance.now();
  const result = await scratch.shim(['gateway', 'status', '--json', '--timeout', String(TIMEOUT_MS)], {
    env: { OPENCLAW_GATEWAY_PORT: String(port) },
  });
  expect(performance.now() - began).toBeLessThan(TIMEOUT_MS + SLACK_MS);
  expect(result.code).toBe(0);
  const report = JSON.parse(result.stdout);
  expect(report.probe).toBe('failed');
  return report.probeDetail;
}

async function withServer(server: Server, work: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // The other side hangs up when it has seen enough.
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    await work(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe('what a port can hold instead of a healthy gateway', () => {
  test('a server that accepts and stays silent', () =>
    withServer(createServer(), async (port) => {
      expect(await probeOf(port)).toMatchObject({ code: 'timeout', phase: 'upgrade' });
    }));

  test('garbage', () =>
    withServer(
      createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')),
      async (port) => {
        expect(await probeOf(port)).toMatchObject({ code: 'not-a-gateway' });
      },
    ));

  test('plain HTTP only', () =>
    withServer(
      createHttpServer((_, response) => response.end('hello')),
      async (port) => {
        const detail = await probeOf(port);
        expect(detail).toMatchObject({ code: 'not-a-gateway' });
        expect(detail.message).toMatch(/HTTP|200/);
      },
    ));

  test('a frame of 100 MB', async () => {
    const http = createHttpServer();
    const wss = new WebSocketServer({ server: http });
    wss.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.send(Buffer.alloc(100 * 1024 * 1024, 0x20), { binary: false });
    });
    await withServer(http, async (port) => {
      expect(await probeOf(port)).toMatchObject({ code: 'frame-too-large' });
    });
    wss.close();
  });

  test('nothing at all', async () => {
    const server = createServer();
    let port = 0;
    await withServer(server, async (used) => {
      port = used;
    });
    expect(await probeOf(port)).toMatchObject({ code: 'refused', phase: 'connect' });
  });
});
