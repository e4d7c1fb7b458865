/**
 * What was wrong with the held connection lately. A gateway can answer every question and still be unfit to be watched. Constant memory.
 */
import type { ProbeCode } from '../../shared/probe.ts';

/** Times are counts within the last `TROUBLE_MS`. */
export interface ConnectionTrouble {
  /** It sent more than is read, so that reading was paused. */
  readonly floods: number;
  /** It closed, or fell silent, although its process went on. */
  readonly drops: number;
  /** It sent what is no frame of the protocol, or one that is too large. */
  readonly badFrames: number;
  /** It said to be another gateway (boot id) without having been started again. */
  readonly identityChanges: number;
}

export const NO_TROUBLE: ConnectionTrouble = { floods: 0, drops: 0, badFrames: 0, identityChanges: 0 };
export const TROUBLE_MS = 10 * 60_000;
const MAX_EVENTS = 100;

export interface TroubleLog {
  flood(): void;
  down(code: ProbeCode, announced: boolean): void;
  identityChanged(): void;
  /** Another process serves now: what the old one did is past. */
  forget(): void;
  now(): ConnectionTrouble;
}

/** `monotonic`: milliseconds. */
export function createTroubleLog(monotonic: () => number): TroubleLog {
  let events: readonly { readonly at: number; readonly kind: keyof ConnectionTrouble }[] = [];
  const recent = () => {
    const since = monotonic() - TROUBLE_MS;
    events = events.filter(({ at }) => at >= since).slice(-MAX_EVENTS);
    return events;
  };
  const note = (kind: keyof ConnectionTrouble) => {
    events = [...recent(), { at: monotonic(), kind }];
  };
  return {
    flood: () => note('floods'),
    down(code, announced) {
      if (announced || code === 'stopping') return;
      note(code === 'bad-frame' || code === 'frame-too-large' || code === 'not-a-gateway' ? 'badFrames' : 'drops');
    },
    identityChanged: () => note('identityChanges'),
    forget() {
      events = [];
    },
    now() {
      const counts = { ...NO_TROUBLE } as Record<keyof ConnectionTrouble, number>;
      for (const { kind } of recent()) counts[kind] += 1;
      return counts;
    },
  };
}
