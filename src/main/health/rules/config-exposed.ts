import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, repair } from './rule.ts';

export const configExposed: DiagnosisRule = {
  id: 'config-exposed',
  rank: 56,
  evaluate(facts) {
    const open = (facts.closer?.configModes ?? []).filter(({ mode }) => (mode & 0o077) !== 0);
    if (open.length === 0 || !facts.config.ok) return null;
    const { token, password } = facts.config.config;
    const secret = token.kind === 'literal' || password.kind === 'literal';
    return {
      code: 'config-exposed',
      severity: secret ? 'warning' : 'notice',
      title: secret
        ? 'Other users of this computer can read the configuration with its secret'
        : 'Other users of this computer can read the configuration',
      evidence: open.map(({ path, mode }) =>
        say('config-exposed.mode', { path, mode: mode.toString(8).padStart(4, '0') }),
      ),
      fix: repair(facts, 'config-exposed', 'protect-config', 'Make it private (0600)…'),
    };
  },
};
