import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

export const disabled: DiagnosisRule = {
  id: 'disabled',
  rank: 70,
  evaluate(facts) {
    const { definition, enabled, supervisor, serviceName, words } = facts.inspection;
    // The built-in supervisor never starts at boot; `survives` says so, it is no finding.
    if (definition.status !== 'present' || enabled !== false || definition.masked || supervisor === 'embedded')
      return null;
    if (supervisor === 'launchd' && words.override === 'disabled') return null;
    return {
      code: 'disabled',
      severity: 'warning',
      title: `${facts.profile.id} does not start by itself`,
      evidence: [say('disabled.evidence', { service: serviceName })],
      fix: writeAgain(facts, 'Enable it…'),
    };
  },
};
