import { type Phrase, say } from '../../../shared/said.ts';
import { type DiagnosisRule, isRunning, lastExitWords, saidLast, shimCommand } from './rule.ts';

/** Result start-limit-hit: after clean exits, or when somebody restarted it by hand too often. Our start resets the limit first. */
export const startLimit: DiagnosisRule = {
  id: 'start-limit',
  rank: 38,
  evaluate(facts) {
    const { process, words, supervisor } = facts.inspection;
    if (!supervisor.startsWith('systemd') || words.Result !== 'start-limit-hit' || isRunning(facts)) return null;
    return {
      code: 'start-limit',
      severity: 'error',
      title: `systemd refuses to start ${facts.profile.id}: it was started too often in a short time`,
      evidence: [
        ...(words.StartLimitBurst === undefined ? [] : [limitOf(words.StartLimitBurst, words.StartLimitIntervalUSec)]),
        ...('lastExit' in process && process.lastExit !== null ? [lastExitWords(process.lastExit)] : []),
        ...saidLast(facts),
      ],
      fix: {
        kind: 'operation',
        action: 'start',
        label: 'Forgive it and start',
        command: shimCommand(facts, 'gateway', 'start'),
      },
    };
  },
};

function limitOf(burst: string, interval: string | undefined): Phrase {
  return interval === undefined
    ? say('start-limit.limit-interval', { burst })
    : say('start-limit.limit', { burst, interval });
}
