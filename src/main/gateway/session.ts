/**
 * One authenticated conversation with a gateway: challenge, connect, hello-ok, then requests and events. Used by the probe (short)
 * and by the held connection (long). Handshake rules: openclaw 2026.9.6.
 */
import type { ProbeCode, ProbePhase } from '../../shared/probe.ts';
import { explainRefusal } from './connect-errors.ts';
import { type Frame, type Hello, type ParsedFrame, PROTOCOL, parseHello, type ResponseError } from './frames.ts';
import type { ClientIdentity } from './identity.ts';
import { withoutSecrets } from './peer.ts';
import type { ProbeTarget } from './types.ts';
import { firstPhase, openWire, type Wire, type WireEnd } from './wire.ts';

/** Why a session never opened, or ended. `message` is one sentence without secrets. */
export interface SessionEnd {
  readonly phase: ProbePhase;
  readonly code: ProbeCode;
  readonly message: string;
  readonly retryAfterMs: number | null;
  /** Status of the HTTP answer that came instead of a WebSocket. */
  readonly httpStatus: number | null;
  readonly closeCode: number | null;
}

export type Reply =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: ResponseError };

export interface Session {
  readonly hello: Hello;
  /** From the start of the connection to hello-ok, milliseconds. */
  readonly latencyMs: number;
  /** Asks; null when the session ended before the answer. Never rejects. */
  request(method: string, params: object): Promise<Reply | null>;
  pause(): void;
  resume(): void;
}

export interface SessionHandlers {
  /** hello-ok came. Called at most once, before any `onFrame`. */
  readonly onOpen: (session: Session) => void;
  /** An event after hello-ok. */
  readonly onFrame: (frame: Frame) => void;
  /** Something arrived, whatever it was. */
  readonly onSign: (bytes: number) => void;
  /** It is over; at most once, never after `close()`. */
  readonly onEnd: (end: SessionEnd) => void;
}

export interface SessionOptions {
  readonly identity: ClientIdentity;
  /** Bound on everything up to hello-ok, milliseconds. */
  readonly timeoutMs: number;
}

export interface OpenSession {
  /** Ends it; no handler is called any more. Resolves when the socket is gone. */
  close(): Promise<void>;
}

/** Starts a conversation. Whatever happens arrives at the handlers, and never before this function has returned. */
export function openSession(target: ProbeTarget, options: SessionOptions, handlers: SessionHandlers): OpenSession {
  const secrets = [target.credentials.token, target.credentials.password];
  const url = parseGatewayUrl(target.url);
  let phase: ProbePhase = url === null ? 'resolve' : firstPhase(url);
  let over = false;
  let session: Session | null = null;
  let wire: Wire | null = null;
  let nextId = 1;
  const pending = new Map<string, (reply: Reply | null) => void>();
  const started = performance.now();

  const settle = () => {
    over = true;
    clearTimeout(deadline);
    for (const resolve of pending.values()) resolve(null);
    pending.clear();
  };
  const fail = (code: ProbeCode, message: string, extra: Partial<SessionEnd> = {}) => {
    if (over) return;
    settle();
    void wire?.close();
    handlers.onEnd({ phase, code, message, retryAfterMs: null, httpStatus: null, closeCode: null, ...extra });
  };
  const deadline = setTimeout(() => fail('timeout', silence(phase, options.timeoutMs)), options.timeoutMs);

  const ask = (method: string, params: object): Promise<Reply | null> => {
    if (over || wire === null) return Promise.resolve(null);
    const id = `r${nextId++}`;
    const channel = wire;
    return new Promise((resolve) => {
      pending.set(id, resolve);
      channel.send({ type: 'req', id, method, params });
    });
  };

  const sayHello = () => {
    phase = 'hello';
    const { token, password, problem } = target.credentials;
    if (!token && !password && problem !== null) {
      fail('secret-unresolved', `The gateway's secret could not be worked out: ${problem}`);
      return;
    }
    const id = `r${nextId++}`;
    pending.set(id, (reply) => {
      if (reply !== null) receiveHello(reply, Boolean(token || password));
    });
    wire?.send({ type: 'req', id, method: 'connect', params: connectParams(options.identity, token, password) });
  };

  // Runs in the same turn as the arrival, so that no event can overtake hello-ok.
  const receiveHello = (reply: Reply, sentSecret: boolean) => {
    if (!reply.ok) {
      const { code, message, retryAfterMs } = explainRefusal(cleaned(reply.error, secrets), sentSecret);
      fail(code, message, { retryAfterMs });
      return;
    }
    const hello = parseHello(reply.payload);
    if (hello === null) {
      fail('bad-frame', 'Its answer to connect is not a hello.');
      return;
    }
    if (hello.protocol !== PROTOCOL) {
      fail('protocol-mismatch', `The gateway speaks protocol ${hello.protocol}, this program speaks ${PROTOCOL}.`);
      return;
    }
    clearTimeout(deadline);
    phase = 'read';
    session = {
      hello,
      latencyMs: Math.round((performance.now() - started) * 10) / 10,
      request: ask,
      pause: () => wire?.pause(),
      resume: () => wire?.resume(),
    };
    handlers.onOpen(session);
  };

  const receive = (parsed: ParsedFrame, bytes: number) => {
    if (over) return;
    handlers.onSign(bytes);
    if (!parsed.ok) {
      const foreign = phase === 'challenge';
      if (parsed.problem === 'too-large') fail('frame-too-large', 'It sent a message that is too large.');
      else if (foreign)
        fail('not-a-gateway', 'It is a WebSocket server, but its first message is not a gateway challenge.');
      // A frame of an unknown kind may be a newer gateway's; what cannot be read at all breaks the protocol.
      else if (parsed.problem !== 'not-a-frame') fail('bad-frame', 'It sent a message that is not a protocol frame.');
      return;
    }
    const { frame } = parsed;
    if (phase === 'challenge') {
      if (frame.kind === 'challenge') sayHello();
      else if (frame.kind === 'shutdown') fail('stopping', 'The gateway is stopping or restarting.');
      else fail('not-a-gateway', 'It is a WebSocket server, but its first message is not a gateway challenge.');
      return;
    }
    if (frame.kind === 'response') {
      const resolve = pending.get(frame.id);
      pending.delete(frame.id);
      resolve?.(frame.ok ? { ok: true, payload: frame.payload } : { ok: false, error: frame.error });
    } else if (session !== null) handlers.onFrame(frame);
    else if (frame.kind === 'shutdown') fail('stopping', 'The gateway is stopping or restarting.');
  };

  if (url === null) {
    queueMicrotask(() => fail('unreachable', 'The gateway address is not a ws:// or wss:// address.'));
  } else {
    wire = openWire(url, target.tlsFingerprint, {
      onPhase: (next) => {
        phase = next;
      },
      onFrame: receive,
      onPing: () => handlers.onSign(0),
      onEnd: (end) => {
        const [code, message] = explainEnd(end, phase, secrets);
        fail(code, message, { httpStatus: end.httpStatus, closeCode: end.close?.code ?? null });
      },
    });
  }

  return {
    async close() {
      if (!over) settle();
      await wire?.close();
    },
  };
}

