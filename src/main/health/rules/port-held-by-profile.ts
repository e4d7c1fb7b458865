import { heldBy, holderEvidence, severityOfHeld } from './port-holder.ts';
import { type DiagnosisRule, takeOtherPort } from './rule.ts';

/** Two profiles on one port: a supervised gateway ends the other one, again and again. */
export const portHeldByProfile: DiagnosisRule = {
  id: 'port-held-by-profile',
  rank: 31,
  evaluate(facts) {
    const holder = heldBy(facts, 'other-profile');
    if (holder === null) return null;
    return {
      code: 'port-held-by-profile',
      severity: severityOfHeld(facts),
      title: `Port ${facts.port} of ${facts.profile.id} is in use by profile ${holder.profile ?? 'of another name'}`,
      evidence: holderEvidence(facts, holder),
      fix: takeOtherPort(facts),
    };
  },
};
