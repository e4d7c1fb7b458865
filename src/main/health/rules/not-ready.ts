import type { HttpCheck } from '../../../shared/probe.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { START_GRACE_MS } from '../start-grace.ts';
import { type DiagnosisRule, shimCommand } from './rule.ts';

/** Channels or sidecars do not settle: it listens and says itself that it is not ready. */
export const notReady: DiagnosisRule = {
  id: 'not-ready',
  rank: 48,
  evaluate(facts) {
    const { probe, inspection, checkedAt } = facts;
    const { process } = inspection;
    if (probe?.ok !== true || process.state !== 'running') return null;
    const { readiness } = probe.detail;
    if (readiness === null || readiness.ok) return null;
    if (process.since !== null && checkedAt - Date.parse(process.since) < START_GRACE_MS) return null;
    return {
      code: 'not-ready',
      severity: 'warning',
      title: `${facts.profile.id} answers but is not ready`,
      evidence: [answered(readiness)],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};

function answered({ path, status, detail }: HttpCheck): Phrase {
  const seen = { path, status: status ?? '-' };
  return detail === null ? say('not-ready.evidence', seen) : say('not-ready.evidence-detail', { ...seen, detail });
}
