import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** Sessions and credentials of the service are in another folder than those of this command. */
export const statePathMismatch: DiagnosisRule = {
  id: 'state-path-mismatch',
  rank: 61,
  evaluate(facts) {
    const { service, profile } = facts;
    if (service === null || service.stateDir === profile.stateDir) return null;
    return {
      code: 'state-path-mismatch',
      severity: 'warning',
      title: `The service of ${profile.id} keeps its state in another folder than this command`,
      evidence: [say('seen.command', { path: profile.stateDir }), say('seen.service', { path: service.stateDir })],
      fix: writeAgain(facts),
    };
  },
};
