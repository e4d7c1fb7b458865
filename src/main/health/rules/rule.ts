import type { Fix } from '../../../shared/diagnosis.ts';
import type { OperationError } from '../../../shared/outcome.ts';
import type { ProbeDetail } from '../../../shared/probe.ts';
import { type Phrase, phraseOf, quote, type Said, say } from '../../../shared/said.ts';
import { exitSaid, probeSaid } from '../../../shared/said-facts.ts';
import type { LastExit } from '../../../shared/service-state.ts';
import type { ProfileFacts } from '../facts.ts';
import type { Finding, FindingFix } from '../finding.ts';

/**
 * One known failure, one file; its page is `docs/rules/<id>.md`. Pure; `rank` orders findings: the lowest is the headline, the one whose
 * cure is needed first. Where a fact is not known, the rule does not fire.
 */
export interface DiagnosisRule {
  /** Also the `code` of its finding. */
  readonly id: string;
  readonly rank: number;
  evaluate(facts: ProfileFacts): Finding | null;
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
export function writeAgain(facts: ProfileFacts, label = 'Write the service again…'): FindingFix {
  return { kind: 'operation', action: 'install', label, command: shimCommand(facts, 'gateway', 'install', '--force') };
}

type RepairAction = Extract<Fix, { kind: 'operation' }>['action'];

/** A cure that `doctor --fix ID` carries out. */
export function repair(facts: ProfileFacts, id: string, action: RepairAction, label: string): FindingFix {
  return { kind: 'operation', action, label, command: shimCommand(facts, 'doctor', '--fix', id) };
}

/** Another port for this profile, in its definition and its configuration together; advice when no free one is known. */
export function takeOtherPort(facts: ProfileFacts): FindingFix {
  const port = facts.closer?.freePort ?? null;
  if (port === null) {
    return {
      kind: 'advice',
      label: say('port-held.other-port', {
        profile: facts.profile.id,
        command: shimCommand(facts, 'gateway', 'install', '--force', '--port', 'N').join(' '),
      }),
    };
  }
  return {
    kind: 'operation',
    action: 'move-port',
    label: `Use port ${port} instead…`,
    command: shimCommand(facts, 'gateway', 'install', '--force', '--port', String(port)),
  };
}

/** What the service said before it ended, as evidence; empty when nobody looked. */
export function saidLast(facts: ProfileFacts): Phrase[] {
  const lines = facts.closer?.lastLines ?? [];
  return lines.length === 0 ? [] : [say('seen.last-lines'), ...lines.map((line) => quote(`  ${line}`))];
}

/** An installed definition of this profile. */
export function isInstalled(facts: ProfileFacts): boolean {
  return facts.inspection.definition.status === 'present';
}

/** A process of the service lives. */
export function isRunning(facts: ProfileFacts): boolean {
  const { state } = facts.inspection.process;
  return state === 'running' || state === 'starting';
}

/** The configuration that the service reads is the one that we read. */
export function readsOurConfig(facts: ProfileFacts): boolean {
  return facts.service === null || facts.service.configPath === facts.profile.configPath;
}

/** How it ended the last time, as evidence. */
export function lastExitWords(exit: LastExit): Said {
  return say('seen.last-exit', { exit: exitSaid(exit) });
}

/** What the probe came to, as evidence; empty when there are no words for it. */
export function probeWords(detail: ProbeDetail): Phrase[] {
  const words = probeSaid(detail);
  return words === null ? [] : [words];
}

/** The way out that an error names itself. */
export function hintOf({ hint, told }: OperationError): Phrase | undefined {
  return hint === undefined ? undefined : phraseOf(hint, told?.hint);
}
