import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** Neither disabled nor without lingering (those have their own rules), and still not started at boot. */
export const noReboot: DiagnosisRule = {
  id: 'no-reboot',
  rank: 88,
  evaluate(facts) {
    const { supervisor, definition, enabled } = facts.inspection;
    const { survival } = facts;
    // Agents of macOS and tasks of Windows start at login, and the built-in supervisor never does by itself: that is how they are.
    if (definition.status !== 'present' || !supervisor.startsWith('systemd') || survival.reboot !== false) return null;
    if (enabled === false || survival.logout === false) return null;
    return {
      code: 'no-reboot',
      severity: 'notice',
      title: `${facts.profile.id} will not come back after a reboot`,
      evidence: [survival.reason ?? say('no-reboot.evidence')],
      fix: writeAgain(facts),
    };
  },
};
