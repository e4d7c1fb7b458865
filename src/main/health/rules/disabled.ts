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
      // A fact, not a fault: it is a switch in the settings and a verb of the shim, and somebody used one of them or the supervisor's own.
      severity: 'notice',
      title: `${facts.profile.id} does not start by itself`,
      evidence: [say('disabled.evidence', { service: serviceName })],
      fix: writeAgain(facts, 'Enable it…'),
    };
  },
};
