import type { DiagnosisRule } from './rule.ts';

export const logFolderUnwritable: DiagnosisRule = {
  id: 'log-folder-unwritable',
  rank: 57,
  evaluate(facts) {
    const folder = facts.closer?.logFolder ?? null;
    if (folder?.state !== 'unwritable') return null;
    return {
      code: 'log-folder-unwritable',
      severity: 'warning',
      title: 'The gateway cannot write its log',
      evidence: [`${folder.path} is not writable for this user.`],
      fix: {
        kind: 'advice',
        label: `Make ${folder.path} writable for your user, or set logging.file to another place.`,
      },
    };
  },
};
