import { CONFIG_EXIT } from './config-refused.ts';
import { type DiagnosisRule, isInstalled, saidLast, shimCommand } from './rule.ts';

export const crashed: DiagnosisRule = {
  id: 'crashed',
  rank: 42,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (process.state !== 'crashed' || !isInstalled(facts) || process.lastExit?.code === CONFIG_EXIT) return null;
    return {
      code: 'crashed',
      severity: process.willRestart ? 'warning' : 'error',
      title: `${facts.profile.id} crashed${process.lastExit === null ? '' : `: ${process.lastExit.words}`}`,
      evidence: [
        process.willRestart ? 'The supervisor is about to start it again.' : 'The supervisor does not start it again.',
        ...(process.lastExit?.at == null ? [] : [`At ${process.lastExit.at}.`]),
        ...saidLast(facts),
      ],
      fix: process.willRestart
        ? { kind: 'advice', label: 'Wait for the next start; if it crashes again, the log says why.' }
        : { kind: 'operation', action: 'start', label: 'Start', command: shimCommand(facts, 'gateway', 'start') },
    };
  },
};
