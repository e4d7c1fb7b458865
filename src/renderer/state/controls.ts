/**
 * Which controls a profile offers, from its report alone. A control that cannot do anything is not offered.
 */
import type { StatusReport } from '../../shared/status-report.ts';

export type Control =
  | 'start'
  | 'restart'
  | 'stop'
  | 'stop-loop'
  | 'dashboard'
  | 'check'
  | 'install'
  | 'reinstall'
  | 'uninstall';

export interface Controls {
  /** Beside the verdict, most wanted first. */
  readonly row: readonly Control[];
  /** In "More". */
  readonly more: readonly Control[];
}

function rowOf(report: StatusReport): readonly Control[] {
  switch (report.state) {
    case 'running':
      return ['restart', 'stop', 'dashboard'];
    case 'starting':
      return ['stop', 'dashboard'];
    case 'stopping':
      return ['check'];
    case 'crashed':
      return ['stop', 'restart'];
    case 'crash-looping':
      return ['stop-loop', 'restart'];
    case 'stopped':
    case 'installed':
      return ['start'];
    case 'not-installed':
      return report.runtime === 'running' ? ['dashboard'] : [];
    case 'unknown':
      return ['check', 'restart'];
  }
}

/** Controls for a report; null (nothing read yet) offers only to look. External services offer nothing that would change them. */
export function controlsFor(report: StatusReport | null): Controls {
  if (report === null) return { row: ['check'], more: [] };
  if (report.verdict.level === 'external') {
    // A gateway that runs beside its own service (or without one) may be taken over; one of somebody else may only be watched.
    const unmanaged = report.verdict.code === 'verdict.unmanaged';
    const change: readonly Control[] = report.installed === false ? ['install'] : ['uninstall'];
    return { row: ['dashboard'], more: unmanaged ? ['check', ...change] : ['check'] };
  }
  if (report.verdict.level === 'paused') return { row: [], more: ['check'] };
  const row = rowOf(report);
  const look: readonly Control[] = row.includes('check') ? [] : ['check'];
  if (report.installed === false) return { row, more: [...look, 'install'] };
  return { row, more: [...look, 'reinstall', 'uninstall'] };
}
