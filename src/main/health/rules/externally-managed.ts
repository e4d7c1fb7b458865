import { say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';

/** Somebody said that the service is not ours to touch. */
export const externallyManaged: DiagnosisRule = {
  id: 'externally-managed',
  rank: 3,
  evaluate(facts) {
    if (facts.profile.env.OPENCLAW_SUPERVISOR_MODE !== 'external') return null;
    return {
      code: 'externally-managed',
      severity: 'notice',
      title: `${facts.profile.id} is managed by another supervisor`,
      evidence: [say('externally-managed.evidence')],
      fix: { kind: 'advice', label: say('externally-managed.advice') },
    };
  },
};
