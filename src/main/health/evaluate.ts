/** All rules over one profile's facts, headline first. Pure. */
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { ProfileFacts } from './facts.ts';
import { authRules } from './rules/auth.ts';
import { configRules } from './rules/config.ts';
import { connectionRules } from './rules/connection.ts';
import { definitionRules } from './rules/definition.ts';
import { extraServiceRules } from './rules/extra-services.ts';
import { instanceCollisionRules } from './rules/instance-collision.ts';
import { portRules } from './rules/port.ts';
import { processRules } from './rules/process.ts';
import type { DiagnosisRule } from './rules/rule.ts';
import { scopeRules } from './rules/scope.ts';

const RULES: readonly DiagnosisRule[] = [
  ...configRules,
  ...definitionRules,
  ...portRules,
  ...processRules,
  ...authRules,
  ...scopeRules,
  ...instanceCollisionRules,
  ...extraServiceRules,
  ...connectionRules,
].sort((a, b) => a.rank - b.rank);

export function diagnose(facts: ProfileFacts): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const rule of RULES) {
    const diagnosis = rule.evaluate(facts);
    if (diagnosis !== null) found.push(diagnosis);
  }
  return found;
}
