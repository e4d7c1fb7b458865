import { phraseOf, phrasesOf, say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';
import { shortened } from './shortened.ts';

/** Nothing to install: OpenClaw itself is not on this machine. */
export const openclawMissing: DiagnosisRule = {
  id: 'openclaw-missing',
  rank: 16,
  evaluate(facts) {
    const { problem } = facts.program;
    if (problem === null || facts.inspection.definition.status !== 'absent') return null;
    if (problem.code !== 'entry-not-found' && problem.code !== 'entry-invalid') return null;
    return {
      code: 'openclaw-missing',
      severity: 'error',
      title: problem.code === 'entry-not-found' ? 'OpenClaw is not on this computer' : problem.message,
      evidence: shortened([
        ...(problem.code === 'entry-not-found' ? [phraseOf(problem.message, problem.told?.message)] : []),
        ...phrasesOf(problem.details ?? [], problem.told?.details),
      ]),
      fix: {
        kind: 'command',
        label: say('openclaw-missing.install'),
        command: ['npm', 'install', '-g', 'openclaw@latest'],
      },
    };
  },
};
