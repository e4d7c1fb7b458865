import type { LastExit } from '../../../shared/service-state.ts';
import { type Clock, isoTime } from '../../system/clock.ts';
import { errnoOf } from '../../system/files.ts';
import type { Platform } from '../../system/host.ts';
import { type ProcessReader, readProcess } from '../../system/processes.ts';
import { type ProcessRef, readBootId, type SupervisorState, writeState } from './state-file.ts';

/** The supervisor's one mutable value: every change is written to state.json at once. */
export interface StateKeeper {
  get(): SupervisorState;
  set(change: Partial<SupervisorState>): void;
}

/** `onWriteError` hears of a state that could not be written; the supervisor goes on, its control socket still tells the truth. */
export function createStateKeeper(
  path: string,
  first: Pick<SupervisorState, 'profile' | 'version' | 'supervisor' | 'lastExit' | 'restarts'>,
  clock: Clock,
  onWriteError: (words: string) => void,
): StateKeeper {
  let state: SupervisorState = {
    format: 1,
    phase: 'starting',
    gateway: null,
    failures: 0,
    nextStartAt: null,
    gaveUpBecause: null,
    bootId: readBootId(),
    definitionHash: null,
    updatedAt: isoTime(clock.now()),
    ...first,
  };
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change, updatedAt: isoTime(clock.now()) };
      try {
        writeState(path, state);
      } catch (cause) {
        if (errnoOf(cause) === null) throw cause;
        onWriteError(`state.json could not be written (${errnoOf(cause)}).`);
      }
    },
  };
}

/** What is known of a process right now without waiting; on Linux everything. `startedAt` falls back to the present, as it is just started. */
export function referTo(pid: number, platform: Platform, clock: Clock): ProcessRef {
  const found = platform === 'linux' ? readProcess(pid) : null;
  return {
    pid,
    startedAt: isoTime(found?.startedAt ?? clock.now()),
    startKey: found?.startKey ?? null,
  };
}

/** The same with the platform's reader, for where looking takes a moment. Leaves what could not be read as it was. */
export async function completeReference(ref: ProcessRef, read: ProcessReader): Promise<ProcessRef> {
  if (ref.startKey !== null) return ref;
  // Without the key a successor cannot prove the process and will say so; nothing else depends on it.
  const found = await read(ref.pid).catch(() => null);
  return found === null ? ref : { ...ref, startKey: found.startKey };
}

/** How a gateway ended that nobody watched. */
export const UNWATCHED_EXIT: LastExit = {
  code: null,
  signal: null,
  at: null,
  words: 'ended while no supervisor was there to see it',
};
