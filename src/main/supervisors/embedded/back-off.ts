/** When to try again after a gateway ended by itself, and when to stop trying. Pure: time comes in as numbers. */
import type { Tuning } from './definition-file.ts';

/** EX_CONFIG of sysexits.h. OpenClaw exits so when starting again cannot help (RestartPreventExitStatus=78 in its systemd unit). */
export const EXIT_CONFIG = 78;

export type Decision =
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly because: 'config' | 'crash-loop' };

export interface BackOff {
  /** A gateway ended unasked. `uptimeMs` and `now` are from a monotonic clock; `code` is null when it is not known. */
  ended(code: number | null, uptimeMs: number, now: number): Decision;
  /** Somebody asked for a start: the past is forgotten. */
  reset(): void;
  /** Failed starts within the window, as of the last `ended`. */
  failures(): number;
}

export function createBackOff(tuning: Tuning): BackOff {
  let streak = 0;
  let failedAt: readonly number[] = [];
  return {
    ended(code, uptimeMs, now) {
      if (code === EXIT_CONFIG) return { kind: 'give-up', because: 'config' };
      if (uptimeMs >= tuning.backOffResetMs) {
        streak = 0;
        failedAt = [];
        return { kind: 'wait', delayMs: tuning.backOffFirstMs };
      }
      failedAt = [...failedAt, now].filter((at) => now - at <= tuning.failureWindowMs);
      if (failedAt.length >= tuning.failureLimit) return { kind: 'give-up', because: 'crash-loop' };
      const delayMs = Math.min(tuning.backOffFirstMs * 2 ** streak, tuning.backOffMaxMs);
      streak += 1;
      return { kind: 'wait', delayMs };
    },
    reset() {
      streak = 0;
      failedAt = [];
    },
    failures: () => failedAt.length,
  };
}
