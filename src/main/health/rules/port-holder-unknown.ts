import { say } from '../../../shared/said.ts';
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
            ? say('port-held.socket-uid', { uid: facts.portOwner.uid })
            : say('port-held.elsewhere'),
        ],
        fix: takeOtherPort(facts),
        otherFixes: [
          {
            kind: 'command',
            label: say('port-held.look-as-administrator'),
            command: ['sudo', 'ss', '-ltnp', `sport = :${facts.port}`],
          },
        ],
      };
    }
    return null;
  },
};
