import { say } from '../../../shared/said.ts';
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
      evidence: [say('log-folder.evidence', { path: folder.path })],
      fix: {
        kind: 'advice',
        label: say('log-folder.advice', { path: folder.path }),
      },
    };
  },
};
