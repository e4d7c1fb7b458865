import { say } from '../../../shared/said.ts';
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
      title: `${facts.profile.id} crashed${process.lastExit === null ? '' : ` (${process.lastExit.words})`}`,
      evidence: [
        say(process.willRestart ? 'crash.about-to-start' : 'crash.not-started'),
        ...(process.lastExit?.at == null ? [] : [say('seen.at', { at: process.lastExit.at })]),
        ...saidLast(facts),
      ],
      fix: process.willRestart
        ? { kind: 'advice', label: say('crashed.advice') }
        : { kind: 'operation', action: 'start', label: 'Start', command: shimCommand(facts, 'gateway', 'start') },
    };
  },
};
