/**
 * Which fields of a status really changed. What moves by itself (ages, latencies, counters of activity) is no change: a script that
 * listens is woken by news only. Pure.
 */
import type { Diagnosis } from '../../../shared/diagnosis.ts';
import type { HealthSnapshot } from '../../../shared/health.ts';
import type { HttpCheck, ProbeDetail } from '../../../shared/probe.ts';
import type { LastExit } from '../../../shared/service-state.ts';
import type { StatusReport } from '../../../shared/status-report.ts';

export type StatusField = keyof StatusReport;

/** Names of the top-level fields that differ, in the order of the report; empty = nothing that matters. */
export function changedFields(before: StatusReport, after: StatusReport): readonly StatusField[] {
  const fields = Object.keys(after) as StatusField[];
  return fields.filter((field) =>
    field === 'lastExit'
      ? !sameExit(before.lastExit, after.lastExit)
      : JSON.stringify(essence(field, before)) !== JSON.stringify(essence(field, after)),
  );
}

/** Times worked out from the boot time move by a second when the clock is set. */
const SAME_MOMENT_MS = 2_000;

function sameExit(a: LastExit | null, b: LastExit | null): boolean {
  if (a === null || b === null) return a === b;
  const apart = a.at === null || b.at === null ? 0 : Math.abs(Date.parse(a.at) - Date.parse(b.at));
  return a.code === b.code && a.signal === b.signal && apart <= SAME_MOMENT_MS;
}

/** A field without what moves by itself; undefined for a field that is all movement. */
function essence(field: StatusField, report: StatusReport): unknown {
  switch (field) {
    case 'checkedAt':
      return undefined;
    case 'since':
      // Another start is another pid.
      return report.since === null ? null : report.pid;
    case 'portOwner':
      return report.portOwner.owner === 'process' ? { ...report.portOwner, startedAt: null } : report.portOwner;
    case 'probeDetail':
      return report.probeDetail === null ? null : probeEssence(report.probeDetail);
    case 'health':
      return report.health === null ? null : healthEssence(report.health);
    case 'diagnoses':
      return report.diagnoses.map(diagnosisEssence);
    case 'verdict': {
      const { level, code, text, reason } = report.verdict;
      return { level, code, text, reason: reason === null ? null : withoutDurations(reason) };
    }
    default:
      return report[field];
  }
}

function probeEssence(detail: ProbeDetail): unknown {
  return {
    ...detail,
    latencyMs: null,
    retryAfterMs: null,
    message: detail.message === null ? null : withoutDurations(detail.message),
    liveness: checkEssence(detail.liveness),
    readiness: checkEssence(detail.readiness),
  };
}

function checkEssence(check: HttpCheck | null): unknown {
  return check === null ? null : { ...check, detail: check.detail === null ? null : withoutDurations(check.detail) };
}

function healthEssence(health: HealthSnapshot): unknown {
  return {
    ...health,
    takenAt: null,
    uptimeMs: null,
    // Rises with every presence event.
    stateVersion: null,
    channels: health.channels?.map((channel) => ({ ...channel, lastInboundAt: null })) ?? null,
  };
}

/** Evidence quotes ages and times; another finding has another code or title. */
function diagnosisEssence({ code, severity, title }: Diagnosis): unknown {
  return { code, severity, title: withoutDurations(title) };
}

/** "silent for 5003 ms" and "silent for 5011 ms" say the same. */
function withoutDurations(text: string): string {
  return text.replaceAll(/\d+(?:\.\d+)?(?= ?(?:ms|s|min|h|seconds?|minutes?|hours?|days?)\b)/g, '#');
}
