import { say } from '../../../shared/said.ts';
import { type DiagnosisRule, writeAgain } from './rule.ts';

/** Definitions are read by other programs, copied into backups and shown by status commands. */
export const secretInDefinition: DiagnosisRule = {
  id: 'secret-in-definition',
  rank: 54,
  evaluate(facts) {
    const exposed = (facts.closer?.exposed ?? []).filter(({ kind }) => kind !== 'backup');
    if (exposed.length === 0) return null;
    const inOverride = exposed.every(({ kind }) => kind === 'override');
    return {
      code: 'secret-in-definition',
      severity: 'warning',
      title: 'A secret stands in the service definition, where it does not belong',
      evidence: exposed.map(({ path, names }) => say('secret.names-in-file', { path, names: names.join(', ') })),
      fix: inOverride
        ? {
            kind: 'advice',
            label: say('secret-in-definition.advice'),
          }
        : writeAgain(facts, 'Write it without the secret…'),
      otherFixes: [{ kind: 'advice', label: say('secret.change-it') }],
    };
  },
};
