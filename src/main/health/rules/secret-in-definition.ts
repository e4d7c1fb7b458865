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
      evidence: exposed.map(({ path, names }) => `${path}: ${names.join(', ')} (value not shown)`),
      fix: inOverride
        ? {
            kind: 'advice',
            label:
              'Move it from that file of yours to openclaw.json or to the .env file of the state folder, and change it.',
          }
        : writeAgain(facts, 'Write it without the secret…'),
      otherFixes: [{ kind: 'advice', label: 'Change the secret afterwards: others may have read it.' }],
    };
  },
};
