import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, isInstalled, isRunning, writeAgain } from './rule.ts';

/** `gateway disable`, `bootout` or System Settings can leave a disabled override behind: every start that is not ours fails with error 5 until it is taken back. */
export const launchdDisabled: DiagnosisRule = {
  id: 'launchd-disabled',
  rank: 22,
  evaluate(facts) {
    const { supervisor, words, serviceName } = facts.inspection;
    if (supervisor !== 'launchd' || words.override !== 'disabled' || !isInstalled(facts)) return null;
    return {
      code: 'launchd-disabled',
      // While it runs it is a choice like any other; stopped, `launchctl` and OpenClaw itself would fail to start it.
      severity: isRunning(facts) ? 'notice' : 'warning',
      title: `macOS is told not to start ${facts.profile.id}`,
      evidence: [say('launchd-disabled.evidence', { service: serviceName })],
      fix: writeAgain(facts, 'Enable it…'),
    };
  },
};
