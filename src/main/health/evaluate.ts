/** All rules over one profile's facts, headline first. Pure. */
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { ProfileFacts } from './facts.ts';
import { RULES } from './rules/registry.ts';

export function diagnose(facts: ProfileFacts): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const rule of RULES) {
    const diagnosis = rule.evaluate(facts);
    if (diagnosis !== null) found.push(diagnosis);
  }
  return facts.profile.env.OPENCLAW_SUPERVISOR_MODE === 'external' ? found.map(handsOff) : found;
}

/** What another supervisor manages is spoken about, and no button of ours changes it. */
function handsOff({ otherFixes: _, ...diagnosis }: Diagnosis): Diagnosis {
  return { ...diagnosis, fix: diagnosis.fix === null ? null : toldOnly(diagnosis.fix) };
}

function toldOnly(fix: Fix): Fix {
  return fix.kind === 'operation' ? { kind: 'advice', label: 'Do this with the supervisor that manages it.' } : fix;
}
