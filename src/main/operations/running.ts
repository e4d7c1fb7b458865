/** Operations of the app that are under way, each with the way to stop waiting for it. */

import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';

export interface Leave {
  readonly signal: AbortSignal;
  /** While it is false nobody can leave: what is being done must come to its next resting place. */
  allow(may: boolean): void;
}

export interface Running {
  /** @throws ExpectedError `invalid-option` when an operation of this id runs already. */
  run<T>(id: string, work: (leave: Leave) => Promise<T>): Promise<T>;
  /** False when it is past the point where it can be left, or is not known. */
  cancel(id: string): boolean;
  /** Ends all waiting. */
  abortAll(reason: Error): void;
}

export function createRunning(): Running {
  const running = new Map<string, { readonly controller: AbortController; may: boolean }>();
  return {
    async run(id, work) {
      if (running.has(id)) throw new ExpectedError('invalid-option', say('invalid-option.runs-already'));
      const one = { controller: new AbortController(), may: true };
      running.set(id, one);
      try {
        return await work({
          signal: one.controller.signal,
          allow(may) {
            one.may = may;
          },
        });
      } finally {
        running.delete(id);
      }
    },
    cancel(id) {
      const one = running.get(id);
      if (one === undefined || !one.may) return false;
      one.controller.abort(new Error('cancelled by the person'));
      return true;
    },
    abortAll(reason) {
      for (const { controller } of running.values()) controller.abort(reason);
    },
  };
}
