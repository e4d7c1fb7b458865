import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** A Node update or a removed OpenClaw leaves a definition that starts nothing: latent until the next restart. */
export const programGone: DiagnosisRule = {
  id: 'program-gone',
  rank: 15,
  evaluate(facts) {
    if (facts.program.missing.length === 0) return null;
    return {
      code: 'program-gone',
      severity: 'error',
      title: 'The service starts a program that is not there any more',
      evidence: facts.program.missing.map((path) => say('seen.missing', { path })),
      fix: writeAgain(facts),
    };
  },
};
