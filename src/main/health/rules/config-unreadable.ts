import { phrasesOf, say } from '../../../shared/said.ts';
import { type DiagnosisRule, hintOf, isOtherAccounts } from './rule.ts';

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
      evidence: [
        ...phrasesOf(error.details ?? [], error.told?.details),
        say('seen.configuration', { path: facts.profile.configPath }),
      ],
      fix: { kind: 'advice', label: hintOf(error) ?? say('config-unreadable.advice') },
    };
  },
};
