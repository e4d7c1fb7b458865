import { say, textOf } from '../../../shared/said.ts';
import { reasonSaid } from '../../../shared/said-facts.ts';
import type { DiagnosisRule } from './rule.ts';

export const supervisorSilent: DiagnosisRule = {
  id: 'supervisor-silent',
  rank: 5,
  evaluate(facts) {
    if (facts.closer?.refusal?.code === 'user-bus-missing') return null;
    const { process, definition } = facts.inspection;
    const reason =
      process.state === 'unknown'
        ? reasonSaid(process)
        : definition.status === 'unknown'
          ? reasonSaid(definition)
          : null;
    if (reason === null) return null;
    const refusal = facts.closer?.refusal ?? null;
    return {
      code: 'supervisor-silent',
      severity: 'error',
      title: 'The supervisor could not be asked',
      evidence:
        refusal === null
          ? [reason]
          : textOf(refusal.reason) === textOf(reason)
            ? [refusal.reason]
            : [reason, refusal.reason],
      fix: {
        kind: 'advice',
        label: refusal?.hint ?? say('supervisor-silent.advice'),
      },
    };
  },
};
