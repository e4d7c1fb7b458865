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
      evidence: [
        `Process ${process.pid} is in state T: it holds its port and does nothing until it gets SIGCONT (proc_pid_stat(5)).`,
      ],
      fix: { kind: 'command', label: 'Let it go on', command: ['kill', '-CONT', String(process.pid)] },
    };
  },
};