/** A ws or wss address without user name, query and fragment; null when it is none. */
export function parseGatewayUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return null;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url;
}

/**
 * `gateway-client`/`backend` is the pair that keeps its scopes on loopback without a device identity; unknown properties are refused
 * (openclaw 2026.9.6).
 */
function connectParams(identity: ClientIdentity, token: string | null, password: string | null): object {
  const auth = { ...(token ? { token } : {}), ...(password ? { password } : {}) };
  return {
    minProtocol: PROTOCOL,
    maxProtocol: PROTOCOL,
    client: {
      id: 'gateway-client',
      version: identity.version,
      platform: process.platform,
      mode: 'backend',
      displayName: identity.displayName,
    },
    role: 'operator',
    scopes: ['operator.read'],
    caps: [],
    ...(Object.keys(auth).length > 0 ? { auth } : {}),
  };
}

/** Words of the other side, which may echo what it was sent. */
function cleaned(error: ResponseError, secrets: readonly (string | null)[]): ResponseError {
  return { ...error, message: withoutSecrets(error.message ?? '', secrets) };
}

/** A close says more where it happens during the handshake; its reason is the other side's word. */
function explainEnd(end: WireEnd, phase: ProbePhase, secrets: readonly (string | null)[]): [ProbeCode, string] {
  if (end.code !== 'closed' || end.close === null) return [end.code, end.message];
  const said = withoutSecrets(end.close.reason, secrets);
  const reason = said === '' ? '' : `: ${said}`;
  if (phase === 'hello' && end.close.code === 1002) {
    return ['protocol-mismatch', 'The gateway does not speak our protocol version.'];
  }
  if (phase === 'hello' && end.close.code === 1008) return ['rejected', `The gateway refused the connection${reason}.`];
  return ['closed', `The connection was closed with code ${end.close.code}${reason}.`];
}

function silence(phase: ProbePhase, timeoutMs: number): string {
  const within = `within ${timeoutMs} ms`;
  switch (phase) {
    case 'resolve':
      return `The host name was not resolved ${within}.`;
    case 'connect':
      return `No connection ${within}.`;
    case 'upgrade':
      return `It accepts connections but did not answer ${within}.`;
    case 'challenge':
      return `It opened a WebSocket but sent no gateway challenge ${within}; it may be another program.`;
    default:
      return `The gateway did not answer connect ${within}.`;
  }
}
