import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, repair } from './rule.ts';

export const secretInBackup: DiagnosisRule = {
  id: 'secret-in-backup',
  rank: 55,
  evaluate(facts) {
    const exposed = (facts.closer?.exposed ?? []).filter(({ kind }) => kind === 'backup');
    if (exposed.length === 0) return null;
    return {
      code: 'secret-in-backup',
      severity: 'warning',
      title: 'A backup of the service definition holds a secret',
      evidence: exposed.map(({ path, names }) => say('secret.names-in-file', { path, names: names.join(', ') })),
      fix: repair(facts, 'secret-in-backup', 'remove-secret', 'Take the secret out of it…'),
      otherFixes: [{ kind: 'advice', label: say('secret.change-it') }],
    };
  },
};
