import { phrasesOf, say } from '../../../shared/said.ts';
import { type DiagnosisRule, hintOf } from './rule.ts';
import { shortened } from './shortened.ts';

/** Nothing to install with: no Node (or Bun) was found. */
export const runtimeMissing: DiagnosisRule = {
  id: 'runtime-missing',
  rank: 17,
  evaluate(facts) {
    const { problem } = facts.program;
    if (problem?.code !== 'runtime-not-found' || facts.inspection.definition.status !== 'absent') return null;
    return {
      code: 'runtime-missing',
      severity: 'error',
      title: problem.message,
      evidence: shortened(phrasesOf(problem.details ?? [], problem.told?.details)),
      fix: { kind: 'advice', label: hintOf(problem) ?? say('runtime.install-node') },
    };
  },
};
