import { say } from '../../../shared/said.ts';
import type { Collision } from '../../profiles/collisions.ts';
import type { ProfileFacts } from '../facts.ts';
import type { FindingFix } from '../finding.ts';
import type { DiagnosisRule } from './rule.ts';
import { shimCommand } from './rule.ts';

/** Two profiles of this host use the same port, files or service name (specification S35). */
const collides: DiagnosisRule = {
  id: 'instance-collision',
  rank: 25,
  evaluate(facts) {
    const collisions = facts.instances?.collisions ?? [];
    const worst = collisions.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])[0];
    if (worst === undefined) return null;
    const other = worst.profiles.find((profile) => profile !== facts.profile.id) ?? worst.profiles[1];
    return {
      code: 'instance-collision',
      severity: worst.severity,
      title: `${facts.profile.id} and ${other} ${TITLES[worst.how === 'case' ? 'case' : worst.kind]}`,
      evidence: [...collisions.map(({ message }) => message), ...(facts.instances?.unknown ?? [])],
      fix: cureOf(facts, worst, other),
    };
  },
};

const WEIGHT = { error: 0, warning: 1, notice: 2 } as const;

const TITLES: Readonly<Record<Collision['kind'] | 'case', string>> = {
  port: 'use the same port',
  'derived-ports': 'have ports that are too close to each other',
  config: 'use the same configuration',
  state: 'use the same state folder',
  workspace: 'use the same workspace',
  'service-name': 'have the same service name',
  case: 'have names that differ in letter case only',
};

function cureOf(facts: ProfileFacts, { kind, how }: Collision, other: string): FindingFix {
  const port = facts.instances?.freePort ?? null;
  if (kind === 'port' || kind === 'derived-ports') {
    if (port === null)
      return { kind: 'advice', label: say('instance.advice-port', { profile: facts.profile.id, other }) };
    return {
      kind: 'operation',
      action: 'move-port',
      label: say('instance.own-port', { profile: facts.profile.id }),
      command: shimCommand(facts, 'gateway', 'install', '--force', '--port', String(port)),
    };
  }
  if (how === 'case') {
    return {
      kind: 'advice',
      label: say('instance.advice-case'),
    };
  }
  return { kind: 'advice', label: say(`instance.advice-${kind}`, { other }) };
}

/** Another profile could not be looked at: that nothing was found is then no answer. */
const incomplete: DiagnosisRule = {
  id: 'instance-check-incomplete',
  rank: 96,
  evaluate(facts) {
    const { instances } = facts;
    if (
      instances === undefined ||
      instances === null ||
      instances.unknown.length === 0 ||
      instances.collisions.length > 0
    )
      return null;
    return {
      code: 'instance-check-incomplete',
      severity: 'notice',
      title: `It could not be found out whether ${facts.profile.id} and all other profiles go together`,
      evidence: [...instances.unknown],
      fix: { kind: 'advice', label: say('instance.check-advice') },
    };
  },
};

export const instanceCollisionRules: readonly DiagnosisRule[] = [collides, incomplete];
