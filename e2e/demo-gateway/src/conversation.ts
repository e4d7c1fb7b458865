/** One WebSocket of the demo gateway: challenge, connect, requests. Frames as openclaw 2026.9.6 sends them. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { DemoConfig } from './config.ts';
import { judgeConnect, type Refusal, refuse } from './connect.ts';
import {
  DEMO_VERSION,
  type DemoFacts,
  healthAnswer,
  healthPayload,
  presenceRows,
  statusAnswer,
  systemInfo,
} from './data.ts';
import type { Modes } from './modes.ts';

export interface Gateway {
  readonly config: DemoConfig;
  readonly facts: DemoFacts;
  readonly modes: Modes;
  readonly bootId: string;
  readonly tickIntervalMs: number;
  /** Milliseconds since its start. */
  uptimeMs(): number;
  isStarting(): boolean;
  stateVersion(): { presence: number; health: number };
}

/** A client that said hello. */
export interface Peer {
  event(event: string, payload: object, extra?: object): void;
  close(code: number, reason: string): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
const READ_METHODS = new Set(['status', 'system.info', 'node.list', 'system-presence']);

type Request = { readonly id: string; readonly method: string; readonly params: unknown };

/** Serves one socket; calls `joined` after hello-ok. */
export function converse(
  ws: WebSocket,
  upgrade: IncomingMessage,
  gateway: Gateway,
  joined: (peer: Peer) => void,
): void {
  let scopes: readonly string[] | null = null;
  let seq = 0;
  const send = (frame: object) => {
    if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(frame));
  };
  const later = (mode: string, work: () => void) => {
    const wait = gateway.modes.number(mode, 10_000);
    if (wait === null) work();
    else setTimeout(work, wait);
  };
  const reject = (id: string, { error, close }: Refusal) => {
    send({ type: 'res', id, ok: false, error });
    ws.close(...close);
  };
  const timeout = setTimeout(() => ws.close(1000), CONNECT_TIMEOUT_MS);
  const pings = setInterval(() => ws.ping(), 25_000);
  ws.on('close', () => {
    clearTimeout(timeout);
    clearInterval(pings);
  });
  ws.on('error', () => ws.terminate());

