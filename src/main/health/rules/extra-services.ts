import type { ExtraService } from '../../../shared/extra-service.ts';
import { phraseOf, quote, say } from '../../../shared/said.ts';
import type { DiagnosisRule } from './rule.ts';

/** The deep scan found services that are no profile's (specification S36, last row). */
const found: DiagnosisRule = {
  id: 'extra-services',
  rank: 71,
  evaluate({ extraServices }) {
    const [first, ...more] = extraServices ?? [];
    if (first === undefined) return null;
    return {
      code: 'extra-services',
      severity: 'warning',
      title:
        more.length === 0
          ? `There is another gateway service: ${first.name}`
          : `There are ${more.length + 1} other gateway services`,
      evidence: [first, ...more].flatMap(({ name, path, kind, scope, reason, told }) => [
        quote(`${name} (${kind}, ${scope}): ${path}`),
        phraseOf(reason, told?.reason),
      ]),
      fix: {
        kind: 'command',
        label: say('extra-services.see'),
        command: ['openclaw-tray', 'doctor', '--deep', '--remove', handleOf(first, more), '--dry-run'],
      },
    };
  },
};

/** Its name, or the path of its definition where another one has the same name. */
function handleOf({ name, path }: ExtraService, others: readonly ExtraService[]): string {
  return others.some((other) => other.name === name) ? path : name;
}

/** A place could not be looked into: "none found" is then no answer. */
const incomplete: DiagnosisRule = {
  id: 'extra-scan-incomplete',
  rank: 97,
  evaluate({ extraProblems }) {
    if (extraProblems === undefined || extraProblems.length === 0) return null;
    return {
      code: 'extra-scan-incomplete',
      severity: 'notice',
      title: 'Not every place could be searched for other gateway services',
      evidence: [...extraProblems],
      fix: { kind: 'advice', label: say('extra-scan-incomplete.advice') },
    };
  },
};

export const extraServiceRules: readonly DiagnosisRule[] = [found, incomplete];
