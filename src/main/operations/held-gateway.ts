/**
 * The held connection of one profile's gateway, opened when a look found it answering and replaced when it became another process.
 * A connection that keeps breaking is opened again ever more rarely; what was wrong with it is remembered for the report.
 */

import type { HealthSnapshot } from '../../shared/health.ts';
import type { HeldConnection } from '../gateway/hold.ts';
import { ownIdentity } from '../gateway/identity.ts';
import { type ConnectionTrouble, createTroubleLog } from '../gateway/trouble.ts';
import type { ProbeTarget } from '../gateway/types.ts';
import type { ProfileFacts } from '../health/facts.ts';
import type { CoreContext } from './context.ts';

export interface HeldGatewayEvents {
  /** The connection ended by itself: something happened to the gateway. `again`: it does so all the time. */
  onDown(again: boolean): void;
  onHealth(health: HealthSnapshot): void;
  /** Something is wrong with the connection that was not before. */
  onTrouble(): void;
}

export interface HeldGateway {
  /** Opens, keeps or closes the connection, as these facts ask for. Returns at once. */
  follow(facts: ProfileFacts): void;
  /** It is open and has said hello: were the process gone, we would know. */
  isOpen(): boolean;
  /** A quick question over HTTP: milliseconds until the gateway's own answer came, null when it did not come. */
  roundTrip(): Promise<number | null>;
  trouble(): ConnectionTrouble;
  close(): Promise<void>;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
const HTTP_TIMEOUT_MS = 2_000;
/** A connection that lasted this long was a good one. */
const GOOD_LIFE_MS = 60_000;
const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
/** So many short lives in a row are no accident any more. */
const AGAIN = 3;

export function createHeldGateway(context: CoreContext, events: HeldGatewayEvents): HeldGateway {
  const { monotonic } = context.clock;
  const troubles = createTroubleLog(() => monotonic());
  let connection: HeldConnection | null = null;
  let holds: string | null = null;
  let open = false;
  let target: ProbeTarget | null = null;
  let generation = 0;
  let shortLives = 0;
  let notBefore = 0;
  let served: { readonly process: string; readonly boot: string | null } | null = null;

  const drop = async () => {
    generation += 1;
    holds = null;
    open = false;
    const old = connection;
    connection = null;
    await old?.close();
  };

  const connect = async (wanted: ProbeTarget, key: string) => {
    const dropped = drop();
    // Before the first await: a close that comes meanwhile must win.
    const mine = generation;
    const began = monotonic();
    holds = key;
    await dropped;
    const { holdConnection } = await import('../gateway/hold.ts');
    if (generation !== mine) return;
    let flooded = false;
    connection = holdConnection(
      wanted,
      {
        onHello() {
          open = true;
        },
        onHealth: (health) => events.onHealth(health),
        onShutdown: () => events.onDown(false),
        onFlood() {
          troubles.flood();
          // Once for each connection is enough to show it; the count is in the report.
          if (!flooded) events.onTrouble();
          flooded = true;
        },
        onDown(down) {
          if (generation !== mine) return;
          connection = null;
          holds = null;
          open = false;
          troubles.down(down.code, down.announced);
          shortLives = monotonic() - began >= GOOD_LIFE_MS ? 0 : shortLives + 1;
          const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(shortLives - 2, 10));
          notBefore = shortLives < 2 ? 0 : monotonic() + pause;
          events.onDown(shortLives >= AGAIN);
        },
      },
      {
        identity: ownIdentity(context.version),
        handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
      },
    );
  };

  /**
   * Another process is another gateway, with a clean slate. Another boot id while the connection to the first one is still open is
   * somebody else; a gateway that starts itself anew within its process (SIGUSR1, openclaw 2026.9.6) ends its connections first.
   */
  const recognise = (facts: ProfileFacts) => {
    const { process: state } = facts.inspection;
    if (!('pid' in state) || state.pid === null || facts.probe?.ok !== true) return;
    const process = `${state.pid} ${'since' in state ? state.since : ''}`;
    const boot = facts.probe.detail.bootId;
    if (served !== null && served.process !== process) {
      troubles.forget();
      shortLives = 0;
      notBefore = 0;
    } else if (open && served?.boot != null && boot !== null && served.boot !== boot) {
      troubles.identityChanged();
      events.onTrouble();
    }
    served = { process, boot: boot ?? served?.boot ?? null };
  };

  return {
    follow(facts) {
      target = facts.target;
      if (facts.probe?.ok !== true) {
        void drop();
        return;
      }
      recognise(facts);
      const key = `${facts.url} ${facts.probe.detail.bootId ?? ''}`;
      if (holds !== key && monotonic() >= notBefore) void connect(facts.target, key);
    },
    isOpen: () => open,
    async roundTrip() {
      if (target === null) return null;
      const { checkReadiness } = await import('../gateway/http-checks.ts');
      const base = new URL(target.url.replace(/^ws/, 'http'));
      const began = monotonic();
      const answer = await checkReadiness(base, target.tlsFingerprint, AbortSignal.timeout(HTTP_TIMEOUT_MS));
      return answer?.ok === true ? monotonic() - began : null;
    },
    trouble: () => troubles.now(),
    close: drop,
  };
}
