/**
 * Which findings a page shows, and how. A finding that only says what the headline says is not shown again.
 */
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { StatusReport } from '../../shared/status-report.ts';

/** Findings whose whole content is the verdict itself. */
export const HEADLINES: ReadonlySet<string> = new Set(['stopped', 'not-installed']);

export interface Findings {
  /** The one with a card of its own; null when nothing is wrong. */
  readonly cause: Diagnosis | null;
  /** The others, one row each. */
  readonly others: readonly Diagnosis[];
}

/** Only a warning or an error is a cause, and a gateway that is well has none unless something is broken. */
export function findingsOf(report: StatusReport): Findings {
  const told = report.diagnoses.filter(({ code }) => !HEADLINES.has(code));
  const calm = report.verdict.level === 'healthy';
  const cause =
    told.find(({ severity }) => severity === 'error') ??
    (calm ? undefined : told.find(({ severity }) => severity === 'warning')) ??
    null;
  return { cause, others: told.filter((each) => each !== cause) };
}

/** Start is what a stopped gateway wants, unless something has to be solved first and a button of its own does that. */
export function startIsPrimary(report: StatusReport): boolean {
  const { cause } = findingsOf(report);
  return cause === null || cause.severity !== 'error' || cause.fix === null || cause.fix.kind === 'advice';
}
