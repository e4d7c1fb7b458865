import { say } from '../../../shared/said.ts';
import { heldBy, holderEvidence, inShort, severityOfHeld } from './port-holder.ts';
import { type DiagnosisRule, takeOtherPort } from './rule.ts';

/** Another program listens there. It is never ended by us: we cannot know what it is good for. */
export const portTaken: DiagnosisRule = {
  id: 'port-taken',
  rank: 33,
  evaluate(facts) {
    const holder = heldBy(facts, 'foreign');
    if (holder === null) return null;
    return {
      code: 'port-taken',
      severity: severityOfHeld(facts),
      title: `Port ${facts.port} is taken by ${inShort(holder)}`,
      evidence: holderEvidence(facts, holder),
      fix: takeOtherPort(facts),
      otherFixes: [{ kind: 'advice', label: say('port-taken.advice') }],
    };
  },
};
