/** Which ports the other profiles of this machine use, and a free one that keeps clear of all of them. */
import { proposeFreePort, resolvePort, type UsedPort } from '../profiles/ports.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { portOfDefinition, readConfigFact } from './gather.ts';
import { listProfiles } from './profiles.ts';

/** Ports of all other profiles that have a service or a configuration. */
export async function portsOfOthers(context: CoreContext, profile: ResolvedProfile): Promise<readonly UsedPort[]> {
  const others = (await listProfiles(context)).filter((other) => other.id !== profile.id);
  const located = await context.supervisors.locate(
    others.map((other) => ({ profile: other.id, stateDir: other.stateDir, names: other.names })),
  );
  const taken: UsedPort[] = [];
  for (const [index, other] of others.entries()) {
    const inspection = located[index]?.inspection;
    const parsed = inspection?.definition.status === 'present' ? inspection.definition.parsed : null;
    const config = await readConfigFact(other);
    if (parsed === null && !(config.ok && config.config.exists)) continue; // Named somewhere, but it has neither service nor configuration.
    const definitionPort = parsed === null ? null : portOfDefinition(parsed);
    const port = config.ok
      ? resolvePort({ option: null, definitionPort, profile: other, config: config.config }).port
      : (definitionPort ?? other.defaultPort);
    taken.push({ profile: other.id, port });
  }
  return taken;
}

/** A port above `port` that is free now and clear of the others' derived ports; null when none was found. */
export function freePortAfter(context: CoreContext, port: number, taken: readonly UsedPort[]): Promise<number | null> {
  return proposeFreePort(
    port + 120,
    taken,
    async (candidate) => (await context.machine.isPortFree(candidate)) === true,
  );
}
