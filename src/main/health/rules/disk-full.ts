import { say } from '../../../shared/said.ts';
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
      evidence: [say('disk.full', { free: mib(disk.freeBytes), total: mib(disk.totalBytes) })],
      fix: { kind: 'advice', label: say('disk-full.advice') },
    };
  },
};
