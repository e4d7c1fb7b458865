/** What a profile's own files say: its configuration as a fact, and the port that its definition gives it. */
import { portOfCommand } from '../../shared/gateway-command.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { ConfigFact } from '../health/facts.ts';
import { readGatewayConfig } from '../openclaw/config-read.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';

/** A configuration that cannot be read is a fact as well. Rejects only for a defect. */
export async function readConfigFact(profile: ResolvedProfile): Promise<ConfigFact> {
  try {
    return { ok: true, config: await readGatewayConfig(profile) };
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return { ok: false, error: cause.toOutcome().error };
  }
}

/** `--port` in the arguments, else OPENCLAW_GATEWAY_PORT of the service's environment (openclaw 2026.9.6, port truth order). */
export function portOfDefinition(definition: Pick<ServiceDefinition, 'command' | 'environment'>): number | null {
  const fromCommand = portOfCommand(definition.command);
  if (fromCommand !== null) return fromCommand;
  const text = definition.environment.OPENCLAW_GATEWAY_PORT;
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : null;
}
