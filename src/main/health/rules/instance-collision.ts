import type { Fix } from '../../../shared/diagnosis.ts';
import type { Collision } from '../../profiles/collisions.ts';
import type { ProfileFacts } from '../facts.ts';
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

function cureOf(facts: ProfileFacts, { kind, how }: Collision, other: string): Fix {
  const port = facts.instances?.freePort ?? null;
  if (kind === 'port' || kind === 'derived-ports') {
    if (port === null)
      return { kind: 'advice', label: `Give ${facts.profile.id} a port that is 120 or more away from ${other}’s.` };
    return {
      kind: 'operation',
      action: 'move-port',
      label: `Give ${facts.profile.id} a port of its own…`,
      command: shimCommand(facts, 'gateway', 'install', '--force', '--port', String(port)),
    };
  }
  if (how === 'case') {
    return {
      kind: 'advice',
      label: 'Nothing has to be done here. Before they move to macOS or Windows, rename one of them.',
    };
  }
  return { kind: 'advice', label: ADVICE[kind](other) };
}

const ADVICE: Readonly<Record<Exclude<Collision['kind'], 'port' | 'derived-ports'>, (other: string) => string>> = {
  config: (other) =>
    `Let one of them, this or ${other}, use its own openclaw.json again (unset OPENCLAW_CONFIG_PATH), and write its service again.`,
  state: (other) =>
    `Let one of them, this or ${other}, use its own folder again (unset OPENCLAW_STATE_DIR), and write its service again.`,
  workspace: (other) =>
    `Set agents.defaults.workspace to a folder of its own in one of the two configurations, this or ${other}’s.`,
  'service-name': (other) =>
    `Rename this profile or ${other}, or unset the variable that gives it the other’s service name.`,
};

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
      fix: { kind: 'advice', label: 'Make those files readable for your user, or correct them, and look again.' },
    };
  },
};

export const instanceCollisionRules: readonly DiagnosisRule[] = [collides, incomplete];
