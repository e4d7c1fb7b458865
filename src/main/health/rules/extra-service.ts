import { removal } from './extra-removal.ts';
import type { DiagnosisRule } from './rule.ts';

/** Somebody wrote it by hand; it may be wanted, so it is only said. */
export const extraService: DiagnosisRule = {
  id: 'extra-service',
  rank: 69,
  evaluate(facts) {
    const extra = (facts.extraServices ?? []).filter(({ kind }) => kind !== 'legacy');
    const [first] = extra;
    if (first === undefined) return null;
    return {
      code: 'extra-service',
      severity: 'notice',
      title: `Another service starts an OpenClaw gateway: ${extra.map(({ name }) => name).join(', ')}`,
      evidence: extra.flatMap(({ path, reason }) => [`${path}: ${reason}`]),
      fix: removal(first),
    };
  },
};
