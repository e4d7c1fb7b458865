/** `profiles`: every profile of this machine, from its folders, its services and what was remembered. */
import { discoverProfiles } from '../profiles/discover.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';

export async function listProfiles(context: CoreContext): Promise<readonly ResolvedProfile[]> {
  const remembered = await context.profiles.read();
  return discoverProfiles(context.host, remembered.profiles);
}
