import { type ScopeFight, scopeFight } from '../../supervisors/systemd/system-fight.ts';
import type { DiagnosisRule } from './rule.ts';

/** A user service and a system service of one profile. The system one was set up on purpose by an administrator, so the user's goes. */
const dueling: DiagnosisRule = {
  id: 'dueling-scopes',
  rank: 18,
  evaluate({ scopes, profile }) {
    const fight = scopes === undefined || scopes === null ? null : scopeFight(scopes.user, scopes.system);
    if (fight === null) return null;
    const dangerous = fight.kind !== 'apart' && fight.bothRun !== false;
    return {
      code: 'dueling-scopes',
      severity: dangerous ? (fight.kind === 'shared' ? 'error' : 'warning') : 'notice',
      title:
        fight.kind === 'shared' && fight.bothRun === true
          ? `Two services fight over ${profile.id}: one of your user and one of the system`
          : `${profile.id} is installed twice: for your user and for the system`,
      evidence: [
        `User service: ${inWords(fight.user)}.`,
        `System service: ${inWords(fight.system)}.`,
        ...fight.shared,
        ...(fight.kind === 'unclear' ? ['One of them could not be read, so what they share is not known.'] : []),
      ],
      fix: {
        kind: 'command',
        label: 'Keep the system service and turn the one of your user off',
        command: ['systemctl', '--user', 'disable', '--now', fight.user.serviceName],
      },
    };
  },
};

function inWords(side: ScopeFight['user']): string {
  const known = (value: boolean | null, yes: string, no: string) =>
    value === null ? `not known whether it ${yes}` : value ? yes : no;
  return `${side.path ?? side.serviceName} (${known(side.runs, 'runs', 'stopped')}, ${known(side.enabled, 'starts by itself', 'does not start by itself')})`;
}

export const scopeRules: readonly DiagnosisRule[] = [dueling];
