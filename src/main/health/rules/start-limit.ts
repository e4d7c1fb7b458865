import { type DiagnosisRule, isRunning, saidLast, shimCommand } from './rule.ts';

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
        ...(words.StartLimitBurst === undefined
          ? []
          : [`Its limit is ${words.StartLimitBurst} starts in ${words.StartLimitIntervalUSec ?? 'its interval'}.`]),
        ...('lastExit' in process && process.lastExit !== null ? [`Last exit: ${process.lastExit.words}.`] : []),
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
