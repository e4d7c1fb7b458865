/** One profile's facts for the monitor, asked again while the supervisor has not taken notice of a process that ended. */
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, gatherProfiles } from './gather.ts';

/** A connection ends before the supervisor has taken notice of the dead process: asked at once, it still calls it running. */
export const AFTER_DOWN_MS = 150;
const RELOOKS = 3;
const PROBE_TIMEOUT_MS = 5_000;

/** @throws ExpectedError when the profile cannot be looked at. */
export async function gatherSettled(
  context: CoreContext,
  profile: ResolvedProfile,
  deep: boolean,
): Promise<GatheredProfile> {
  let gathered = await gatherOne(context, profile, deep);
  for (let again = 0; again < RELOOKS && (await namesDeadProcess(context, gathered)); again += 1) {
    await context.clock.sleep(AFTER_DOWN_MS);
    gathered = await gatherOne(context, profile, deep);
  }
  return gathered;
}

async function gatherOne(context: CoreContext, profile: ResolvedProfile, deep: boolean): Promise<GatheredProfile> {
  const [gathered] = await gatherProfiles(context, [profile], {
    probe: true,
    deep,
    timeoutMs: PROBE_TIMEOUT_MS,
    health: true,
    locate: true,
    instances: true,
  });
  if (gathered === undefined) throw new Error(`no facts for ${profile.id}`);
  return gathered;
}

/** The supervisor has not noticed yet that its process ended: what it says is about to change. */
async function namesDeadProcess(context: CoreContext, { facts }: GatheredProfile): Promise<boolean> {
  const { process } = facts.inspection;
  if (process.state !== 'running' || facts.probe?.ok === true) return false;
  return (await context.machine.process(process.pid)) === null;
}
