import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, probeWords, shimCommand } from './rule.ts';

export const noAnswer: DiagnosisRule = {
  id: 'no-answer',
  rank: 45,
  evaluate(facts) {
    const { probe } = facts;
    if (probe === null || probe.ok || facts.inspection.process.state !== 'running') return null;
    const { code, phase } = probe.detail;
    if (!SILENT.has(code)) return null;
    return {
      code: 'no-answer',
      severity: 'error',
      title: `${facts.profile.id} runs but does not answer`,
      evidence: [say('probe.phase', { url: facts.url, code, phase }), ...probeWords(probe.detail)],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};

const SILENT: ReadonlySet<string> = new Set([
  'timeout',
  'frame-too-large',
  'bad-frame',
  'closed',
  'tls-failed',
  'unreachable',
  'rejected',
]);
