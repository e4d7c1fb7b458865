import type { ControlVerb } from './control-protocol.ts';

export type Request = Exclude<ControlVerb, 'status'>;

/** The latest wish of whoever controls the supervisor. A newer one replaces an older one, except that nothing replaces `shutdown`. */
export interface Inbox {
  /** false when a shutdown was asked for before. */
  put(request: Request): boolean;
  take(): Request | null;
  readonly waiting: boolean;
  /** Resolves when there is a request to take. */
  arrived(): Promise<void>;
}

export function createInbox(): Inbox {
  let pending: Request | null = null;
  let leaving = false;
  let wake = Promise.withResolvers<void>();
  return {
    put(request) {
      if (leaving) return request === 'shutdown' || request === 'stop';
      leaving = request === 'shutdown';
      // A start adds nothing to a restart that is still to be done.
      if (!(request === 'start' && pending === 'restart')) pending = request;
      wake.resolve();
      return true;
    },
    take() {
      const taken = pending;
      pending = null;
      wake = Promise.withResolvers<void>();
      return taken;
    },
    get waiting() {
      return pending !== null;
    },
    arrived: () => wake.promise,
  };
}
