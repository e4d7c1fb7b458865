import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

export const lingerOff: DiagnosisRule = {
  id: 'linger-off',
  rank: 90,
  evaluate(facts) {
    if (facts.inspection.definition.status !== 'present' || facts.survival.logout !== false) return null;
    if (facts.inspection.supervisor !== 'systemd-user') return null;
    return {
      code: 'linger-off',
      severity: 'notice',
      title: `${facts.profile.id} stops when you log out`,
      evidence: [facts.survival.reason ?? say('linger-off.evidence')],
      fix: {
        kind: 'operation',
        action: 'enable-linger',
        label: 'Keep it running after logout…',
        command: shimCommand(facts, 'gateway', 'install', '--linger'),
      },
    };
  },
};
