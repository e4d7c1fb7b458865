/**
 * One WebSocket to a gateway, with its failures sorted by how far it came. Plain parts of `ws`: no compression, no redirects, no
 * Origin header (the gateway refuses it), no proxy, messages bounded before they are kept.
 */
import type { RequestOptions } from 'node:http';
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { WebSocket } from 'ws';
import type { ProbeCode, ProbePhase } from '../../shared/probe.ts';
import { errnoOf } from '../system/files.ts';
import { byteLength, type ParsedFrame, parseFrame } from './frames.ts';
import { printable, TLS_PIN_CODE, tlsOptions, verifyPin } from './peer.ts';

/** Largest message that is accepted. A hello-ok is some 20 KB; a health payload grows with channels and agents. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** How long a polite goodbye may take. */
const CLOSE_GRACE_MS = 250;

/** Why a connection could not be made or came to its end. `message` is one sentence without secrets. */
export interface WireEnd {
  readonly code: ProbeCode;
  readonly message: string;
  /** Status of the HTTP answer that came instead of a WebSocket. */
  readonly httpStatus: number | null;
  /** WebSocket close code and reason, when the other side closed. */
  readonly close: { readonly code: number; readonly reason: string } | null;
}

export type WirePhase = 'connect' | 'upgrade' | 'challenge';

export interface WireHandlers {
  /** `connect`: the name is resolved. `upgrade`: TCP (and TLS) is there. `challenge`: it is a WebSocket. */
  readonly onPhase: (phase: WirePhase) => void;
  /** `bytes`: length of the message. */
  readonly onFrame: (frame: ParsedFrame, bytes: number) => void;
  /** A WebSocket ping: a sign of life. */
  readonly onPing: () => void;
  /** Exactly once, never after `close()`. */
  readonly onEnd: (end: WireEnd) => void;
}

export interface Wire {
  /** Sends one JSON frame; does nothing when the connection is gone. */
  send(frame: object): void;
  /** Stops and resumes reading; the other side is held back by TCP. */
  pause(): void;
  resume(): void;
  /** Ends it, politely when there is a WebSocket; resolves when it is gone. No handler is called any more. */
  close(): Promise<void>;
}

/**
 * Opens a connection to `url` (ws or wss). Failures arrive at `onEnd`, never as an exception.
 * @param tlsFingerprint SHA-256 of the only certificate to accept (hex); null = the system's trust.
 */
export function openWire(url: URL, tlsFingerprint: string | null, handlers: WireHandlers): Wire {
  let phase: ProbePhase = firstPhase(url);
  let ended = false;
  let closing: Promise<void> = Promise.resolve();
  let socket: Socket | TLSSocket | null = null;

  const end = (code: ProbeCode, message: string, extra: Partial<WireEnd> = {}) => {
    if (ended) return;
    ended = true;
    release();
    handlers.onEnd({ code, message, httpStatus: null, close: null, ...extra });
  };
  const reach = (next: WirePhase) => {
    phase = next;
    if (!ended) handlers.onPhase(next);
  };

  const ws = new WebSocket(url, {
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_FRAME_BYTES,
    createConnection: (options: RequestOptions) => {
      const address = { host: String(options.host), port: Number(options.port) };
      if (url.protocol === 'wss:') {
        const secure = tlsConnect({ ...address, ...tlsOptions(address.host, tlsFingerprint) });
        secure.once('secureConnect', () => {
          if (verifyPin(secure, tlsFingerprint)) reach('upgrade');
        });
        socket = secure;
      } else {
        socket = netConnect(address);
        socket.once('connect', () => reach('upgrade'));
      }
      socket.once('lookup', (cause) => {
        if (cause === null && phase === 'resolve') reach('connect');
      });
      return socket;
    },
  });
  const release = () => {
    ws.terminate();
    socket?.destroy();
  };

  ws.on('open', () => reach('challenge'));
  ws.on('ping', () => {
    if (!ended) handlers.onPing();
  });
  ws.on('message', (data) => {
    if (!ended) handlers.onFrame(parseFrame(data, MAX_FRAME_BYTES), byteLength(data));
  });
  ws.on('unexpected-response', (_request, response) => {
    const status = response.statusCode ?? 0;
    const server: string | undefined = [response.headers.server].flat()[0];
    const line = printable(`HTTP ${status} ${response.statusMessage ?? ''}`.trim(), 80);
    const by = server === undefined ? '' : ` (server: ${printable(server, 80)})`;
    end('not-a-gateway', `It answered ${line}${by} instead of opening a WebSocket.`, { httpStatus: status });
  });
  // `close` always follows `error`, and says less: the error decides.
  ws.on('error', (cause) => end(...describeFailure(cause, phase)));
  ws.on('close', (code, reason) => {
    const close = { code, reason: printable(reason.toString('utf8'), 120) };
    end(...describeClose(close), { close });
  });

  return {
    send(frame) {
      if (!ended && ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(frame));
    },
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    close() {
      if (ended) return closing;
      ended = true;
      closing = leave(ws).then(release);
      return closing;
    },
  };
}

