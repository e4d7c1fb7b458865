import { holderOf } from './port-holder.ts';
import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts } from './rule.ts';

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
      evidence: facts.probe.detail.message === null ? [] : [facts.probe.detail.message],
      fix: {
        kind: 'command',
        label: 'See the devices that wait',
        command: ['openclaw', ...(name === null ? [] : ['--profile', name]), 'devices', 'list'],
      },
    };
  },
};
