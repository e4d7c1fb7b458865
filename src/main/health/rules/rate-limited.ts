import { say } from '../../../shared/said.ts';
import { holderOf } from './port-holder.ts';
import type { DiagnosisRule } from './rule.ts';

export const rateLimited: DiagnosisRule = {
  id: 'rate-limited',
  rank: 53,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'rate-limited' || holderOf(facts) !== null) return null;
    const wait = facts.probe.detail.retryAfterMs;
    return {
      code: 'rate-limited',
      severity: 'warning',
      title: `${facts.profile.id} refuses logins for a while, after too many wrong ones`,
      evidence: wait === null ? [] : [say('rate-limited.evidence', { seconds: Math.ceil(wait / 1000) })],
      fix: { kind: 'advice', label: say('rate-limited.advice') },
    };
  },
};
