import { quote } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

export const definitionUnreadable: DiagnosisRule = {
  id: 'definition-unreadable',
  rank: 21,
  evaluate(facts) {
    const { definition } = facts.inspection;
    if (definition.status !== 'present' || definition.problem === null || definition.masked) return null;
    return {
      code: 'definition-unreadable',
      severity: 'warning',
      title: 'The service definition could not be understood',
      evidence: [quote(definition.path), definition.problem],
      fix: writeAgain(facts),
    };
  },
};