  const hello = (request: Request) => {
    if (upgrade.headers.origin !== undefined) {
      const message = 'origin not allowed';
      reject(request.id, refuse(message, { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', reason: message }));
      return;
    }
    if (gateway.isStarting()) {
      const error = {
        code: 'UNAVAILABLE',
        message: 'gateway starting; retry shortly',
        retryable: true,
        retryAfterMs: 500,
        details: { reason: 'startup-sidecars' },
      };
      reject(request.id, { error, close: [1013, 'gateway starting'] });
      return;
    }
    const protocol = gateway.modes.has('wrong-protocol') ? 5 : 4;
    const judged = judgeConnect(request.params, gateway.config.auth, protocol);
    if ('error' in judged) {
      reject(request.id, judged);
      return;
    }
    clearTimeout(timeout);
    scopes = judged.scopes;
    send({ type: 'res', id: request.id, ok: true, payload: helloPayload(gateway, protocol, judged.scopes) });
    joined({
      event(event, payload, extra = {}) {
        seq += 1;
        send({ type: 'event', event, payload, seq, ...extra });
      },
      close: (code, reason) => ws.close(code, reason),
    });
    if (gateway.modes.has('flood')) flood(ws, FLOOD_EVENT);
    if (gateway.modes.has('health-flood')) flood(ws, manyChannels());
    const badAfter = gateway.modes.number('bad-frames', 500);
    if (badAfter !== null) setTimeout(() => ws.send('\u0000{"type":"event","event":'), badAfter);
    const closeWithin = gateway.modes.number('random-close', 400);
    if (closeWithin !== null) setTimeout(() => ws.terminate(), Math.random() * closeWithin);
  };

  ws.on('message', (data) => {
    const request = parseRequest(data.toString());
    if (request === null) {
      if (scopes === null) ws.close(1000);
      return;
    }
    if (scopes === null) {
      if (request.method === 'connect') later('slow-hello', () => hello(request));
      else reject(request.id, refuse('invalid handshake: first request must be connect'));
      return;
    }
    const granted = scopes;
    later('slow-reads', () => send({ type: 'res', id: request.id, ...answer(request.method, granted, gateway) }));
  });

  const nonce = randomUUID();
  send({ type: 'event', event: 'connect.challenge', payload: { nonce, ts: Date.now(), capabilities: [] } });
}

function answer(method: string, scopes: readonly string[], gateway: Gateway): object {
  const admin = scopes.includes('operator.admin');
  if (method === 'health') return { ok: true, payload: healthAnswer(gateway.facts) };
  if (!READ_METHODS.has(method)) {
    return admin
      ? { ok: false, error: { code: 'INVALID_REQUEST', message: `unknown method: ${method}` } }
      : forbidden('operator.admin');
  }
  if (!admin && !scopes.includes('operator.read')) return forbidden('operator.read');
  if (method === 'status') return { ok: true, payload: statusAnswer(gateway.facts) };
  if (method === 'system.info') return { ok: true, payload: systemInfo(gateway.config.port) };
  if (method === 'node.list') return { ok: true, payload: { ts: Date.now(), nodes: gateway.facts.nodes } };
  return { ok: true, payload: presenceRows() };
}

function forbidden(scope: string): object {
  const details = { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [scope] };
  return { ok: false, error: { code: 'FORBIDDEN', message: `missing scope: ${scope}`, details } };
}

function helloPayload(gateway: Gateway, protocol: number, scopes: readonly string[]): object {
  return {
    type: 'hello-ok',
    protocol,
    server: {
      version: DEMO_VERSION,
      buildId: DEMO_VERSION,
      bootId: gateway.modes.has('new-identity') ? randomUUID() : gateway.bootId,
      controlUiBuildSource: 'bundled',
      connId: randomUUID(),
    },
    features: {
      methods: ['health', ...READ_METHODS],
      events: ['connect.challenge', 'presence', 'tick', 'shutdown', 'health'],
      capabilities: [],
    },
    snapshot: {
      suspension: { phase: 'accepting' },
      presence: presenceRows(),
      health: healthPayload(gateway.facts),
      stateVersion: gateway.stateVersion(),
      uptimeMs: gateway.uptimeMs(),
      appliedConfigHash: 'hmac-sha256:v1:demo',
      sessionDefaults: { defaultAgentId: 'main', modelConfigured: false, scope: 'per-sender' },
    },
    controlUiWidgetKinds: [],
    controlUiLinkReaders: [],
    pluginSurfaceUrls: {},
    auth: { method: gateway.config.auth.mode, role: 'operator', scopes },
    policy: { maxPayload: 26214400, maxBufferedBytes: 52428800, tickIntervalMs: gateway.tickIntervalMs },
  };
}

function parseRequest(text: string): Request | null {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null) return null;
    const { type, id, method, params } = frame as Record<string, unknown>;
    return type === 'req' && typeof id === 'string' && typeof method === 'string' ? { id, method, params } : null;
  } catch {
    // A SyntaxError; the real gateway closes without a word then.
    return null;
  }
}

const FLOOD_EVENT = JSON.stringify({ type: 'event', event: 'agent', payload: { text: 'x'.repeat(512) } });

function manyChannels(): string {
  const ids = Array.from({ length: 1000 }, (_, index) => `channel-${index}`);
  const channels = Object.fromEntries(
    ids.map((id) => [id, { configured: true, connected: false, lastError: 'x'.repeat(200) }]),
  );
  const payload = { ok: true, ts: Date.now(), channels, channelOrder: ids };
  return JSON.stringify({ type: 'event', event: 'health', payload, stateVersion: { presence: 1, health: 2 } });
}

/** So many in one go: a reader that keeps up, or one that has gone, must not keep this process from everything else. */
const FLOOD_BURST = 2000;

/** As many events as the other side takes, holding at most a little in memory. */
function flood(ws: WebSocket, text: string): void {
  const pump = () => {
    if (ws.readyState !== ws.OPEN) return;
    for (let sent = 0; sent < FLOOD_BURST && ws.bufferedAmount < 1024 * 1024; sent += 1) ws.send(text);
    setTimeout(pump, 5);
  };
  pump();
}
