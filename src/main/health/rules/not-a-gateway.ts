import { say } from '../../../shared/said.ts';
import { holderOf } from './port-holder.ts';
import { type DiagnosisRule, probeWords, shimCommand } from './rule.ts';

/** Something listens and does not speak the protocol. */
export const notAGateway: DiagnosisRule = {
  id: 'not-a-gateway',
  rank: 44,
  evaluate(facts) {
    // Who is there instead is told by the rules about the port, when it can be told.
    if (facts.probe?.detail.code !== 'not-a-gateway' || holderOf(facts) !== null) return null;
    if (facts.inspection.process.state !== 'running' && facts.portOwner.owner !== 'unknown') return null;
    const { phase } = facts.probe.detail;
    return {
      code: 'not-a-gateway',
      severity: facts.inspection.definition.status === 'absent' ? 'notice' : 'error',
      title: `What answers at ${facts.url} is no OpenClaw gateway`,
      evidence: [say('probe.not-a-gateway', { phase }), ...probeWords(facts.probe.detail)],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};
