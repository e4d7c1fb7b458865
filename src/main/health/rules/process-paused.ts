import { say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';

/** It runs, holds its port and does nothing. */
export const processPaused: DiagnosisRule = {
  id: 'process-paused',
  rank: 37,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (facts.processPaused !== true || process.state !== 'running') return null;
    return {
      code: 'process-paused',
      severity: 'error',
      title: `The process of ${facts.profile.id} was stopped by a signal`,
      evidence: [say('process-paused.evidence', { pid: process.pid })],
      fix: { kind: 'command', label: say('process-paused.continue'), command: ['kill', '-CONT', String(process.pid)] },
    };
  },
};
