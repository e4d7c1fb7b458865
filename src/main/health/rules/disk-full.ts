import { FULL_BYTES, mib } from './disk-words.ts';
import type { DiagnosisRule } from './rule.ts';

export const diskFull: DiagnosisRule = {
  id: 'disk-full',
  rank: 8,
  evaluate(facts) {
    const disk = facts.closer?.disk ?? null;
    if (disk === null || disk.freeBytes >= FULL_BYTES) return null;
    return {
      code: 'disk-full',
      severity: 'error',
      title: `The disk of ${disk.path} is full`,
      evidence: [
        `${mib(disk.freeBytes)} of ${mib(disk.totalBytes)} are free: sessions, logs and settings cannot be written.`,
      ],
      fix: { kind: 'advice', label: 'Free some space, then look again.' },
    };
  },
};
