import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, lastExitWords, saidLast, shimCommand } from './rule.ts';

export const crashLoop: DiagnosisRule = {
  id: 'crash-loop',
  rank: 40,
  evaluate(facts) {
    const { process, words } = facts.inspection;
    if (process.state !== 'crash-looping' || words.Result === 'start-limit-hit') return null;
    return {
      code: 'crash-loop',
      severity: 'error',
      title: `${facts.profile.id} keeps crashing${process.lastExit === null ? '' : ` (${process.lastExit.words})`}`,
      evidence: [
        ...(process.restarts === null ? [] : [say('crash.restarts', { count: process.restarts })]),
        ...(process.lastExit === null ? [] : [lastExitWords(process.lastExit)]),
        say(process.gaveUp ? 'crash.gave-up' : 'crash.goes-on'),
        ...saidLast(facts),
      ],
      fix: process.gaveUp
        ? { kind: 'operation', action: 'start', label: 'Try again', command: shimCommand(facts, 'gateway', 'start') }
        : { kind: 'operation', action: 'stop', label: 'Stop the loop', command: shimCommand(facts, 'gateway', 'stop') },
    };
  },
};
