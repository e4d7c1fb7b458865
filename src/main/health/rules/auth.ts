import type { DiagnosisRule } from './rule.ts';
import { isOtherAccounts, shimCommand } from './rule.ts';

const authMismatch: DiagnosisRule = {
  id: 'auth-mismatch',
  rank: 50,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'auth-mismatch') return null;
    return {
      code: 'auth-mismatch',
      severity: 'error',
      title: `${facts.profile.id} refuses the token`,
      evidence: [
        ...(facts.probe.detail.message === null ? [] : [facts.probe.detail.message]),
        `The secret that was sent comes from: ${facts.credentials.source ?? 'nowhere'}.`,
        `Configuration: ${facts.profile.configPath}`,
      ],
      fix: {
        kind: 'operation',
        action: 'restart',
        label: 'Restart with the token of the configuration',
        command: shimCommand(facts, 'gateway', 'restart'),
      },
    };
  },
};

const authMissing: DiagnosisRule = {
  id: 'auth-missing',
  rank: 51,
  evaluate(facts) {
    const code = facts.probe?.detail.code;
    if ((code !== 'auth-required' && code !== 'pairing-required') || isOtherAccounts(facts)) return null;
    return {
      code: 'auth-missing',
      severity: 'error',
      title: `${facts.profile.id} wants a secret that is not known here`,
      evidence: [
        ...(facts.probe?.detail.message == null ? [] : [facts.probe.detail.message]),
        `Configuration: ${facts.profile.configPath}`,
      ],
      fix: {
        kind: 'advice',
        label: 'Set gateway.auth.token in the configuration, or OPENCLAW_GATEWAY_TOKEN in the environment.',
      },
    };
  },
};

const secretUnresolved: DiagnosisRule = {
  id: 'secret-unresolved',
  rank: 12,
  evaluate(facts) {
    if (facts.credentials.problem === null) return null;
    return {
      code: 'secret-unresolved',
      severity: 'warning',
      title: 'The secret of the gateway could not be worked out',
      evidence: [facts.credentials.problem],
      fix: {
        kind: 'advice',
        label:
          'Set the variable that the configuration refers to (for the service: in the .env file of the state folder).',
      },
    };
  },
};

const rateLimited: DiagnosisRule = {
  id: 'rate-limited',
  rank: 52,
  evaluate(facts) {
    if (facts.probe?.detail.code !== 'rate-limited') return null;
    const wait = facts.probe.detail.retryAfterMs;
    return {
      code: 'rate-limited',
      severity: 'warning',
      title: `${facts.profile.id} refuses logins for a while, after too many wrong ones`,
      evidence: wait === null ? [] : [`It accepts the next one in ${Math.ceil(wait / 1000)} s.`],
      fix: { kind: 'advice', label: 'Wait, then look again.' },
    };
  },
};

export const authRules: readonly DiagnosisRule[] = [secretUnresolved, authMismatch, authMissing, rateLimited];
