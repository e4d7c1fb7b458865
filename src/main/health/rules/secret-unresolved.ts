import { say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';

export const secretUnresolved: DiagnosisRule = {
  id: 'secret-unresolved',
  rank: 12,
  evaluate(facts) {
    if (facts.credentials.problem === null) return null;
    return {
      code: 'secret-unresolved',
      severity: 'warning',
      title: 'The secret of the gateway could not be worked out',
      evidence: [facts.credentials.problem],
      fix: {
        kind: 'advice',
        label: say('secret-unresolved.advice'),
      },
    };
  },
};
