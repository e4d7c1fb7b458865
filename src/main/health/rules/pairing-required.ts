import { say } from '../../../shared/said.ts';
import { holderOf } from './port-holder.ts';
import { type DiagnosisRule, isOtherAccounts, probeWords } from './rule.ts';

export const pairingRequired: DiagnosisRule = {
  id: 'pairing-required',
  rank: 52,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'pairing-required' || isOtherAccounts(facts) || holderOf(facts) !== null)
      return null;
    const { name } = facts.profile;
    return {
      code: 'pairing-required',
      severity: 'error',
      title: `${facts.profile.id} wants this device to be approved first`,
      evidence: probeWords(facts.probe.detail),
      fix: {
        kind: 'command',
        label: say('pairing-required.see'),
        command: ['openclaw', ...(name === null ? [] : ['--profile', name]), 'devices', 'list'],
      },
    };
  },
};
