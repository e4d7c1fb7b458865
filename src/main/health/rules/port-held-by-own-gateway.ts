import { say } from '../../../shared/said.ts';
import { heldBy, holderEvidence, severityOfHeld } from './port-holder.ts';
import { type DiagnosisRule, isInstalled, repair, takeOtherPort } from './rule.ts';

/** Started by hand, or left over from a crash: the service cannot have its port. */
export const portHeldByOwnGateway: DiagnosisRule = {
  id: 'port-held-by-own-gateway',
  rank: 30,
  evaluate(facts) {
    const holder = heldBy(facts, 'this-profile', 'gateway');
    if (holder === null) return null;
    const sure = holder.class === 'this-profile';
    return {
      code: 'port-held-by-own-gateway',
      severity: severityOfHeld(facts),
      title: sure
        ? `A gateway of ${facts.profile.id} that its service did not start holds port ${facts.port}`
        : `An OpenClaw gateway that is not the service of ${facts.profile.id} holds port ${facts.port}`,
      evidence: [...holderEvidence(facts, holder), ...(sure ? [] : [say('port-held.unknown-profile')])],
      fix: isInstalled(facts)
        ? repair(facts, 'port-held-by-own-gateway', 'free-port', 'End it and start the service…')
        : { kind: 'advice', label: say('port-held.end-then-install') },
      otherFixes: [takeOtherPort(facts)],
    };
  },
};
