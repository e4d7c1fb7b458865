/**
 * The gateway's unauthenticated HTTP checks, on the port of its WebSocket. A foreign server may answer 200 there too, so an answer
 * only counts when its body is the gateway's own JSON. Bodies: openclaw 2026.9.6, seen on a running gateway.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as netConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { z } from 'zod';
import type { HttpCheck } from '../../shared/probe.ts';
import { printable, tlsOptions, verifyPin } from './peer.ts';

/** The biggest answer seen is 400 bytes. */
const MAX_BODY_BYTES = 64 * 1024;

const liveSchema = z.object({ ok: z.literal(true), status: z.literal('live') });
const readySchema = z.object({ ready: z.boolean(), failing: z.array(z.string()).nullish().catch(null) });

/** Asks `/healthz`: is the process alive. `base`: the gateway's address, ws(s) or http(s). Null when no HTTP answer came before `signal` fired. */
export async function checkLiveness(base: URL, pin: string | null, signal: AbortSignal): Promise<HttpCheck | null> {
  const answer = await get(base, '/healthz', pin, signal);
  if (answer === null) return null;
  const own = liveSchema.safeParse(answer.json).success;
  return {
    path: '/healthz',
    status: answer.status,
    ok: own && answer.status === 200,
    detail: own ? null : "The answer is not the gateway's.",
  };
}

/** Asks `/readyz`: has it started, do its channels run. `detail` names what is not ready. Null when no HTTP answer came. */
export async function checkReadiness(base: URL, pin: string | null, signal: AbortSignal): Promise<HttpCheck | null> {
  const answer = await get(base, '/readyz', pin, signal);
  if (answer === null) return null;
  const body = readySchema.safeParse(answer.json);
  if (!body.success) {
    return { path: '/readyz', status: answer.status, ok: false, detail: "The answer is not the gateway's." };
  }
  const failing = (body.data.failing ?? []).slice(0, 20).map((each) => printable(each, 80));
  const ok = answer.status === 200 && body.data.ready;
  const detail = failing.length > 0 ? `Not ready: ${failing.join(', ')}.` : 'Not ready.';
  return { path: '/readyz', status: answer.status, ok, detail: ok ? null : detail };
}

interface Answer {
  readonly status: number;
  /** null when the body is not JSON, or too long. */
  readonly json: unknown;
}

function get(base: URL, path: string, pin: string | null, signal: AbortSignal): Promise<Answer | null> {
  if (signal.aborted) return Promise.resolve(null);
  const secure = base.protocol === 'wss:' || base.protocol === 'https:';
  const url = new URL(path, `${secure ? 'https' : 'http'}://${base.host}`);
  return new Promise((resolve) => {
    const request = (secure ? httpsRequest : httpRequest)(url, {
      // An own socket and no agent: nothing is pooled, and the pin is checked before anything else.
      createConnection(options: RequestOptions) {
        const address = { host: String(options.host ?? base.hostname), port: Number(options.port) };
        if (!secure) return netConnect(address);
        const socket = tlsConnect({ ...address, ...tlsOptions(address.host, pin) });
        socket.once('secureConnect', () => verifyPin(socket, pin));
        return socket;
      },
      headers: { Accept: 'application/json', Connection: 'close' },
    });
    const finish = (answer: Answer | null) => {
      signal.removeEventListener('abort', abort);
      resolve(answer);
      request.destroy();
    };
    const abort = () => finish(null);
    signal.addEventListener('abort', abort, { once: true });
    request.on('response', (response) => collect(response, finish));
    // Refused, reset, not HTTP, wrong certificate: all mean "no HTTP answer"; the probe's WebSocket says which.
    request.on('error', () => finish(null));
    request.end();
  });
}

function collect(response: IncomingMessage, finish: (answer: Answer | null) => void): void {
  const status = response.statusCode ?? 0;
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > MAX_BODY_BYTES) finish({ status, json: null });
    else parts.push(part);
  });
  response.on('end', () => finish({ status, json: parseJson(Buffer.concat(parts).toString('utf8')) }));
  response.on('error', () => finish(null));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError: not JSON, hence not the gateway's answer, and reported so.
    return null;
  }
}
