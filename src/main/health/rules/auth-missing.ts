import { holderOf } from './port-holder.ts';
import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts } from './rule.ts';

export const authMissing: DiagnosisRule = {
  id: 'auth-missing',
  rank: 51,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'auth-required' || isOtherAccounts(facts) || holderOf(facts) !== null) return null;
    return {
      code: 'auth-missing',
      severity: 'error',
      title: `${facts.profile.id} wants a secret that is not known here`,
      evidence: [
        ...(facts.probe.detail.message === null ? [] : [facts.probe.detail.message]),
        `Configuration: ${facts.profile.configPath}`,
      ],
      fix: {
        kind: 'advice',
        label: 'Set gateway.auth.token in the configuration, or OPENCLAW_GATEWAY_TOKEN in the environment.',
      },
    };
  },
};
