/** Pure: what the scheduler and the list of processes say, as the common process state. */

import { say } from '../../../shared/said.ts';
import { because } from '../../../shared/said-facts.ts';
import type { LastExit, ProcessState } from '../../../shared/service-state.ts';
import type { ServiceProcesses } from './processes.ts';
import type { TaskFacts } from './query.ts';
import { type LastRun, lastRunOf, RESULT, resultWords, taskStateOf } from './result-codes.ts';
import type { Watch, WatchState } from './watch-state.ts';

/** From "the task runs" until its gateway shows among the processes: script host, batch file, Node, OpenClaw's supervisor. Milliseconds. */
const START_WINDOW_MS = 120_000;

/** Failures in a row from which on it is called a loop. */
const LOOP_FAILURES = 3;
/** Ends that the watch does not answer with a start: wrong use (EX_USAGE) and wrong configuration (EX_CONFIG), of sysexits.h. */
const FINAL_CODES: ReadonlySet<number> = new Set([64, 78]);
/** The scheduler shows seconds. */
const SAME_RUN_MS = 2_000;

/**
 * @param processes null when they could not be listed.
 * @param now milliseconds since the epoch.
 */
export function processStateOf(
  task: TaskFacts,
  processes: ServiceProcesses | null,
  now: number,
  watch: Watch = { status: 'absent' },
): ProcessState {
  const state = taskStateOf(task.state);
  if (processes === null) {
    return { state: 'unknown', ...because(say('reason.task-no-processes', { state })) };
  }
  const { gateway, supervisor, hosts } = processes;
  const known = watch.status === 'running' ? watch.state : null;
  const lastExit = lastExitOf(task, known);
  // The scheduler counts no restarts, and OpenClaw's supervisor tells nobody about its own: the watch is the only one that knows.
  const counters = { restarts: known?.restarts ?? null, lastExit };
  const asked = task.lastResult === RESULT.terminated && state !== 'running' && state !== 'queued';
  if (gateway !== null) {
    if (asked) return { state: 'stopping', pid: gateway.pid, ...counters };
    return { state: 'running', pid: gateway.pid, since: gateway.started, ...counters };
  }
  const rest = supervisor ?? hosts[0] ?? null;
  if (asked && rest !== null) return { state: 'stopping', pid: rest.pid, ...counters };
  if (supervisor !== null || state === 'queued') {
    return { state: 'starting', pid: supervisor?.pid ?? null, since: supervisor?.started ?? null, ...counters };
  }
  if (state === 'running') {
    const began = task.lastRun === null ? Number.NaN : Date.parse(task.lastRun);
    if (Math.abs(now - began) <= START_WINDOW_MS) {
      return { state: 'starting', pid: rest?.pid ?? null, since: task.lastRun, ...counters };
    }
    return { state: 'unknown', ...because(say('reason.task-no-gateway')) };
  }
  if (state === 'unknown') return { state: 'unknown', ...because(say('reason.task-no-state')) };
  return atRest(task, counters, watch);
}

interface Counters {
  readonly restarts: number | null;
  readonly lastExit: LastExit | null;
}

function atRest(task: TaskFacts, counters: Counters, watch: Watch): ProcessState {
  const { lastResult: result } = task;
  const run: LastRun | null = result === null ? null : lastRunOf(result);
  if (run?.kind === 'failed' || (run?.kind === 'exit' && run.exitCode !== 0)) {
    const state = watch.status === 'running' ? watch.state : null;
    const willRestart = startsAgain(task, run.exitCode, watch);
    if (state?.gaveUp === true || (willRestart && (state?.failures ?? 0) >= LOOP_FAILURES)) {
      return { state: 'crash-looping', gaveUp: !willRestart, ...counters };
    }
    return { state: 'crashed', willRestart, ...counters };
  }
  const everStarted = run === null || run.kind === 'no-end' || run.kind === 'not-begun' ? null : run.kind !== 'never';
  return { state: 'stopped', everStarted, ...counters };
}

/** Whether the watch is going to start it again: it says so, or it has not looked since this end, which it answers with a start. */
function startsAgain(task: TaskFacts, code: number | null, watch: Watch): boolean {
  if (watch.status !== 'running' || watch.state === null || watch.held || watch.state.gaveUp) return false;
  if (watch.state.next !== null) return true;
  return !hasSeen(watch.state, task) && !(code !== null && FINAL_CODES.has(code));
}

function hasSeen({ last }: WatchState, task: TaskFacts): boolean {
  if (last === null || task.lastRun === null || last.result !== task.lastResult) return false;
  return Math.abs(last.run - Date.parse(task.lastRun)) <= SAME_RUN_MS;
}

/**
 * The end of the last run; null when none is known. While a run is under way the scheduler has forgotten how the one before it ended, and
 * never tells when; the watch does.
 */
function lastExitOf(task: TaskFacts, known: WatchState | null): LastExit | null {
  const { lastResult } = task;
  if (lastResult === null) return null;
  const kind = lastRunOf(lastResult).kind;
  const seen = known?.last ?? null;
  if (kind === 'never') return null;
  if (kind === 'no-end') return seen === null ? null : exitOf(seen.result, seen.at);
  return exitOf(lastResult, known !== null && seen !== null && hasSeen(known, task) ? seen.at : null);
}

function exitOf(result: number, at: number | null): LastExit {
  const run = lastRunOf(result);
  const code = 'exitCode' in run ? run.exitCode : null;
  return { code, signal: null, at: at === null ? null : new Date(at).toISOString(), words: resultWords(result) };
}
