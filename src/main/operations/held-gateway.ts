/**
 * The held connection of one profile's gateway, opened when a look found it answering and replaced when it became another process.
 */
import type { HealthSnapshot } from '../../shared/health.ts';
import type { HeldConnection } from '../gateway/hold.ts';
import type { ProbeTarget } from '../gateway/types.ts';
import type { ProfileFacts } from '../health/facts.ts';
import type { CoreContext } from './context.ts';

export interface HeldGatewayEvents {
  /** The connection ended by itself: something happened to the gateway. */
  onDown(): void;
  onHealth(health: HealthSnapshot): void;
}

export interface HeldGateway {
  /** Opens, keeps or closes the connection, as these facts ask for. Returns at once. */
  follow(facts: ProfileFacts): void;
  /** A quick question over HTTP; true when the gateway's own answer came. */
  stillAnswers(): Promise<boolean>;
  close(): Promise<void>;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
const HTTP_TIMEOUT_MS = 2_000;

export function createHeldGateway(context: CoreContext, events: HeldGatewayEvents): HeldGateway {
  let connection: HeldConnection | null = null;
  let holds: string | null = null;
  let target: ProbeTarget | null = null;
  let generation = 0;

  const drop = async () => {
    generation += 1;
    holds = null;
    const old = connection;
    connection = null;
    await old?.close();
  };

  const open = async (wanted: ProbeTarget, key: string) => {
    const dropped = drop();
    // Before the first await: a close that comes meanwhile must win.
    const mine = generation;
    holds = key;
    await dropped;
    const { holdConnection } = await import('../gateway/hold.ts');
    if (generation !== mine) return;
    connection = holdConnection(
      wanted,
      {
        onHello: () => undefined,
        onHealth: (health) => events.onHealth(health),
        onShutdown: () => events.onDown(),
        onDown() {
          if (generation !== mine) return;
          connection = null;
          holds = null;
          events.onDown();
        },
      },
      {
        identity: { version: context.version, displayName: 'OpenClaw Tray' },
        handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
      },
    );
  };

  return {
    follow(facts) {
      if (facts.probe?.ok !== true) {
        target = null;
        void drop();
        return;
      }
      target = facts.target;
      const key = `${facts.url} ${facts.probe.detail.bootId ?? ''}`;
      if (holds !== key) void open(facts.target, key);
    },
    async stillAnswers() {
      if (target === null) return false;
      const { checkReadiness } = await import('../gateway/http-checks.ts');
      const base = new URL(target.url.replace(/^ws/, 'http'));
      const answer = await checkReadiness(base, target.tlsFingerprint, AbortSignal.timeout(HTTP_TIMEOUT_MS));
      return answer?.ok === true;
    },
    close: drop,
  };
}
