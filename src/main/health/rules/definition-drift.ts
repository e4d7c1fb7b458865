import { driftInWords } from '../drift.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** What stands in the definition and what an installation would write differ, field by field. */
export const definitionDrift: DiagnosisRule = {
  id: 'definition-drift',
  rank: 63,
  evaluate(facts) {
    const drift = facts.closer?.drift ?? [];
    const real = drift.filter(({ kind }) => kind !== 'edited');
    if (drift.length === 0) return null;
    return {
      code: 'definition-drift',
      severity: real.length > 0 ? 'warning' : 'notice',
      title:
        real.length > 0
          ? `The service of ${facts.profile.id} is not what it should be`
          : `The service of ${facts.profile.id} was edited by hand`,
      evidence: drift.map(driftInWords),
      fix: writeAgain(facts, real.length > 0 ? 'Write the service again…' : 'Undo the edits…'),
    };
  },
};
