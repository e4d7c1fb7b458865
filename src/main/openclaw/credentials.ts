/** Which secret and which address a local client uses for a gateway. Reads the certificate at most; sends nothing. */
import { type Phrase, say } from '../../shared/said.ts';
import type { Environment } from '../system/host.ts';
import { readRegularText } from './read-text.ts';
import type { ClientCredentials, GatewayConfig, SecretValue } from './types.ts';

/**
 * The secret to present, with the precedence of OpenClaw's clients (2026.9.6, credentials): the environment first, then the
 * configuration. With `gateway.auth.mode` only the secret of that mode; without it the token, and the password when there is no token.
 */
export function clientCredentials(config: GatewayConfig, env: Environment): ClientCredentials {
  const nothing: ClientCredentials = { token: null, password: null, source: null, problem: null };
  if (config.authMode === 'none') return nothing;
  const token = choose(env, 'OPENCLAW_GATEWAY_TOKEN', config.token, 'gateway.auth.token', config.path);
  const password = choose(env, 'OPENCLAW_GATEWAY_PASSWORD', config.password, 'gateway.auth.password', config.path);
  const wantsPassword = config.authMode === 'password' || config.authMode === 'trusted-proxy';
  const order = wantsPassword ? [password] : config.authMode === 'token' ? [token] : [token, password];
  const found = order.find((candidate) => candidate.value !== null);
  if (found !== undefined) {
    return found === token
      ? { ...nothing, token: found.value, source: found.source }
      : { ...nothing, password: found.value, source: found.source };
  }
  const problem = order.find((candidate) => candidate.problem !== null);
  return { ...nothing, source: problem?.source ?? null, problem: problem?.problem ?? null };
}

interface Candidate {
  readonly value: string | null;
  readonly source: string | null;
  readonly problem: Phrase | null;
}

function choose(env: Environment, variable: string, secret: SecretValue, field: string, path: string): Candidate {
  const fromEnvironment = env[variable]?.trim() ?? '';
  if (fromEnvironment !== '')
    return { value: fromEnvironment, source: `environment variable ${variable}`, problem: null };
  switch (secret.kind) {
    case 'absent':
      return { value: null, source: null, problem: null };
    case 'literal':
      return { value: secret.value, source: `${field} in ${path}`, problem: null };
    case 'reference':
      return { value: secret.value, source: secret.origin, problem: null };
    case 'unresolved':
      return {
        value: null,
        source: secret.origin,
        problem: say('secret.not-worked-out', { field, reason: secret.reason }),
      };
  }
}

const LOOPBACK = '127.0.0.1';

/** Address of a profile's own gateway, for a client on the same machine. */
export interface GatewayAddress {
  readonly url: string;
  readonly scheme: 'ws' | 'wss';
  readonly host: string;
  readonly port: number;
  /** Something the person should know about the address; null when there is nothing. */
  readonly warning: Phrase | null;
}

/**
 * `ws` or, with TLS, `wss` at 127.0.0.1: the gateway listens there under every bind mode, beside whatever else is asked for; with a
 * custom address that is no IPv4 address it does not start at all (openclaw 2026.9.6, net and runtime config). OPENCLAW_GATEWAY_URL is not followed, as in `openclaw gateway status`: it may name another machine's gateway,
 * while here the profile's own service is asked.
 */
export function gatewayUrl(config: Pick<GatewayConfig, 'tls'>, port: number, env: Environment): GatewayAddress {
  const scheme = config.tls.enabled ? 'wss' : 'ws';
  const elsewhere = env.OPENCLAW_GATEWAY_URL?.trim() ?? '';
  return {
    url: `${scheme}://${LOOPBACK}:${port}`,
    scheme,
    host: LOOPBACK,
    port,
    warning: elsewhere === '' ? null : say('warning.url-not-followed'),
  };
}

/**
 * SHA-256 of the first certificate in a PEM file: hex, lower case, no colons. null when there is no path or no certificate could be read
 * there; a client then trusts the system's authorities only.
 */
export async function tlsFingerprintOf(certPath: string | null): Promise<string | null> {
  if (certPath === null) return null;
  const read = await readRegularText(certPath, 1024 * 1024);
  if (read.kind !== 'text') return null;
  const { X509Certificate } = await import('node:crypto');
  try {
    return new X509Certificate(read.text).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch (cause) {
    // OpenSSL's parser refuses what is no certificate with an error of its own; anything without its code is a defect.
    if (cause instanceof Error && 'code' in cause) return null;
    throw cause;
  }
}
