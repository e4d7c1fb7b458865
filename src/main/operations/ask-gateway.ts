/** Asks one profile's gateway: which port and secret it is, and what it says. */
import { blankDetail } from '../gateway/blank-detail.ts';
import type { ProbeResult, ProbeTarget } from '../gateway/types.ts';
import type { ConfigFact, ProfileFacts } from '../health/facts.ts';
import { clientCredentials, gatewayUrl, tlsFingerprintOf } from '../openclaw/credentials.ts';
import type { ClientCredentials, GatewayConfig } from '../openclaw/types.ts';
import { resolvePort } from '../profiles/ports.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';

export interface AskOptions {
  /** false = work out whom to ask, and ask nobody. */
  readonly probe: boolean;
  readonly timeoutMs: number;
  readonly health: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Asked {
  readonly port: number;
  readonly portSource: ProfileFacts['portSource'];
  readonly target: ProbeTarget;
  readonly credentials: ClientCredentials;
  readonly probe: ProbeResult | null;
}

/** `definitionPort` is the port that the installed definition names, null when there is none. */
export async function askGateway(
  context: CoreContext,
  profile: ResolvedProfile,
  config: ConfigFact,
  definitionPort: number | null,
  options: AskOptions,
): Promise<Asked> {
  const known = config.ok ? config.config : emptyConfig(profile);
  const { port, source } = resolvePort({ option: null, definitionPort, profile, config: known });
  const credentials = clientCredentials(known, profile.env);
  const { url } = gatewayUrl(known, port, profile.env);
  const tlsFingerprint = known.tls.enabled ? await tlsFingerprintOf(known.tls.certPath) : null;
  const target: ProbeTarget = { url, credentials, tlsFingerprint };
  if (!options.probe) return { port, portSource: source, target, credentials, probe: null };
  const { timeoutMs, signal, health } = options;
  // The kernel's table says that nobody listens: no need to load a WebSocket client to be refused.
  if (isLoopback(url) && (await context.machine.listenMark(port)) === '') {
    return { port, portSource: source, target, credentials, probe: refusedProbe(url) };
  }
  const probe = await context.prober(target, { timeoutMs, signal, health, http: true });
  return { port, portSource: source, target, credentials, probe };
}

function isLoopback(url: string): boolean {
  return /^wss?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::|\/|$)/.test(url);
}

function refusedProbe(url: string): ProbeResult {
  const message = 'Nothing listens there (connection refused).';
  return { ok: false, health: null, detail: { ...blankDetail(url), phase: 'connect', code: 'refused', message } };
}

/** What is known when the file cannot be read: nothing. Ports fall back to environment and profile default. */
export function emptyConfig(profile: ResolvedProfile): GatewayConfig {
  return {
    path: profile.configPath,
    exists: true,
    mode: null,
    port: null,
    bind: null,
    customBindHost: null,
    tls: { enabled: false, certPath: null },
    authMode: null,
    token: { kind: 'absent' },
    password: { kind: 'absent' },
    workspace: null,
    reloadMode: null,
    logFile: null,
    files: [],
    warnings: [],
  };
}
