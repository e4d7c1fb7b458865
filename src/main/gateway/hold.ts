/**
 * One held, authenticated connection to a running gateway: its health arrives as events, so nothing is polled. It never reconnects:
 * when it is down, its owner decides what comes next. Events and their timing: openclaw 2026.9.6 (tick every 30 s, health every 60 s).
 */
import type { HealthSnapshot } from '../../shared/health.ts';
import type { ProbeCode, ProbeDetail } from '../../shared/probe.ts';
import { composeHealth } from './compose-health.ts';
import type { Frame, StateVersion } from './frames.ts';
import type { ClientIdentity } from './identity.ts';
import { failedDetail, openedDetail } from './probe.ts';
import { type Reads, readAfterHello } from './reads.ts';
import { openSession, type Session, type SessionEnd } from './session.ts';
import type { ProbeTarget } from './types.ts';

/** Why the connection is down. */
export interface HoldDown {
  readonly code: ProbeCode;
  /** One sentence without secrets. */
  readonly message: string;
  /** WebSocket close code, when the gateway closed. */
  readonly closeCode: number | null;
  /** The gateway announced its shutdown before. */
  readonly announced: boolean;
  /** The same as a probe would report it. */
  readonly detail: ProbeDetail;
}

export interface HoldHandlers {
  /** Connected. `health` is null when the gateway did not tell it in time. Always the first call, unless `onDown` is. */
  readonly onHello: (detail: ProbeDetail, health: HealthSnapshot | null) => void;
  /** News, at most every 250 ms; the newest wins. */
  readonly onHealth: (health: HealthSnapshot) => void;
  /** The gateway is going away; a number says that it comes back, and after how many milliseconds it expects to. */
  readonly onShutdown: (notice: { readonly restartExpectedMs: number | null }) => void;
  /** More arrives than is read: reading pauses for the rest of the second. At most once a second. */
  readonly onFlood?: () => void;
  /** It is over; exactly once, unless `close()` came first. */
  readonly onDown: (down: HoldDown) => void;
}

export interface HoldDeps {
  readonly identity: ClientIdentity;
  /** Bound on the handshake, milliseconds. */
  readonly handshakeTimeoutMs: number;
}

export interface HeldConnection {
  /** Ends it; no handler is called any more. Resolves when the socket is gone. */
  close(): Promise<void>;
}

const READ_BUDGET_MS = 3000;
const HEALTH_EVERY_MS = 250;
const NODES_EVERY_MS = 5000;
/** Beyond this many arrivals in a second, reading pauses until the second is over: TCP holds the sender back. */
const MAX_ARRIVALS_PER_SECOND = 5000;
/** The same for bytes: reading JSON costs about 10 ns a byte, and the app has other things to do. */
const MAX_BYTES_PER_SECOND = 8 * 1024 * 1024;
const DEFAULT_TICK_MS = 30_000;
const MIN_TICK_MS = 50;
const MAX_TICK_MS = 300_000;

