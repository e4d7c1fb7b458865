import type { HealthSnapshot } from '../../shared/health.ts';
import type { ProbeDetail } from '../../shared/probe.ts';
import type { ClientCredentials } from '../openclaw/types.ts';

export interface ProbeTarget {
  /** ws:// or wss:// address. */
  readonly url: string;
  readonly credentials: ClientCredentials;
  /** SHA-256 (hex, no colons) of the certificate to accept; null = the system's trust. Only for wss. */
  readonly tlsFingerprint: string | null;
}

export interface ProbeOptions {
  /** Bound on the whole probe, milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Also read health and nodes after hello; false = stop at hello-ok. */
  readonly health: boolean;
  /** Also ask /healthz and /readyz. */
  readonly http: boolean;
}

export interface ProbeResult {
  readonly ok: boolean;
  readonly detail: ProbeDetail;
  readonly health: HealthSnapshot | null;
}

/** Asks one gateway. Never rejects for what the other side does; rejects only when aborted by `signal`. */
export type Prober = (target: ProbeTarget, options: ProbeOptions) => Promise<ProbeResult>;
