/** Lists of profiles that are longer than a window, with names that are longer than a row. */
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { crashLoop, healthy, snapshotOf, stopped, tokenRefused } from './fixtures.ts';

const STATES = [healthy, healthy, healthy, stopped, tokenRefused, crashLoop];

/** The same report of a profile with another name. */
function named(report: StatusReport, profile: string): StatusReport {
  const text = report.verdict.text.replaceAll(report.profile, profile);
  return { ...report, profile, verdict: { ...report.verdict, text } };
}

/** `count` profiles in turn of every state, 120 ports apart, each with a name of its own. */
export function manyProfiles(now: number, count = 200): StatusSnapshot {
  return snapshotOf(
    1,
    Array.from({ length: count }, (_, at) => {
      const state = STATES[at % STATES.length] ?? healthy;
      return { ...named(state(now), `team-${String(at).padStart(3, '0')}`), port: 20_000 + at * 120 };
    }),
  );
}

/** Names at the limit of what a profile may be called. */
export function longNames(now: number): StatusSnapshot {
  const long = 'customer-facing-production-gateway-of-the-northern-region-00001';
  return snapshotOf(1, [
    healthy(now, long, 18_789),
    stopped(now, `${long.slice(0, 60)}-b`, 19_001),
    named(crashLoop(now), 'an-even-longer-name-that-keeps-crashing-all-day-and-all-night'),
  ]);
}
