import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts, writeAgain } from './rule.ts';

/** openclaw.json cannot be read or understood: the gateway will not start (exit 78), whatever else is wrong. */
const configInvalid: DiagnosisRule = {
  id: 'config-invalid',
  rank: 10,
  evaluate(facts) {
    if (facts.config.ok || isOtherAccounts(facts)) return null;
    const { error } = facts.config;
    return {
      code: error.code === 'config-unreadable' ? 'config-unreadable' : 'config-invalid',
      severity: 'error',
      title: error.message,
      evidence: [...(error.details ?? []), `Configuration: ${facts.profile.configPath}`],
      fix: { kind: 'advice', label: error.hint ?? 'Correct the file, then restart the gateway.' },
    };
  },
};

/** The person edits one file and the service reads another: changes seem to have no effect. */
const configPathMismatch: DiagnosisRule = {
  id: 'config-path-mismatch',
  rank: 60,
  evaluate(facts) {
    const { service, profile } = facts;
    if (service === null || service.configPath === profile.configPath) return null;
    return {
      code: 'config-path-mismatch',
      severity: 'warning',
      title: `The service of ${profile.id} reads another configuration than this command`,
      evidence: [`Command: ${profile.configPath}`, `Service: ${service.configPath}`],
      fix: writeAgain(facts),
    };
  },
};

const statePathMismatch: DiagnosisRule = {
  id: 'state-path-mismatch',
  rank: 61,
  evaluate(facts) {
    const { service, profile } = facts;
    if (service === null || service.stateDir === profile.stateDir) return null;
    return {
      code: 'state-path-mismatch',
      severity: 'warning',
      title: `The service of ${profile.id} keeps its state in another folder than this command`,
      evidence: [`Command: ${profile.stateDir}`, `Service: ${service.stateDir}`],
      fix: writeAgain(facts),
    };
  },
};

export const configRules: readonly DiagnosisRule[] = [configInvalid, configPathMismatch, statePathMismatch];
