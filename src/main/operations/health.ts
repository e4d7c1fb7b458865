/** `health`: what one gateway says of itself, over RPC; of a profile, or of any address. */

import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { ProbeResult } from '../gateway/types.ts';
import { clientCredentials, gatewayUrl, tlsFingerprintOf } from '../openclaw/credentials.ts';
import { resolvePort } from '../profiles/ports.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { candidateOf } from './candidate.ts';
import type { CoreContext } from './context.ts';
import { portOfDefinition, readConfigFact } from './profile-files.ts';

export interface HealthRequest {
  readonly profile: ResolvedProfile;
  /** Asks this address instead of the profile's own. */
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly password?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws ExpectedError when it cannot be worked out whom to ask; what the gateway does is in the result. */
export async function readHealth(context: CoreContext, request: HealthRequest): Promise<ProbeResult> {
  const { profile } = request;
  const given = request.token !== undefined || request.password !== undefined;
  const explicit = {
    token: request.token ?? null,
    password: request.password ?? null,
    source: 'the command line',
    problem: null,
  };
  if (request.url !== undefined) {
    const url = parseGatewayUrl(request.url);
    // A profile's own secret is only ever shown to that profile's own gateway.
    const credentials = given ? explicit : { token: null, password: null, source: null, problem: null };
    return context.prober({ url, credentials, tlsFingerprint: null }, probeOptions(request));
  }
  const config = await readConfigFact(profile);
  if (!config.ok) throw ExpectedError.from(config.error);
  const [located] = await context.supervisors.locate([candidateOf(profile)]);
  const definition = located?.inspection.definition;
  const parsed = definition?.status === 'present' ? definition.parsed : null;
  const { port } = resolvePort({
    option: null,
    definitionPort: parsed === null ? null : portOfDefinition(parsed),
    profile,
    config: config.config,
  });
  const { url } = gatewayUrl(config.config, port, profile.env);
  return context.prober(
    {
      url,
      credentials: given ? explicit : clientCredentials(config.config, profile.env),
      tlsFingerprint: config.config.tls.enabled ? await tlsFingerprintOf(config.config.tls.certPath) : null,
    },
    probeOptions(request),
  );
}

function probeOptions(request: HealthRequest) {
  return { timeoutMs: request.timeoutMs, signal: request.signal, health: true, http: true };
}

/** ws, wss, http and https are understood. @throws ExpectedError `invalid-option`. */
export function parseGatewayUrl(text: string): string {
  const parsed = URL.parse(text);
  const scheme =
    parsed === null ? undefined : { 'ws:': 'ws:', 'wss:': 'wss:', 'http:': 'ws:', 'https:': 'wss:' }[parsed.protocol];
  if (parsed === null || scheme === undefined || parsed.hostname === '') {
    throw new ExpectedError('invalid-option', say('invalid-option.address'), {
      hint: say('hint.url-example'),
    });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ExpectedError('invalid-option', say('invalid-option.credentials'), {
      hint: say('hint.with-token'),
    });
  }
  return `${scheme}//${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`;
}
