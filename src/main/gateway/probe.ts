/**
 * Asks a gateway how it is: WebSocket handshake, health, nodes, its process id; and its HTTP checks beside that.
 * One connection, no retry: when to ask again is the caller's business.
 */
import type { HttpCheck, ProbeDetail } from '../../shared/probe.ts';
import { blankDetail } from './blank-detail.ts';
import { composeHealth } from './compose-health.ts';
import type { Hello } from './frames.ts';
import { checkLiveness, checkReadiness } from './http-checks.ts';
import type { ClientIdentity } from './identity.ts';
import { type Reads, readAfterHello, withinBudget } from './reads.ts';
import { openSession, parseGatewayUrl, type SessionEnd } from './session.ts';
import type { ProbeOptions, ProbeResult, Prober, ProbeTarget } from './types.ts';

/** How long an HTTP answer may come after the WebSocket has decided. */
const HTTP_GRACE_MS = 1000;
/** How long the reads after hello-ok may take: a slow one must not hold up the answer "it works". */
const READ_BUDGET_MS = 3000;

/** A prober that presents itself as `identity`. */
export function createProber(identity: ClientIdentity): Prober {
  return async (target, options) => {
    options.signal?.throwIfAborted();
    const started = performance.now();
    const remaining = () => Math.max(0, options.timeoutMs - (performance.now() - started));
    const httpGate = new AbortController();
    const http = options.http ? askHttp(target, httpGate.signal) : null;
    try {
      const outcome = await converse(target, options, identity, remaining);
      if (http !== null) await withinBudget(http.done, Math.min(HTTP_GRACE_MS, remaining()));
      options.signal?.throwIfAborted();
      return withHttp(outcome, http?.answers() ?? NO_HTTP);
    } finally {
      httpGate.abort();
    }
  };
}

interface Outcome {
  readonly result: ProbeResult;
  readonly end: SessionEnd | null;
}

function converse(
  target: ProbeTarget,
  options: ProbeOptions,
  identity: ClientIdentity,
  remaining: () => number,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    const finish = (settle: () => void) => {
      signal?.removeEventListener('abort', abort);
      void open.close().then(settle);
    };
    const abort = () => finish(() => reject(signal?.reason));
    const open = openSession(
      target,
      { identity, timeoutMs: options.timeoutMs },
      {
        onSign: () => {},
        onFrame: () => {},
        onEnd: (end) => {
          // After hello-ok an end only means that reads stay unanswered; `readAfterHello` sees that itself.
          if (end.phase !== 'read') finish(() => resolve({ result: failedResult(target, end), end }));
        },
        onOpen: (session) => {
          const opened = performance.now();
          const reading = options.health
            ? readAfterHello(session, Math.min(READ_BUDGET_MS, remaining()))
            : Promise.resolve(null);
          void reading.then((reads) => {
            const since = performance.now() - opened;
            const result = openedResult(target, session.hello, session.latencyMs, reads, since);
            finish(() => resolve({ result, end: null }));
          });
        },
      },
    );
    signal?.addEventListener('abort', abort, { once: true });
  });
}

function failedResult(target: ProbeTarget, end: SessionEnd): ProbeResult {
  return { ok: false, health: null, detail: failedDetail(target, end) };
}

/** The detail of a probe that ended before hello-ok, or of a held connection that went down. */
export function failedDetail(target: ProbeTarget, end: SessionEnd): ProbeDetail {
  return {
    ...blankDetail(shownUrl(target.url)),
    phase: end.phase,
    code: end.code,
    message: end.message,
    retryAfterMs: end.retryAfterMs,
  };
}

function openedResult(
  target: ProbeTarget,
  hello: Hello,
  latencyMs: number,
  reads: Reads | null,
  sinceHelloMs: number,
): ProbeResult {
  const health =
    reads === null ? null : composeHealth({ hello, ...reads, stateVersion: null, sinceHelloMs, now: Date.now() });
  return { ok: true, detail: openedDetail(target, hello, latencyMs, reads), health };
}

/** The detail of a conversation that reached hello-ok. `reads: null` = none were asked for. */
export function openedDetail(target: ProbeTarget, hello: Hello, latencyMs: number, reads: Reads | null): ProbeDetail {
  return {
    ...blankDetail(shownUrl(target.url)),
    phase: reads === null || reads.complete ? 'done' : 'read',
    latencyMs,
    serverVersion: hello.server.version,
    protocol: hello.protocol,
    authMethod: hello.auth?.method ?? null,
    scopes: hello.auth?.scopes ?? null,
    serverPid: reads?.serverPid ?? null,
    bootId: hello.server.bootId ?? null,
  };
}

/** A user name, a password or a query in an address may be secret. */
function shownUrl(text: string): string {
  const url = parseGatewayUrl(text);
  if (url === null) return '(not a gateway address)';
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}

interface HttpAnswers {
  readonly liveness: HttpCheck | null;
  readonly readiness: HttpCheck | null;
}

const NO_HTTP: HttpAnswers = { liveness: null, readiness: null };

function askHttp(target: ProbeTarget, signal: AbortSignal): { done: Promise<unknown>; answers: () => HttpAnswers } {
  const url = parseGatewayUrl(target.url);
  let answers: HttpAnswers = NO_HTTP;
  if (url === null) return { done: Promise.resolve(), answers: () => answers };
  const done = Promise.all([
    checkLiveness(url, target.tlsFingerprint, signal).then((liveness) => {
      answers = { ...answers, liveness };
    }),
    checkReadiness(url, target.tlsFingerprint, signal).then((readiness) => {
      answers = { ...answers, readiness };
    }),
  ]);
  return { done, answers: () => answers };
}

/** Adds the HTTP answers; they also tell a busy gateway, which answers an upgrade with 503, from a plain web server. */
function withHttp({ result, end }: Outcome, { liveness, readiness }: HttpAnswers): ProbeResult {
  const detail = { ...result.detail, liveness, readiness };
  if (detail.code === 'not-a-gateway' && end?.httpStatus && liveness?.ok) {
    const message = `The gateway answered HTTP ${end.httpStatus} instead of opening a WebSocket; it may be overloaded.`;
    return { ...result, detail: { ...detail, code: 'rejected', message } };
  }
  return { ...result, detail };
}