/** Says goodbye and waits for the other side's, but not for long; only a WebSocket that is open has one. */
function leave(ws: WebSocket): Promise<void> {
  if (ws.readyState !== WebSocket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CLOSE_GRACE_MS);
    ws.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    ws.resume();
    ws.close(1000);
  });
}

/** A name has to be resolved first; an address has not. */
export function firstPhase(url: URL): 'resolve' | 'connect' {
  return isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? 'resolve' : 'connect';
}

function describeClose(close: { code: number; reason: string }): [ProbeCode, string] {
  // 1013 "gateway starting" and 1012 "service restart" (on stop as well): openclaw 2026.9.6.
  if (close.code === 1013) return ['starting', 'The gateway is still starting.'];
  if (close.code === 1012) return ['stopping', 'The gateway is stopping or restarting.'];
  return ['closed', `The connection was closed with code ${close.code}.`];
}

const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);
const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);

/** Error codes come from Node (system errors, HPE_* of its HTTP parser, ERR_TLS_* and ERR_SSL_*) and from `ws` (WS_ERR_*). */
function describeFailure(cause: Error, phase: ProbePhase): [ProbeCode, string] {
  const code = errnoOf(cause) ?? '';
  if (code === TLS_PIN_CODE) return ['tls-failed', cause.message];
  if (DNS.has(code)) return ['unreachable', `The host name could not be resolved (${code}).`];
  if (code === 'ECONNREFUSED') return ['refused', 'Nothing listens there (connection refused).'];
  if (code === 'ETIMEDOUT') return ['timeout', 'The connection attempt timed out.'];
  if (UNREACHABLE.has(code)) return ['unreachable', `The address cannot be reached (${code}).`];
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS') {
    return ['frame-too-large', `It sent a message larger than ${MAX_FRAME_BYTES / 1024 / 1024} MiB.`];
  }
  if (code.startsWith('WS_ERR_')) {
    return phase === 'challenge'
      ? ['not-a-gateway', `It broke the WebSocket protocol (${code}).`]
      : ['bad-frame', `It broke the WebSocket protocol (${code}).`];
  }
  if (isTlsFailure(code)) return ['tls-failed', tlsSentence(code, cause)];
  if (phase === 'resolve' || phase === 'connect')
    return ['unreachable', `The connection could not be made (${code || 'no reason given'}).`];
  if (code.startsWith('HPE_')) {
    const raw = 'rawPacket' in cause && cause.rawPacket instanceof Buffer ? cause.rawPacket : null;
    const said = raw === null ? '' : printable(raw.subarray(0, 160).toString('latin1'), 80);
    return ['not-a-gateway', `It does not speak HTTP${said === '' ? '' : `; it sent: ${said}`}.`];
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') return ['closed', 'It closed the connection without an answer.'];
  if (phase === 'upgrade')
    return ['not-a-gateway', `Its answer is not a WebSocket's: ${printable(cause.message, 80)}.`];
  return ['closed', `The connection broke: ${printable(code || cause.message, 80)}.`];
}

function isTlsFailure(code: string): boolean {
  return (
    /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_)/.test(code) ||
    code === 'EPROTO' ||
    code.endsWith('_SELF_SIGNED_CERT')
  );
}

function tlsSentence(code: string, cause: Error): string {
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return 'The port does not speak TLS.';
  }
  return `Its certificate was not accepted (${code}: ${printable(cause.message.split(';')[0] ?? '', 80)}).`;
}
