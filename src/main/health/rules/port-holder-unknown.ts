import { heldBy, severityOfHeld } from './port-holder.ts';
import { type DiagnosisRule, takeOtherPort } from './rule.ts';

export const portHolderUnknown: DiagnosisRule = {
  id: 'port-holder-unknown',
  rank: 34,
  evaluate(facts) {
    const holder = heldBy(facts, 'unreadable');
    if (holder !== null) {
      return {
        code: 'port-holder-unknown',
        severity: severityOfHeld(facts),
        title: `Port ${facts.port} is taken, and who holds it may not be seen`,
        evidence: [
          facts.portOwner.owner === 'unreadable' && facts.portOwner.uid !== null
            ? `Its socket belongs to the user with number ${facts.portOwner.uid}.`
            : 'Another user, a container or another network namespace holds it.',
        ],
        fix: takeOtherPort(facts),
        otherFixes: [
          {
            kind: 'command',
            label: 'Look as administrator',
            command: ['sudo', 'ss', '-ltnp', `sport = :${facts.port}`],
          },
        ],
      };
    }
    return null;
  },
};
