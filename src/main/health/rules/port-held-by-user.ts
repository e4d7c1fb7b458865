import { heldBy, holderEvidence, severityOfHeld } from './port-holder.ts';
import { type DiagnosisRule, takeOtherPort } from './rule.ts';

/** It is theirs to end; ours is to go elsewhere. */
export const portHeldByUser: DiagnosisRule = {
  id: 'port-held-by-user',
  rank: 32,
  evaluate(facts) {
    const holder = heldBy(facts, 'other-user');
    if (holder === null) return null;
    return {
      code: 'port-held-by-user',
      severity: severityOfHeld(facts),
      title: `Port ${facts.port} is taken by another user${holder.user === null ? '' : ` (${holder.user})`}`,
      evidence: holderEvidence(facts, holder),
      fix: takeOtherPort(facts),
    };
  },
};
