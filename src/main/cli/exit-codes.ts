/** Exit codes of the shim; scripts rely on them. */
import { ERROR_EXIT_CODES, type ErrorCode } from '../../shared/outcome.ts';
import type { StatusReport } from '../../shared/status-report.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  unknown: 4,
  needsElevation: 5,
  conflict: 6,
  rolledBack: 7,
  rollbackFailed: 8,
} as const;

export function exitCodeOfError(code: ErrorCode): number {
  return ERROR_EXIT_CODES[code];
}

/** `status --check`: 0 healthy, 1 runs but is not well, 3 not running, 4 could not find out. */
export function exitCodeOfCheck(report: StatusReport): number {
  switch (report.runtime) {
    case 'unknown':
      return EXIT.unknown;
    case 'stopped':
      return EXIT.notRunning;
    case 'running':
      if (report.probe === 'skipped') return EXIT.done;
      return report.verdict.level === 'healthy' ? EXIT.done : EXIT.failed;
    default:
      return report.runtime satisfies never;
  }
}
