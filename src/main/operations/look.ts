/** One look at a profile, and what every operation reads from it. */
import { isGatewayAnswer } from '../health/verdict.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, gatherProfiles } from './gather.ts';

const PROBE_TIMEOUT_MS = 3_000;

export async function look(
  context: CoreContext,
  profile: ResolvedProfile,
  options: { probe?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<GatheredProfile> {
  const [gathered] = await gatherProfiles(context, [profile], {
    probe: options.probe ?? true,
    deep: false,
    timeoutMs: PROBE_TIMEOUT_MS,
    health: true,
    signal: options.signal,
  });
  if (gathered === undefined) throw new Error(`no facts for ${profile.id}`);
  return gathered;
}

/** The service's process owns the port and what answers there is a gateway (which may still refuse our secret). */
export function isServing({ facts }: GatheredProfile): boolean {
  const { process } = facts.inspection;
  if (process.state !== 'running' && process.state !== 'starting') return false;
  if (facts.probe === null || !isGatewayAnswer(facts.probe.detail.code) || facts.probe.detail.code === 'starting')
    return false;
  if (facts.probe.detail.code === 'stopping') return false;
  // Where owners cannot be read at all, the answer is the best proof there is.
  if (facts.portOwner.owner === 'unreadable') return facts.portOwner.sameAccount === true;
  return facts.portOwner.owner === 'unknown' || (facts.portOwner.owner === 'process' && facts.portOwner.own);
}

export function pidOf({ facts }: GatheredProfile): number | null {
  const { process } = facts.inspection;
  return 'pid' in process ? process.pid : null;
}
