import { say } from '../../../shared/said.ts';
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
        say(process.willRestart ? 'crash.about-to-start' : 'crash.not-started'),
        ...(process.lastExit.at === null ? [] : [say('seen.at', { at: process.lastExit.at })]),
        say('seen.configuration', { path: facts.service?.configPath ?? facts.profile.configPath }),
        ...saidLast(facts),
      ],
      fix: {
        kind: 'advice',
        label: say('config-refused.advice'),
      },
    };
  },
};

/** The gateway ends with it when openclaw.json is not valid, and is not started again (openclaw 2026.9.6; RestartPreventExitStatus). */
export const CONFIG_EXIT = 78;
