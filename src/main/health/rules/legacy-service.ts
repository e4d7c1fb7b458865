import { removal } from './extra-removal.ts';
import type { DiagnosisRule } from './rule.ts';

/** Both start a gateway, and fight for the port. */
export const legacyService: DiagnosisRule = {
  id: 'legacy-service',
  rank: 36,
  evaluate(facts) {
    const legacy = (facts.extraServices ?? []).filter(({ kind }) => kind === 'legacy');
    const [first] = legacy;
    if (first === undefined) return null;
    return {
      code: 'legacy-service',
      severity: 'warning',
      title: `A service of an older name is still installed: ${legacy.map(({ name }) => name).join(', ')}`,
      evidence: legacy.flatMap(({ path, reason }) => [`${path}: ${reason}`]),
      fix: removal(first),
    };
  },
};
