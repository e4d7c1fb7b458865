import { type DiagnosisRule, saidLast, shimCommand } from './rule.ts';

export const crashLoop: DiagnosisRule = {
  id: 'crash-loop',
  rank: 40,
  evaluate(facts) {
    const { process, words } = facts.inspection;
    if (process.state !== 'crash-looping' || words.Result === 'start-limit-hit') return null;
    return {
      code: 'crash-loop',
      severity: 'error',
      title: `${facts.profile.id} keeps crashing${process.lastExit === null ? '' : `: ${process.lastExit.words}`}`,
      evidence: [
        ...(process.restarts === null ? [] : [`${process.restarts} automatic restarts.`]),
        ...(process.lastExit === null ? [] : [`Last exit: ${process.lastExit.words}.`]),
        process.gaveUp ? 'The supervisor gave up and will not try again by itself.' : 'The supervisor goes on trying.',
        ...saidLast(facts),
      ],
      fix: process.gaveUp
        ? { kind: 'operation', action: 'start', label: 'Try again', command: shimCommand(facts, 'gateway', 'start') }
        : { kind: 'operation', action: 'stop', label: 'Stop the loop', command: shimCommand(facts, 'gateway', 'stop') },
    };
  },
};
