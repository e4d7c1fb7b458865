import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** The person edits one file and the service reads another: changes seem to have no effect. */
export const configPathMismatch: DiagnosisRule = {
  id: 'config-path-mismatch',
  rank: 60,
  evaluate(facts) {
    const { service, profile } = facts;
    if (service === null || service.configPath === profile.configPath) return null;
    return {
      code: 'config-path-mismatch',
      severity: 'warning',
      title: `The service of ${profile.id} reads another configuration than this command`,
      evidence: [say('seen.command', { path: profile.configPath }), say('seen.service', { path: service.configPath })],
      fix: writeAgain(facts),
    };
  },
};