/** Opens and holds a connection. Everything arrives at the handlers. */
export function holdConnection(target: ProbeTarget, handlers: HoldHandlers, deps: HoldDeps): HeldConnection {
  const timers = new Set<NodeJS.Timeout>();
  let over = false;
  let shutdownSeen = false;
  let lastSign = performance.now();
  let live: Live | null = null;

  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const stop = () => {
    over = true;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
  const down = (end: SessionEnd) => {
    if (over) return;
    stop();
    void open.close();
    const known = shutdownSeen
      ? { code: 'stopping' as const, message: 'The gateway stopped, as it had announced.' }
      : end;
    const detail = failedDetail(target, { ...end, ...known });
    const { code, message } = known;
    handlers.onDown({ code, message, closeCode: end.closeCode, announced: shutdownSeen, detail });
  };

  const watchSilence = (silenceMs: number) => {
    const idle = performance.now() - lastSign;
    if (idle < silenceMs) {
      after(silenceMs - idle, () => watchSilence(silenceMs));
      return;
    }
    const message = `The gateway has been silent for ${Math.round(idle)} ms.`;
    down({ phase: 'read', code: 'timeout', message, retryAfterMs: null, httpStatus: null, closeCode: null });
  };
  const countArrival = createFloodGate(after, () => live?.session ?? null, handlers.onFlood);

  const open = openSession(
    target,
    { identity: deps.identity, timeoutMs: deps.handshakeTimeoutMs },
    {
      onSign(bytes) {
        lastSign = performance.now();
        countArrival(bytes);
      },
      onOpen(session) {
        const fresh = createLive(session, handlers, after);
        live = fresh;
        const tick = session.hello.policy?.tickIntervalMs ?? DEFAULT_TICK_MS;
        watchSilence(2 * Math.min(MAX_TICK_MS, Math.max(MIN_TICK_MS, tick)));
        void readAfterHello(session, READ_BUDGET_MS).then((reads) => {
          if (over) return;
          handlers.onHello(openedDetail(target, session.hello, session.latencyMs, reads), fresh.begin(reads));
        });
      },
      onFrame(frame) {
        if (frame.kind === 'shutdown') {
          shutdownSeen = true;
          handlers.onShutdown({ restartExpectedMs: frame.restartExpectedMs });
        } else live?.take(frame);
      },
      onEnd: down,
    },
  );

  return {
    close() {
      stop();
      return open.close();
    },
  };
}

type After = (ms: number, work: () => void) => void;

interface Live {
  readonly session: Session;
  /** Takes the first reads; returns the snapshot for `onHello`. */
  begin(reads: Reads): HealthSnapshot | null;
  take(frame: Frame): void;
}

/** The newest of everything, and when to tell it: constant memory however much arrives. */
function createLive(session: Session, handlers: HoldHandlers, after: After): Live {
  const opened = performance.now();
  let begun = false;
  let payload: unknown = null;
  let nodes: unknown = null;
  let stateVersion: StateVersion | null = null;
  let told = Number.NEGATIVE_INFINITY;
  let telling = false;
  let asking = false;
  let askAgain = false;

  const snapshot = () =>
    composeHealth({
      hello: session.hello,
      payload,
      nodes,
      stateVersion,
      sinceHelloMs: performance.now() - opened,
      now: Date.now(),
    });
  const tell = () => {
    if (!begun || telling) return;
    telling = true;
    after(Math.max(0, told + HEALTH_EVERY_MS - performance.now()), () => {
      telling = false;
      told = performance.now();
      const health = snapshot();
      if (health !== null) handlers.onHealth(health);
    });
  };
  const refreshNodes = () => {
    if (!begun) return;
    askAgain = asking;
    if (asking) return;
    asking = true;
    void session.request('node.list', {}).then((reply) => {
      if (reply === null) return;
      if (reply.ok) {
        nodes = reply.payload;
        tell();
      }
      after(NODES_EVERY_MS, () => {
        asking = false;
        if (askAgain) refreshNodes();
      });
    });
  };

  return {
    session,
    begin(reads) {
      begun = true;
      // An event that came while we were reading is newer than what was read.
      if (payload === null) payload = reads.payload;
      nodes = reads.nodes;
      told = performance.now();
      return snapshot();
    },
    take(frame) {
      if (frame.kind === 'health') {
        payload = frame.payload;
        stateVersion = frame.stateVersion ?? stateVersion;
        tell();
      } else if (frame.kind === 'presence') {
        stateVersion = frame.stateVersion ?? stateVersion;
        refreshNodes();
      }
    },
  };
}

function createFloodGate(
  after: After,
  session: () => Session | null,
  onFlood: (() => void) | undefined,
): (bytes: number) => void {
  let windowStart = performance.now();
  let arrivals = 0;
  let size = 0;
  let paused = false;
  const begin = (now: number) => {
    windowStart = now;
    arrivals = 0;
    size = 0;
  };
  return (bytes) => {
    const now = performance.now();
    if (now - windowStart >= 1000) begin(now);
    arrivals += 1;
    size += bytes;
    if (paused || (arrivals < MAX_ARRIVALS_PER_SECOND && size < MAX_BYTES_PER_SECOND)) return;
    const flooded = session();
    if (flooded === null) return;
    paused = true;
    flooded.pause();
    onFlood?.();
    after(1000 - (now - windowStart), () => {
      paused = false;
      begin(performance.now());
      flooded.resume();
    });
  };
}
