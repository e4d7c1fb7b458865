import { quote, say } from '../../../shared/said.ts';
import type { FindingFix } from '../finding.ts';
import { type DiagnosisRule, repair, writeAgain } from './rule.ts';

export const definitionNotReloaded: DiagnosisRule = {
  id: 'definition-not-reloaded',
  rank: 62,
  evaluate(facts) {
    const { definition, supervisor } = facts.inspection;
    if (definition.status !== 'present' || !definition.needsReload) return null;
    const reload: FindingFix =
      supervisor === 'systemd-user'
        ? repair(facts, 'definition-not-reloaded', 'reload', 'Make systemd read it again…')
        : supervisor === 'systemd-system'
          ? {
              kind: 'command',
              label: say('definition-not-reloaded.reload'),
              command: ['sudo', 'systemctl', 'daemon-reload'],
            }
          : writeAgain(facts, 'Load it again…');
    return {
      code: 'definition-not-reloaded',
      severity: 'warning',
      title: 'The service file was changed, and the supervisor still uses the old one',
      evidence: [quote(definition.path)],
      fix: reload,
    };
  },
};
