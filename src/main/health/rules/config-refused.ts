import { type DiagnosisRule, isInstalled, saidLast } from './rule.ts';

export const configRefused: DiagnosisRule = {
  id: 'config-refused',
  rank: 41,
  evaluate(facts) {
    const { process } = facts.inspection;
    if (process.state !== 'crashed' || !isInstalled(facts) || process.lastExit?.code !== CONFIG_EXIT) return null;
    return {
      code: 'config-refused',
      severity: process.willRestart ? 'warning' : 'error',
      title: `${facts.profile.id} crashed: ${process.lastExit.words}`,
      evidence: [
        process.willRestart ? 'The supervisor is about to start it again.' : 'The supervisor does not start it again.',
        ...(process.lastExit.at === null ? [] : [`At ${process.lastExit.at}.`]),
        `Configuration: ${facts.service?.configPath ?? facts.profile.configPath}`,
        ...saidLast(facts),
      ],
      fix: {
        kind: 'advice',
        label: 'Correct the configuration (the log names what is wrong in it), then start it.',
      },
    };
  },
};

/** The gateway ends with it when openclaw.json is not valid, and is not started again (openclaw 2026.9.6; RestartPreventExitStatus). */
export const CONFIG_EXIT = 78;
