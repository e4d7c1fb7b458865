import { phrasesOf, say } from '../../../shared/said.ts';
import { type DiagnosisRule, hintOf, isRunning, writeAgain } from './rule.ts';
import { shortened } from './shortened.ts';

/** The runtime of the definition (or the only one there is) is older than OpenClaw accepts. */
export const runtimeTooOld: DiagnosisRule = {
  id: 'runtime-too-old',
  rank: 19,
  evaluate(facts) {
    const { problem } = facts.program;
    if (problem?.code === 'runtime-too-old' && facts.inspection.definition.status === 'absent') {
      return {
        code: 'runtime-too-old',
        severity: 'error',
        title: problem.message,
        evidence: shortened(phrasesOf(problem.details ?? [], problem.told?.details)),
        fix: { kind: 'advice', label: hintOf(problem) ?? say('runtime.install-node') },
      };
    }
    const runtime = facts.closer?.runtime ?? null;
    if (runtime === null || runtime.accepted !== false || facts.program.missing.length > 0) return null;
    return {
      code: 'runtime-too-old',
      severity: isRunning(facts) && facts.probe?.ok === true ? 'warning' : 'error',
      title: `OpenClaw does not run with ${runtime.version === null ? 'this runtime' : `version ${runtime.version}`} of ${runtime.path}`,
      evidence: [say('runtime.wants', { range: runtime.wanted })],
      fix: writeAgain(facts, 'Use a newer one…'),
    };
  },
};
