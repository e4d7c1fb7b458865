import type { DiagnosisRule } from './rule.ts';

/** A shell by su, sudo or cron has no user bus: nothing can be said about the user's services, and nothing done. */
export const userBusMissing: DiagnosisRule = {
  id: 'user-bus-missing',
  rank: 4,
  evaluate(facts) {
    const refusal = facts.closer?.refusal ?? null;
    if (refusal?.code !== 'user-bus-missing') return null;
    return {
      code: 'user-bus-missing',
      severity: 'error',
      title: "This session cannot reach the user's systemd",
      evidence: [refusal.reason],
      fix: { kind: 'advice', label: refusal.hint },
    };
  },
};
