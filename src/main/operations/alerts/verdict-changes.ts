/**
 * Which changes are worth an alert. What is on its way somewhere (starting, stopping) is no news yet: a restart that works out says
 * nothing, and a crash that is cured says two things, the crash and the cure. Pure but for what it remembers.
 */
import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { Verdict } from '../../../shared/verdict.ts';

export interface VerdictChange {
  readonly previous: Verdict;
  readonly report: StatusReport;
}

export interface VerdictChanges {
  /** The changes since the snapshot before. What is seen first of a profile is where it begins, and no change. */
  take(snapshot: StatusSnapshot): readonly VerdictChange[];
}

const ON_ITS_WAY: readonly string[] = ['starting', 'stopping'];

export function createVerdictChanges(): VerdictChanges {
  const known = new Map<string, Verdict>();
  return {
    take(snapshot) {
      const changes: VerdictChange[] = [];
      for (const { profile, report, problem, busy } of snapshot.profiles) {
        // While an operation of the app runs, everything is on its way. A look that failed leaves an old report: it says nothing new.
        if (report === null || problem !== null || busy !== null) continue;
        if (ON_ITS_WAY.includes(report.verdict.level)) continue;
        const previous = known.get(profile);
        known.set(profile, report.verdict);
        if (previous === undefined) continue;
        if (previous.level !== report.verdict.level || previous.code !== report.verdict.code) {
          changes.push({ previous, report });
        }
      }
      return changes;
    },
  };
}
