import { FULL_BYTES, LOW_BYTES, mib } from './disk-words.ts';
import type { DiagnosisRule } from './rule.ts';

export const diskNearlyFull: DiagnosisRule = {
  id: 'disk-nearly-full',
  rank: 84,
  evaluate(facts) {
    const disk = facts.closer?.disk ?? null;
    if (disk === null || disk.freeBytes < FULL_BYTES || disk.freeBytes >= LOW_BYTES) return null;
    return {
      code: 'disk-nearly-full',
      severity: 'warning',
      title: `The disk of ${disk.path} is nearly full`,
      evidence: [`${mib(disk.freeBytes)} of ${mib(disk.totalBytes)} are free.`],
      fix: { kind: 'advice', label: 'Free some space before the gateway cannot write its sessions and logs.' },
    };
  },
};
