/** All rules over one profile's facts, headline first. Pure. */
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { say } from '../../shared/said.ts';
import type { ProfileFacts } from './facts.ts';
import { type Finding, type FindingFix, written } from './finding.ts';
import { RULES } from './rules/registry.ts';

export function diagnose(facts: ProfileFacts): Diagnosis[] {
  const found: Finding[] = [];
  for (const rule of RULES) {
    const diagnosis = rule.evaluate(facts);
    if (diagnosis !== null) found.push(diagnosis);
  }
  const external = facts.profile.env.OPENCLAW_SUPERVISOR_MODE === 'external';
  return found.map((finding) => written(external ? handsOff(finding) : finding));
}

/** What another supervisor manages is spoken about, and no button of ours changes it. */
function handsOff({ otherFixes: _, ...diagnosis }: Finding): Finding {
  return { ...diagnosis, fix: diagnosis.fix === null ? null : toldOnly(diagnosis.fix) };
}

function toldOnly(fix: FindingFix): FindingFix {
  return fix.kind === 'operation' ? { kind: 'advice', label: say('externally-managed.hands-off') } : fix;
}
