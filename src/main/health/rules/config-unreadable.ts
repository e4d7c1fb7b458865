import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts } from './rule.ts';

/** openclaw.json is there and cannot be read. */
export const configUnreadable: DiagnosisRule = {
  id: 'config-unreadable',
  rank: 9,
  evaluate(facts) {
    if (facts.config.ok || facts.config.error.code !== 'config-unreadable' || isOtherAccounts(facts)) return null;
    const { error } = facts.config;
    return {
      code: 'config-unreadable',
      severity: 'error',
      title: error.message,
      evidence: [...(error.details ?? []), `Configuration: ${facts.profile.configPath}`],
      fix: { kind: 'advice', label: error.hint ?? 'Make the file readable for this user, then look again.' },
    };
  },
};
