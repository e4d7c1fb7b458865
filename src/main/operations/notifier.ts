/** The policy of notifications, driven by the monitor and the clock. */
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { Clock } from '../system/clock.ts';
import type { Monitor } from './monitor.ts';
import { type Notice, type NotifyInput, type NotifyProfile, notifyStart, notifyStep } from './notify.ts';

export interface Notifier {
  onNotice(listener: (notice: Notice) => void): () => void;
  dispose(): void;
}

/** Verdicts that wait for their time are looked at this often, and only while there are any listeners. */
const TICK_MS = 1_000;

export function createNotifier(
  monitor: Pick<Monitor, 'onChange' | 'onDisturbance'>,
  clock: Pick<Clock, 'monotonic'>,
  isMuted: (profile: string) => boolean,
): Notifier {
  const listeners = new Set<(notice: Notice) => void>();
  let state = notifyStart(clock.monotonic());
  let timer: NodeJS.Timeout | undefined;

  const step = (input: NotifyInput) => {
    const next = notifyStep(state, input, clock.monotonic(), isMuted);
    state = next.state;
    for (const notice of next.notices) for (const listener of listeners) listener(notice);
  };
  const ends = [
    monitor.onChange((snapshot) => step({ kind: 'seen', profiles: snapshot.profiles.map(notifyProfileOf) })),
    monitor.onDisturbance(() => step({ kind: 'woke' })),
  ];

  return {
    onNotice(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => step({ kind: 'tick' }), TICK_MS).unref();
      return () => listeners.delete(listener);
    },
    dispose() {
      clearInterval(timer);
      for (const end of ends) end();
      listeners.clear();
    },
  };
}

function notifyProfileOf({ profile, report, busy }: StatusSnapshot['profiles'][number]): NotifyProfile {
  return {
    profile,
    level: report?.verdict.level ?? null,
    text: report?.verdict.text ?? profile,
    reason: report?.verdict.reason ?? null,
    busy: busy !== null,
    version: report?.program.openclawVersion ?? null,
  };
}
