/**
 * Which port a profile's gateway has, and whether that port goes together with the other profiles'. A supervised gateway ends whatever
 * other gateway holds its port, so two profiles on one port are a danger, not a nuisance.
 */
import { MINIMUM_PORT_DISTANCE, parsePort, portsTooClose } from '../../shared/profile.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import type { GatewayConfig } from '../openclaw/types.ts';
import type { ResolvedProfile } from './profile.ts';

export interface PortQuestion {
  /** `--port`, when one was given. */
  readonly option?: number | null | undefined;
  /** Port of the installed definition; null when there is none, or when it is about to be written anew (install). */
  readonly definitionPort: number | null;
  readonly profile: Pick<ResolvedProfile, 'name' | 'defaultPort' | 'env'>;
  /** null when the configuration could not be read. */
  readonly config: Pick<GatewayConfig, 'port'> | null;
}

export interface PortAnswer {
  readonly port: number;
  readonly source: StatusReport['portSource'];
}

/**
 * Option, then the installed definition, then OPENCLAW_GATEWAY_PORT, then `gateway.port`, then the profile's default (openclaw 2026.9.6,
 * paths). For an install give `definitionPort: null`. An environment value that is no port is passed over, as OpenClaw does.
 */
export function resolvePort(question: PortQuestion): PortAnswer {
  const { option, definitionPort, profile, config } = question;
  if (option !== null && option !== undefined) return { port: option, source: 'option' };
  if (definitionPort !== null) return { port: definitionPort, source: 'service' };
  const fromEnvironment = portOfEnvironment(profile.env.OPENCLAW_GATEWAY_PORT);
  if (fromEnvironment !== null) {
    // `--dev` puts its default into the environment, where it beats the configuration; to a person it is still the default.
    const source =
      profile.name === 'dev' && fromEnvironment === profile.defaultPort ? 'profile-default' : 'environment';
    return { port: fromEnvironment, source };
  }
  const fromConfig = config?.port ?? null;
  if (fromConfig !== null) return { port: fromConfig, source: 'config' };
  return { port: profile.defaultPort, source: 'profile-default' };
}

/** Reads OPENCLAW_GATEWAY_PORT: `PORT`, `host:PORT` or `[v6]:PORT`; null for anything else. */
export function portOfEnvironment(value: string | undefined): number | null {
  const text = value?.trim() ?? '';
  const digits = /^(?:\[[^\]]+\]:|[^:]+:)?(\d+)$/.exec(text)?.[1];
  if (digits === undefined) return null;
  const port = parsePort(digits.replace(/^0+(?=\d)/, ''));
  return port.ok ? port.value : null;
}

export interface UsedPort {
  /** Profile id. */
  readonly profile: string;
  readonly port: number;
}

export interface PortConflict extends UsedPort {
  readonly kind: 'same' | 'too-close';
  /** Sentence with both ports. */
  readonly message: string;
}

/** The profiles whose gateways would meet one on `port`, nearest first; empty when there is none. */
export function checkPortAgainst(port: number, others: readonly UsedPort[]): readonly PortConflict[] {
  return others
    .filter((other) => portsTooClose(port, other.port))
    .toSorted((a, b) => Math.abs(a.port - port) - Math.abs(b.port - port))
    .map((other) => ({ ...other, ...conflictOf(port, other) }));
}

function conflictOf(port: number, other: UsedPort): { kind: PortConflict['kind']; message: string } {
  if (other.port === port)
    return { kind: 'same', message: `Port ${port} is already used by profile ${other.profile}.` };
  const distance = Math.abs(other.port - port);
  return {
    kind: 'too-close',
    message: `Port ${port} is only ${distance} away from port ${other.port} of profile ${other.profile}; gateways need ${MINIMUM_PORT_DISTANCE} between them.`,
  };
}

const FIRST_USER_PORT = 1024;
/** The highest base port whose browser ports (up to base + 110) still exist. */
const LAST_BASE_PORT = 65535 - 110;
const MAX_TRIES = 200;

/**
 * A port near `wanted` that no other profile is close to and that `isFree` accepts; null when 200 candidates were refused.
 * `isFree` is asked only about ports that pass the first test.
 */
export async function proposeFreePort(
  wanted: number,
  others: readonly UsedPort[],
  isFree: (port: number) => Promise<boolean>,
): Promise<number | null> {
  const span = LAST_BASE_PORT - FIRST_USER_PORT + 1;
  const start = Math.min(Math.max(wanted, FIRST_USER_PORT), LAST_BASE_PORT) - FIRST_USER_PORT;
  let tries = 0;
  // Half the distance at a time, so that a gap of exactly one distance between two others is found too.
  for (let step = 0; step * (MINIMUM_PORT_DISTANCE / 2) < span && tries < MAX_TRIES; step += 1) {
    const port = FIRST_USER_PORT + ((start + step * (MINIMUM_PORT_DISTANCE / 2)) % span);
    if (checkPortAgainst(port, others).length > 0) continue;
    tries += 1;
    if (await isFree(port)) return port;
  }
  return null;
}
