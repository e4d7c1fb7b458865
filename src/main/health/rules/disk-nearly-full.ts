import { say } from '../../../shared/said.ts';
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
      evidence: [say('disk.nearly', { free: mib(disk.freeBytes), total: mib(disk.totalBytes) })],
      fix: { kind: 'advice', label: say('disk-nearly-full.advice') },
    };
  },
};
