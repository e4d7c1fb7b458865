import { type Said, say } from '../../../shared/said.ts';
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
        say('scope.user', { side: inWords(fight.user) }),
        say('scope.system', { side: inWords(fight.system) }),
        ...fight.shared,
        ...(fight.kind === 'unclear' ? [say('scope.unclear')] : []),
      ],
      fix: {
        kind: 'command',
        label: say('scope.keep-system'),
        command: ['systemctl', '--user', 'disable', '--now', fight.user.serviceName],
      },
    };
  },
};

function inWords({ path, serviceName, runs, enabled }: ScopeFight['user']): Said {
  return say('scope.side', {
    path: path ?? serviceName,
    runs: say(runs === null ? 'scope.runs-unknown' : runs ? 'scope.runs' : 'scope.stopped'),
    enabled: say(enabled === null ? 'scope.starts-unknown' : enabled ? 'scope.starts' : 'scope.starts-not'),
  });
}

export const scopeRules: readonly DiagnosisRule[] = [dueling];
