import type { Diagnosis, Fix } from '../../../shared/diagnosis.ts';
import type { ProfileFacts } from '../facts.ts';

/** One known failure. Pure; `rank` orders findings: the lowest is the headline, the one whose cure is needed first. */
export interface DiagnosisRule {
  readonly id: string;
  readonly rank: number;
  evaluate(facts: ProfileFacts): Diagnosis | null;
}

/** The shim's command line for this profile, for fixes and for "show me the command". */
export function shimCommand(facts: ProfileFacts, ...words: readonly string[]): string[] {
  const { name } = facts.profile;
  return ['openclaw-tray', ...(name === null ? [] : ['--profile', name]), ...words];
}

/** A system service whose configuration only its own account and root may read: as it should be, and no finding. */
export function isOtherAccounts({ profile, config }: ProfileFacts): boolean {
  return profile.account !== null && !config.ok && config.error.code === 'config-unreadable';
}

/** The cure of everything that is wrong with the definition itself: it is written again, from a plan that is shown first. */
export function writeAgain(facts: ProfileFacts, label = 'Write the service again…'): Fix {
  return { kind: 'operation', action: 'install', label, command: shimCommand(facts, 'gateway', 'install', '--force') };
}
