import type { ResolvedProfile } from '../profiles/profile.ts';
import type { ServiceCandidate } from '../supervisors/choose.ts';
import type { Host } from '../system/host.ts';
import { hostOfServiceUser } from '../system/host-of-account.ts';

/** What the supervisors need to know to find a profile's service. */
export function candidateOf(profile: ResolvedProfile): ServiceCandidate {
  return {
    profile: profile.id,
    stateDir: profile.stateDir,
    scope: profile.account === null ? 'user' : 'system',
    names: profile.names,
  };
}

/** The host as the service of this profile sees it: this person's, or that of the account of a system service. */
export function hostFor(host: Host, { account }: Pick<ResolvedProfile, 'account'>): Host {
  return account === null ? host : hostOfServiceUser(host, account, account.uid);
}
