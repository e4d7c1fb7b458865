import { phrasesOf, say } from '../../../shared/said.ts';
import { type DiagnosisRule, hintOf } from './rule.ts';

/** openclaw.json cannot be understood: the gateway will not start (exit 78), whatever else is wrong. */
export const configInvalid: DiagnosisRule = {
  id: 'config-invalid',
  rank: 10,
  evaluate(facts) {
    if (facts.config.ok || facts.config.error.code === 'config-unreadable') return null;
    const { error } = facts.config;
    return {
      code: 'config-invalid',
      severity: 'error',
      title: error.message,
      evidence: [
        ...phrasesOf(error.details ?? [], error.told?.details),
        say('seen.configuration', { path: facts.profile.configPath }),
      ],
      fix: { kind: 'advice', label: hintOf(error) ?? say('config-invalid.advice') },
    };
  },
};
