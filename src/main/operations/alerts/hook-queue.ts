/**
 * One hook's line of alerts: one at a time, so many a minute, tried again for a while. What waits is collapsed to the latest of each
 * profile, so the line is never longer than the list of profiles.
 */
import type { Phrase } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import { type AlertFacts, collapse } from './alert-facts.ts';
import type { Sent } from './send-command.ts';

export interface HookQueue {
  put(facts: AlertFacts): void;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
}

export interface QueueOptions {
  readonly perMinute: number;
  readonly clock: Clock;
  /** Ends what waits. */
  readonly signal: AbortSignal;
  /** Pauses before the second, third … attempt, milliseconds; after the last of them it is given up. */
  readonly pausesMs: readonly number[];
  readonly send: (facts: AlertFacts) => Promise<Sent>;
  /** An alert that could not be delivered, in one sentence. */
  readonly onGivenUp: (facts: AlertFacts, reason: Phrase, attempts: number) => void;
  readonly onDefect: (cause: unknown) => void;
}

export const DEFAULT_PAUSES_MS = [1_000, 5_000, 25_000] as const;
const MINUTE_MS = 60_000;

export function createHookQueue(options: QueueOptions): HookQueue {
  const { clock, signal, perMinute } = options;
  const waiting = new Map<string, AlertFacts>();
  let sentAt: readonly number[] = [];
  let working: Promise<void> | null = null;

  const room = async () => {
    sentAt = sentAt.filter((at) => clock.monotonic() - at < MINUTE_MS);
    const [oldest] = sentAt;
    if (oldest !== undefined && sentAt.length >= perMinute) {
      await clock.sleep(oldest + MINUTE_MS - clock.monotonic(), signal);
    }
    sentAt = [...sentAt.filter((at) => clock.monotonic() - at < MINUTE_MS), clock.monotonic()];
  };

  const deliver = async (facts: AlertFacts) => {
    for (let attempt = 1; ; attempt += 1) {
      const sent = await options.send(facts);
      if (sent.ok || signal.aborted) return;
      const pause = options.pausesMs[attempt - 1];
      if (!sent.retry || pause === undefined) {
        options.onGivenUp(facts, sent.reason, attempt);
        return;
      }
      await clock.sleep(pause, signal);
      const newer = waiting.get(facts.profile);
      if (newer !== undefined) {
        // Old news that did not get through goes with the newer one.
        waiting.set(facts.profile, collapse(facts, newer));
        return;
      }
    }
  };

  const work = async () => {
    while (waiting.size > 0 && !signal.aborted) {
      await room();
      const [next] = waiting.entries();
      if (next === undefined) return;
      waiting.delete(next[0]);
      await deliver(next[1]);
    }
  };

  return {
    put(facts) {
      if (signal.aborted) return;
      const before = waiting.get(facts.profile);
      waiting.set(facts.profile, before === undefined ? facts : collapse(before, facts));
      working ??= work()
        .catch((cause) => {
          // Sleeping rejects with the signal's reason at the end.
          if (!signal.aborted) options.onDefect(cause);
        })
        .finally(() => {
          working = null;
        });
    },
    idle: async () => {
      await working;
    },
  };
}
