/** Pure: what the scheduler and the list of processes say, as the common process state. */
import type { LastExit, ProcessState } from '../../../shared/service-state.ts';
import type { ServiceProcesses } from './processes.ts';
import type { TaskFacts } from './query.ts';
import { type LastRun, lastRunOf, RESULT, resultWords, taskStateOf } from './result-codes.ts';

/** From "the task runs" until its gateway shows among the processes: script host, batch file, Node, OpenClaw's supervisor. Milliseconds. */
const START_WINDOW_MS = 120_000;

/**
 * @param processes null when they could not be listed.
 * @param now milliseconds since the epoch.
 */
export function processStateOf(task: TaskFacts, processes: ServiceProcesses | null, now: number): ProcessState {
  const state = taskStateOf(task.state);
  if (processes === null) {
    return { state: 'unknown', reason: `The task is ${state}, but Windows could not list its processes.` };
  }
  const { gateway, supervisor, hosts } = processes;
  const lastExit = lastExitOf(task);
  // The scheduler counts no restarts, and OpenClaw's supervisor tells nobody about its own.
  const counters = { restarts: null, lastExit };
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
    return { state: 'unknown', reason: 'The task is running, but no gateway of it was found among the processes.' };
  }
  if (state === 'unknown')
    return { state: 'unknown', reason: 'The Task Scheduler does not know the state of the task.' };
  return atRest(task.lastResult, lastExit);
}

function atRest(result: number | null, lastExit: LastExit | null): ProcessState {
  const run: LastRun | null = result === null ? null : lastRunOf(result);
  if (run?.kind === 'failed' || (run?.kind === 'exit' && run.exitCode !== 0)) {
    return { state: 'crashed', willRestart: false, restarts: null, lastExit };
  }
  const everStarted = run === null || run.kind === 'no-end' || run.kind === 'not-begun' ? null : run.kind !== 'never';
  return { state: 'stopped', everStarted, restarts: null, lastExit };
}

/** The end of the last run; null when there was none. When it ended is not recorded. */
function lastExitOf({ lastResult }: TaskFacts): LastExit | null {
  if (lastResult === null) return null;
  const run = lastRunOf(lastResult);
  if (run.kind === 'never' || run.kind === 'no-end') return null;
  const code = 'exitCode' in run ? run.exitCode : null;
  return { code, signal: null, at: null, words: resultWords(lastResult) };
}
