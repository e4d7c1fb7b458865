import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkLiveness } from './http-checks.ts';
import { capturedAnswers, frames, playGateway, type Request, socketServer, tcpServer } from './testing.ts';
import { expectAllClosed, probe, use } from './testing-probe.ts';

describe('what is no gateway', () => {
  test('nothing there', async () => {
    const server = await use(tcpServer(() => {}));
    await server.stop();
    expect((await probe(server)).detail).toMatchObject({ code: 'refused', phase: 'connect' });
  });

  test('an address that does not exist, a name that does not resolve, an address that is none', async () => {
    const cases = [
      ['ws://nowhere.invalid:1', 'resolve'],
      ['http://127.0.0.1:1', 'resolve'],
      ['not an address', 'resolve'],
    ] as const;
    for (const [url, phase] of cases) {
      const { detail } = await probe({ port: 0 }, { timeoutMs: 3000, http: true }, { url });
      expect(detail.phase, url).toBe(phase);
      expect(['unreachable', 'timeout'], url).toContain(detail.code);
    }
  });

  test('silence after the TCP connection', async () => {
    const server = await use(tcpServer(() => {}));
    const began = performance.now();
    const { detail } = await probe(server, { timeoutMs: 300, http: true });
    expect(detail).toMatchObject({ code: 'timeout', phase: 'upgrade', liveness: null, readiness: null });
    expect(performance.now() - began).toBeLessThan(1000);
    await expectAllClosed(server);
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'not-a-gateway', 'it sent: SSH-2.0-OpenSSH_9.2'],
    [
      'HTTP/1.1 200 OK\r\nServer: nginx/1.24\r\nContent-Length: 2\r\n\r\nhi',
      'not-a-gateway',
      'HTTP 200 OK (server: nginx/1.24)',
    ],
    [`HTTP/1.1 500 ${'x'.repeat(3000)}\r\nContent-Length: 0\r\n\r\n`, 'not-a-gateway', 'HTTP 500 xxx'],
    [
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
      'not-a-gateway',
      'Sec-WebSocket-Accept',
    ],
    ['', 'closed', 'without an answer'],
  ] as const)('a server that answers %j', async (answer, code, words) => {
    const server = await use(
      tcpServer((socket) => {
        socket.once('data', () => socket.end(answer));
      }),
    );
    const { detail } = await probe(server);
    expect(detail).toMatchObject({ code, phase: 'upgrade' });
    expect(detail.message).toContain(words);
    expect(detail.message?.length).toBeLessThan(220);
    await expectAllClosed(server);
  });

  test.each([
    ['hello there', 'not-a-gateway'],
    ['{"type":"welcome"}', 'not-a-gateway'],
    [JSON.stringify(frames.tick), 'not-a-gateway'],
    [JSON.stringify(frames.shutdownStop), 'stopping'],
  ])('a WebSocket server that starts with %s', async (first, code) => {
    const server = await use(socketServer((ws) => ws.send(first)));
    expect((await probe(server)).detail).toMatchObject({ code, phase: 'challenge' });
    await expectAllClosed(server);
  });

  test('a WebSocket server that says nothing', async () => {
    const server = await use(socketServer(() => {}));
    const { detail } = await probe(server, { timeoutMs: 200 });
    expect(detail).toMatchObject({ code: 'timeout', phase: 'challenge' });
    await expectAllClosed(server);
  });

  test('a gateway that never answers connect, and one that answers with something else', async () => {
    const mute = await use(socketServer((ws) => playGateway(ws, () => null)));
    expect((await probe(mute, { timeoutMs: 200 })).detail).toMatchObject({ code: 'timeout', phase: 'hello' });
    const odd = await use(socketServer((ws) => playGateway(ws, () => ({ type: 'res', ok: true, payload: { a: 1 } }))));
    expect((await probe(odd)).detail).toMatchObject({ code: 'bad-frame', phase: 'hello' });
    const garbled = await use(
      socketServer((ws) =>
        playGateway(ws, () => {
          ws.send('{broken');
          return null;
        }),
      ),
    );
    expect((await probe(garbled)).detail).toMatchObject({ code: 'bad-frame', phase: 'hello' });
  });

  test('a frame of 100 MB is refused by its header, before its content is here', async () => {
    let sent = 0;
    const server = await use(
      tcpServer((socket) => {
        socket.once('data', (data) => {
          const key = /sec-websocket-key: (\S+)/i.exec(String(data))?.[1] ?? '';
          // RFC 6455, sections 1.3 (accept) and 5.2 (frame header with a 64-bit length).
          const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
          socket.write(
            `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
          );
          const header = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
          header.writeBigUInt64BE(BigInt(100 * 1024 * 1024), 2);
          socket.write(header);
          const piece = Buffer.alloc(256 * 1024, 0x20);
          const pump = () => {
            if (socket.destroyed) return;
            sent += piece.length;
            if (socket.write(piece)) setImmediate(pump);
            else socket.once('drain', pump);
          };
          pump();
        });
      }),
    );
    expect((await probe(server)).detail.code).toBe('frame-too-large');
    await expectAllClosed(server);
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });
});

describe('TLS', () => {
  const pem = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), 'utf8');
  const tls = { key: pem('test-only-key.pem'), cert: pem('test-only-cert.pem') };
  const pin = new X509Certificate(tls.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  const http = { '/healthz': { status: 200, body: '{"ok":true,"status":"live"}' } };
  const secure = (requests: Request[] = []) =>
    use(
      socketServer(
        (ws) =>
          playGateway(ws, (request) => {
            requests.push(request);
            return capturedAnswers(request, frames.helloPassword);
          }),
        { tls, http },
      ),
    );

  test('the pinned certificate is accepted, with or without colons', async () => {
    const server = await secure();
    const url = `wss://localhost:${server.port}`;
    for (const tlsFingerprint of [pin, new X509Certificate(tls.cert).fingerprint256]) {
      const { detail } = await probe(server, { http: true, timeoutMs: 3000 }, { url, tlsFingerprint });
      expect(detail).toMatchObject({ code: 'ok', authMethod: 'password', liveness: { ok: true } });
    }
    await expectAllClosed(server);
  });

  test('the HTTP checks take the address in either form', async () => {
    const server = await secure();
    for (const scheme of ['wss', 'https']) {
      const answer = await checkLiveness(
        new URL(`${scheme}://127.0.0.1:${server.port}`),
        pin,
        AbortSignal.timeout(2000),
      );
      expect(answer, scheme).toMatchObject({ status: 200, ok: true });
    }
  });

  test.each([
    ['another pin', 'ab'.repeat(32)],
    ['an empty pin', ''],
    ['no pin: the certificate is self-signed', null],
  ])('%s: refused before anything is said', async (_name, tlsFingerprint) => {
    const requests: Request[] = [];
    const server = await secure(requests);
    const url = `wss://127.0.0.1:${server.port}`;
    const { detail } = await probe(server, { http: true }, { url, tlsFingerprint });
    expect(detail).toMatchObject({ code: 'tls-failed', phase: 'connect', liveness: null });
    expect(requests).toEqual([]);
    await expectAllClosed(server);
  });

  test('wss to a port without TLS, and ws to one with it', async () => {
    const plain = await use(socketServer((ws) => playGateway(ws, capturedAnswers)));
    const url = `wss://127.0.0.1:${plain.port}`;
    expect((await probe(plain, {}, { url, tlsFingerprint: pin })).detail.code).toBe('tls-failed');
    const { detail } = await probe(await secure());
    expect(['closed', 'not-a-gateway']).toContain(detail.code);
  });
});
