import { type DiagnosisRule, lastExitWords, shimCommand } from './rule.ts';

export const stopped: DiagnosisRule = {
  id: 'stopped',
  rank: 75,
  evaluate(facts) {
    const { process, definition } = facts.inspection;
    if (process.state !== 'stopped' || definition.status !== 'present' || facts.probe?.ok === true) return null;
    return {
      code: 'stopped',
      severity: 'notice',
      title: `${facts.profile.id} is stopped`,
      evidence: process.lastExit === null ? [] : [lastExitWords(process.lastExit)],
      fix: { kind: 'operation', action: 'start', label: 'Start', command: shimCommand(facts, 'gateway', 'start') },
    };
  },
};
