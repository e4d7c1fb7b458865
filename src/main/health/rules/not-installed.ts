import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

export const notInstalled: DiagnosisRule = {
  id: 'not-installed',
  rank: 80,
  evaluate(facts) {
    if (facts.inspection.definition.status !== 'absent') return null;
    return {
      code: 'not-installed',
      severity: 'notice',
      title: `${facts.profile.id} is not installed as a service`,
      evidence: [say('not-installed.evidence', { service: facts.inspection.serviceName })],
      fix: {
        kind: 'operation',
        action: 'install',
        label: 'Install and start…',
        command: shimCommand(facts, 'gateway', 'install'),
      },
    };
  },
};
