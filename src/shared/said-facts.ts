/** Facts whose words every language has in tables of its own (`told.exit`, `fact.probe`), as sentences. Pure. */
import type { Diagnosis, Fix } from './diagnosis.ts';
import { portOfCommand } from './gateway-command.ts';
import type { ProbeDetail } from './probe.ts';
import { type Phrase, phraseOf, Said, type ToldFields, textOf, told } from './said.ts';
import type { LastExit } from './service-state.ts';
import type { StatusReport } from './status-report.ts';

type Because = { reason: string; told?: ToldFields | undefined };
type Problem = { problem: string | null; told?: ToldFields | undefined };

/** Why something is not known, as it travels: spread beside the arm of a state that says so. */
export function because(reason: Phrase): Because {
  return { reason: textOf(reason), ...told({ reason }) };
}

/** Why something is not known, as a sentence again. */
export function reasonSaid({ reason, told: how }: Because): Phrase {
  return phraseOf(reason, how?.reason);
}

/** What is wrong with something, as it travels; null for nothing. */
export function withProblem(problem: Phrase | null): Problem {
  return { problem: problem === null ? null : textOf(problem), ...told({ problem }) };
}

/** What is wrong with something, as a clause again. */
export function problemSaid({ problem, told: how }: Problem): Phrase | null {
  return problem === null ? null : phraseOf(problem, how?.problem);
}

/** How a process ended. */
export function exitSaid({ code, signal, words }: Pick<LastExit, 'code' | 'signal' | 'words'>): Said {
  return new Said('exit', { ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }) }, words);
}

/** What a probe came to, in the gateway's or our words; null when there are none. */
export function probeSaid({ code, message }: Pick<ProbeDetail, 'code' | 'message'>): Said | null {
  return message === null ? null : new Said('probe', { code }, message);
}

/** What a way out of a finding is called: advice and commands by their own code, an operation by what it does. */
export function cureSaid(fix: Fix, { profile, port }: Pick<StatusReport, 'profile' | 'port'>): Phrase {
  if (fix.kind !== 'operation') return phraseOf(fix.label, fix.told?.label);
  const other = portOfCommand(fix.command);
  return new Said('cure', { action: fix.action, profile, port, ...(other === null ? {} : { other }) }, fix.label);
}

/** The title of a finding. */
export function titleSaid(
  { code, title }: Pick<Diagnosis, 'code' | 'title'>,
  about: Pick<StatusReport, 'profile' | 'port'>,
): Said {
  return new Said('finding', { rule: code, profile: about.profile, port: about.port }, title);
}
