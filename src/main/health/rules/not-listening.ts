import { say } from '../../../shared/said.ts';
import { START_GRACE_MS } from '../start-grace.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

/** A process that lives and never opened its port, long after a start normally takes. */
export const notListening: DiagnosisRule = {
  id: 'not-listening',
  rank: 47,
  evaluate(facts) {
    const { probe, portOwner, inspection, checkedAt } = facts;
    const { process } = inspection;
    if (process.state !== 'running' || probe?.detail.code !== 'refused' || portOwner.owner !== 'nobody') return null;
    if (process.since === null || checkedAt - Date.parse(process.since) < START_GRACE_MS) return null;
    return {
      code: 'not-listening',
      severity: 'error',
      title: `${facts.profile.id} runs but listens on no port`,
      evidence: [say('not-listening.evidence', { pid: process.pid, since: process.since, port: facts.port })],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};
