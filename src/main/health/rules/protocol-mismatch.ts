import type { DiagnosisRule } from './rule.ts';

export const protocolMismatch: DiagnosisRule = {
  id: 'protocol-mismatch',
  rank: 43,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'protocol-mismatch' || facts.inspection.process.state !== 'running') return null;
    const { protocol, serverVersion, message } = facts.probe.detail;
    return {
      code: 'protocol-mismatch',
      severity: 'error',
      title: `${facts.profile.id} speaks another version of the protocol`,
      evidence: [
        ...(message === null ? [] : [message]),
        ...(serverVersion === null ? [] : [`The gateway is OpenClaw ${serverVersion}.`]),
        ...(protocol === null ? [] : [`Its protocol: ${protocol}.`]),
      ],
      fix: {
        kind: 'advice',
        label:
          'Update OpenClaw (npm install -g openclaw@latest) or OpenClaw Tray, whichever is older; then restart it.',
      },
    };
  },
};
