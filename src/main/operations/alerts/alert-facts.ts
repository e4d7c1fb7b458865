/** What a hook is told: a change of a profile's verdict, as data. Nothing in it is secret. */
import { SCHEMA_VERSION } from '../../../shared/schema-version.ts';
import type { LastExit } from '../../../shared/service-state.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { Verdict } from '../../../shared/verdict.ts';

/** The JSON that a command reads on stdin and a webhook gets as its body. Fields are added, never renamed. */
export interface AlertFacts {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly event: 'verdict-changed' | 'test';
  /** When it was seen, ISO 8601. */
  readonly at: string;
  readonly host: string;
  readonly profile: string;
  /** One sentence that holds it all; chat services show this field. */
  readonly text: string;
  readonly verdict: Verdict;
  /** The verdict that the hook was told before, or that held when watching began; null with `test`. */
  readonly previous: Verdict | null;
  /** How many changes of this profile between `previous` and `verdict` were passed over. */
  readonly collapsed: number;
  /** null with `test`. */
  readonly status: AlertStatus | null;
}

export type AlertStatus = Pick<
  StatusReport,
  'state' | 'runtime' | 'probe' | 'pid' | 'port' | 'restarts' | 'supervisor' | 'serviceName' | 'checkedAt'
> & { readonly lastExit: LastExit | null; readonly finding: { readonly code: string; readonly title: string } | null };

/** The facts of a change. */
export function changeFacts(host: string, at: string, previous: Verdict, report: StatusReport): AlertFacts {
  const { state, runtime, probe, pid, port, restarts, supervisor, serviceName, checkedAt, lastExit, verdict } = report;
  const [headline] = report.diagnoses;
  return {
    schemaVersion: SCHEMA_VERSION,
    event: 'verdict-changed',
    at,
    host,
    profile: report.profile,
    text: sentence(host, verdict),
    verdict,
    previous,
    collapsed: 0,
    status: {
      state,
      runtime,
      probe,
      pid,
      port,
      restarts,
      supervisor,
      serviceName,
      checkedAt,
      lastExit,
      finding: headline === undefined ? null : { code: headline.code, title: headline.title },
    },
  };
}

/** What `alerts test` sends. */
export function testFacts(host: string, at: string, profile: string): AlertFacts {
  const verdict: Verdict = {
    level: 'healthy',
    code: 'test',
    text: `This is a test alert for ${profile}`,
    reason: null,
  };
  return {
    schemaVersion: SCHEMA_VERSION,
    event: 'test',
    at,
    host,
    profile,
    text: sentence(host, verdict),
    verdict,
    previous: null,
    collapsed: 0,
    status: null,
  };
}

/** Two changes of one profile as one: from before the older to after the newer. */
export function collapse(older: AlertFacts, newer: AlertFacts): AlertFacts {
  return { ...newer, previous: older.previous, collapsed: older.collapsed + newer.collapsed + 1 };
}

function sentence(host: string, { text, reason }: Verdict): string {
  return `OpenClaw on ${host}: ${text}.${reason === null ? '' : ` ${reason}`}`;
}
