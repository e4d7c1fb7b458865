import { say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';
import { probeWords } from './rule.ts';

export const protocolMismatch: DiagnosisRule = {
  id: 'protocol-mismatch',
  rank: 43,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'protocol-mismatch' || facts.inspection.process.state !== 'running') return null;
    const { protocol, serverVersion } = facts.probe.detail;
    return {
      code: 'protocol-mismatch',
      severity: 'error',
      title: `${facts.profile.id} speaks another version of the protocol`,
      evidence: [
        ...probeWords(facts.probe.detail),
        ...(serverVersion === null ? [] : [say('protocol-mismatch.version', { version: serverVersion })]),
        ...(protocol === null ? [] : [say('protocol-mismatch.protocol', { protocol })]),
      ],
      fix: {
        kind: 'advice',
        label: say('protocol-mismatch.advice'),
      },
    };
  },
};
