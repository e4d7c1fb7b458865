/**
 * A small program that speaks the OpenClaw gateway's protocol, for demonstrations and tests on machines without OpenClaw.
 * `node dist/index.js gateway --port N`; how it misbehaves: DEMO_MODE (modes.ts). Other variables: DEMO_TICK_MS, DEMO_HEALTH_MS,
 * DEMO_DATA (data.ts). It ends as the real one does: 0 after SIGTERM, 1 when its port is taken, 78 for its configuration.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { readConfig } from './config.ts';
import { converse, type Gateway, type Peer } from './conversation.ts';
import { DEMO_VERSION, healthPayload, readFacts, readyBody } from './data.ts';
import { createLog } from './log.ts';
import { parseModes } from './modes.ts';

const BIND_TRIES = 4;
const BIND_PAUSE_MS = 250;
const argv = process.argv.slice(2);

if (argv.includes('--version')) process.stdout.write(`OpenClaw ${DEMO_VERSION}\n`);
else if (argv.includes('gateway')) await main();
else {
  process.stderr.write('usage: openclaw gateway [--port N]\n');
  process.exitCode = 1;
}

async function main(): Promise<void> {
  process.title = 'openclaw-gateway';
  const modes = parseModes(process.env.DEMO_MODE ?? '');
  const config = readConfig(argv, process.env);
  if ('exitCode' in config || modes.has('exit-78')) {
    process.stderr.write(`${'exitCode' in config ? config.reason : 'Invalid config (demonstration)'}\n`);
    process.exit('exitCode' in config ? config.exitCode : 78);
  }
  const log = createLog(config.logFile);
  log('loading configuration…');
  const started = performance.now();
  const notReadyMs = modes.number('not-ready', Number.POSITIVE_INFINITY);
  const healthMs = Number(process.env.DEMO_HEALTH_MS ?? 60_000);
  const version = { presence: 1, health: 1 };
  const peers = new Set<Peer>();
  const uptimeMs = () => Math.round(performance.now() - started);
  const gateway: Gateway = {
    config,
    modes,
    facts: readFacts(process.env.DEMO_DATA, config.channels),
    bootId: randomUUID(),
    tickIntervalMs: Number(process.env.DEMO_TICK_MS ?? 30_000),
    uptimeMs,
    isStarting: () => notReadyMs !== null && uptimeMs() < notReadyMs,
    stateVersion: () => ({ ...version }),
  };

  const server = buildServer(gateway, peers);
  if (!(await listen(server, config.port))) {
    const address = `ws://127.0.0.1:${config.port}`;
    log(
      `another gateway instance is already listening on ${address} | listen EADDRINUSE: address already in use`,
      'ERROR',
    );
    process.exit(1);
  }
  log(`http server listening (0 plugins; ${(uptimeMs() / 1000).toFixed(1)}s)`);
  if (config.logFile !== null) log(`log file: ${config.logFile}`);
  if (!gateway.isStarting()) log('ready');

  const tellHealth = () => {
    version.health += 1;
    for (const peer of peers) peer.event('health', healthPayload(gateway.facts), { stateVersion: { ...version } });
  };
  setInterval(tellHealth, healthMs);
  setInterval(() => {
    for (const peer of peers) peer.event('tick', { ts: Date.now() });
  }, gateway.tickIntervalMs);

  const crashMs = modes.number('exit-1-after-ms', 1000);
  if (crashMs !== null) {
    setTimeout(() => {
      log('uncaught exception: demonstration crash', 'ERROR');
      process.exit(1);
    }, crashMs);
  }

  const stop = async (signal: string) => {
    log(`received ${signal}; shutting down`);
    const began = performance.now();
    await sleep(modes.number('slow-stop-ms', 5000) ?? 0);
    for (const peer of peers) peer.event('shutdown', { reason: 'gateway stopping' });
    await sleep(15);
    for (const peer of peers) peer.close(1012, 'service restart');
    await sleep(30);
    log(`completed cleanly in ${Math.round(performance.now() - began)}ms`, 'INFO', 'shutdown');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (modes.has('ignore-sigterm')) log(`received ${signal}; ignored (demonstration)`, 'WARN');
      else void stop(signal);
    });
  }
}

function buildServer(gateway: Gateway, peers: Set<Peer>): Server | TcpServer {
  const { modes, config } = gateway;
  if (modes.has('silent')) return createTcpServer((socket) => socket.on('error', () => socket.destroy()));
  if (modes.has('garbage')) {
    return createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.write('\u0000\u0007SSH-2.0-something else\r\n\u001b[31m');
    });
  }
  const handler = (request: IncomingMessage, response: ServerResponse) => answerHttp(request, response, gateway);
  const server = config.tls === null ? createServer(handler) : createSecureServer(config.tls, handler);
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (modes.has('http-only')) {
      socket.end('HTTP/1.1 404 Not Found\r\nServer: demo-web-server\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    if (Object.keys(request.headers).some((name) => name.startsWith('x-forwarded-'))) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nproxy_attribution_required');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (modes.has('huge-frame')) {
        void sendHugeFrame(socket);
        return;
      }
      converse(ws, request, gateway, (peer) => {
        peers.add(peer);
        ws.on('close', () => peers.delete(peer));
        const health = () =>
          peer.event('health', healthPayload(gateway.facts), { stateVersion: gateway.stateVersion() });
        setTimeout(health, 25);
      });
    });
  });
  return server;
}

/** False when the port stays taken. Other failures are thrown. */
async function listen(server: Server | TcpServer, port: number): Promise<boolean> {
  for (let attempt = 1; attempt <= BIND_TRIES; attempt += 1) {
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen({ port, host: '127.0.0.1' }, () => {
        server.off('error', resolve);
        resolve(null);
      });
    });
    if (failure === null) return true;
    if (failure.code !== 'EADDRINUSE') throw failure;
    await sleep(BIND_PAUSE_MS);
  }
  return false;
}

function answerHttp(request: IncomingMessage, response: ServerResponse, gateway: Gateway): void {
  const path = request.url ?? '/';
  const uptimeMs = gateway.uptimeMs();
  if (gateway.modes.has('http-only')) {
    response.writeHead(200, { Server: 'demo-web-server', 'Content-Type': 'text/html' }).end('<h1>It works!</h1>');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const starting = gateway.isStarting();
  const status = starting ? 503 : 200;
  const pendingReason = 'startup-sidecars';
  if (path === '/health' || path === '/healthz') reply(response, 200, { ok: true, status: 'live' });
  else if (path === '/ready' || path === '/readyz') {
    const body = starting ? { ready: false, failing: [pendingReason], uptimeMs } : readyBody(uptimeMs);
    reply(response, status, body);
  } else if (path === '/startup' || path === '/startupz') {
    const word = starting ? { ok: false, status: 'starting', pendingReason } : { ok: true, status: 'started' };
    reply(response, status, { ...word, version: DEMO_VERSION, uptimeMs });
  } else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not Found');
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** One unmasked text frame of 100 MB (RFC 6455, section 5.2), written piece by piece. */
async function sendHugeFrame(socket: Duplex): Promise<void> {
  const size = 100 * 1024 * 1024;
  const header = Buffer.alloc(10);
  header[0] = 0x81;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(size), 2);
  socket.write(header);
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  for (let sent = 0; sent < size && !socket.destroyed; sent += piece.length) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
}

function once(socket: Duplex, event: string): Promise<void> {
  return new Promise((resolve) => socket.once(event, () => resolve()));
}
