import { say } from '../../../shared/said.ts';
import { holderOf } from './port-holder.ts';
import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts, probeWords } from './rule.ts';

export const authMissing: DiagnosisRule = {
  id: 'auth-missing',
  rank: 51,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'auth-required' || isOtherAccounts(facts) || holderOf(facts) !== null) return null;
    return {
      code: 'auth-missing',
      severity: 'error',
      title: `${facts.profile.id} wants a secret that is not known here`,
      evidence: [...probeWords(facts.probe.detail), say('seen.configuration', { path: facts.profile.configPath })],
      fix: {
        kind: 'advice',
        label: say('auth-missing.advice'),
      },
    };
  },
};
