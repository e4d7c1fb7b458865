import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { type Clock, isoTime } from '../../system/clock.ts';
import { acquireLock } from '../../system/lock.ts';
import { isSameIdentity, type ProcessReader } from '../../system/processes.ts';
import type { ControlOptions } from '../supervisor.ts';
import { describeExit } from './exit-words.ts';
import { signalProved } from './gateway-process.ts';
import type { EmbeddedPaths } from './paths.ts';
import { type ProcessRef, readState, writeState } from './state-file.ts';
import { UNWATCHED_EXIT } from './state-keeper.ts';

export interface OrphanDeps {
  readonly clock: Clock;
  readonly read: ProcessReader;
  readonly stopBudgetMs: number;
}

const LOCK_WAIT_MS = 2_000;
const POLL_MS = 100;
/** A process in the kernel's hands may not even die of SIGKILL at once. */
const KILL_MS = 10_000;

/**
 * Ends the gateway of a supervisor that was killed, if there is one, and writes down that it is stopped. Unlike a request to a
 * supervisor this returns when it is done. The supervisor's lock is held meanwhile, so that none begins.
 * @throws ExpectedError `state-unknown` when a process may be that gateway and it cannot be proved; `stop-timeout`; `locked`.
 */
export async function stopOrphan(paths: EmbeddedPaths, deps: OrphanDeps, options: ControlOptions = {}): Promise<void> {
  const first = readState(paths.state);
  if (first.kind === 'absent' || (first.kind === 'state' && settled(first.state))) return;
  const lock = await acquireLock({
    folder: paths.lockFolder,
    name: paths.lockName,
    purpose: say('doing.orphan'),
    waitMs: LOCK_WAIT_MS,
    clock: deps.clock,
    signal: options.signal,
  });
  try {
    const reading = readState(paths.state);
    if (reading.kind === 'absent') return;
    if (reading.kind === 'unreadable') throw unproven(reading.reason);
    const { state } = reading;
    if (settled(state)) return;
    let lastExit = state.gateway === null ? state.lastExit : UNWATCHED_EXIT;
    if (state.gateway !== null) {
      // A reader that fails has proved nothing.
      const same = await isSameIdentity(deps.read, state.gateway).catch(() => null);
      if (same === null) throw unproven(say('orphan.unproved', { pid: state.gateway.pid }));
      if (same) {
        await end(state.gateway, deps, options);
        const exit = { code: null, signal: null, startError: null };
        lastExit = describeExit(exit, true, true, deps.clock.now());
      }
    }
    writeState(paths.state, {
      ...state,
      phase: 'stopped',
      gateway: null,
      nextStartAt: null,
      lastExit,
      updatedAt: isoTime(deps.clock.now()),
    });
  } finally {
    await lock.release();
  }
}

function settled(state: { readonly phase: string; readonly gateway: unknown }): boolean {
  return state.gateway === null && state.phase === 'stopped';
}

async function end(ref: ProcessRef, deps: OrphanDeps, options: ControlOptions): Promise<void> {
  const gone = async (withinMs: number) => {
    const deadline = deps.clock.monotonic() + withinMs;
    while ((await isSameIdentity(deps.read, ref)) !== false) {
      if (deps.clock.monotonic() >= deadline) return false;
      await deps.clock.sleep(POLL_MS, options.signal);
    }
    return true;
  };
  await signalProved(ref, deps.read, 'SIGTERM', 'process');
  if (await gone(deps.stopBudgetMs)) return;
  await signalProved(ref, deps.read, 'SIGKILL', 'group');
  if (await gone(KILL_MS)) return;
  throw new ExpectedError('stop-timeout', say('stop-timeout.gateway', { pid: ref.pid }), {
    hint: say('hint.not-even-sigkill'),
  });
}

function unproven(reason: Phrase): ExpectedError {
  return new ExpectedError('state-unknown', say('state-unknown.orphan', { reason }), {
    hint: say('hint.orphan'),
  });
}
