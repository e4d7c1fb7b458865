import { quote } from '../../../shared/said.ts';
import { problemSaid } from '../../../shared/said-facts.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

export const definitionUnreadable: DiagnosisRule = {
  id: 'definition-unreadable',
  rank: 21,
  evaluate(facts) {
    const { definition } = facts.inspection;
    if (definition.status !== 'present' || definition.masked) return null;
    const problem = problemSaid(definition);
    if (problem === null) return null;
    return {
      code: 'definition-unreadable',
      severity: 'warning',
      title: 'The service definition could not be understood',
      evidence: [quote(definition.path), problem],
      fix: writeAgain(facts),
    };
  },
};
