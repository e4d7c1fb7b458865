/**
 * Pure: a job as `launchctl print` shows it -> what its process does. The words are those of macOS 11 to 27 (recorded texts beside the
 * tests). launchd counts spawns since the definition was loaded (`runs`), never gives up, and starts a gateway again whatever its code.
 */

import { constants } from 'node:os';
import { exitWords } from '../../../shared/exit-words.ts';
import { say } from '../../../shared/said.ts';
import { because } from '../../../shared/said-facts.ts';
import type { LastExit, ProcessState } from '../../../shared/service-state.ts';
import type { PrintedJob } from './parse-print.ts';

const STARTING = new Set(['xpcproxy', 'spawning']);
const STOPPING = new Set(['SIGTERMed', 'SIGKILLed', 'languishing']);
/** `waiting` is an old word for it; `exited` is in launchd's list of states. */
const IDLE = new Set(['not running', 'waiting', 'exited']);

/** A job that launchd does not have: nothing of it runs, and nothing is remembered. */
export const NOT_LOADED: ProcessState = { state: 'stopped', everStarted: null, restarts: null, lastExit: null };

/** Spawns after which a job that dies within the throttle (ThrottleInterval, 10 s) counts as a loop. */
const LOOP_RUNS = 3;

/** @param since ISO 8601 start of the process, when somebody looked. Unknown words become `unknown` with the words themselves. */
export function processStateOf({ words }: PrintedJob, since: string | null = null): ProcessState {
  const state = words.state ?? '';
  const pid = number(words.pid);
  const runs = number(words.runs);
  const counters = { restarts: runs === null ? null : Math.max(0, runs - 1), lastExit: lastExitOf(words) };
  if (state === '') return { state: 'unknown', ...because(say('reason.launchctl-silent')) };
  if (state === 'running') {
    if (pid === null) return { state: 'unknown', ...because(say('reason.launchd-no-process')) };
    return { state: 'running', pid, since, ...counters };
  }
  if (STARTING.has(state)) return { state: 'starting', pid, since, ...counters };
  if (STOPPING.has(state)) return { state: 'stopping', pid, ...counters };
  if (state === 'spawn scheduled') {
    // Only a process that ended within the throttle waits here; one that ran longer is started again at once.
    if (runs !== null && runs >= LOOP_RUNS) return { state: 'crash-looping', gaveUp: false, ...counters };
    if (runs === 0) return { state: 'starting', pid: null, since: null, ...counters };
    return { state: 'crashed', willRestart: true, ...counters };
  }
  if (IDLE.has(state)) return idleState(words, runs, counters);
  return { state: 'unknown', ...because(say('reason.launchd-strange', { state })) };
}

/** No process and none due. Asked to end and a clean end are a stop; a withheld restart or a failure is a crash. */
function idleState(
  words: PrintedJob['words'],
  runs: number | null,
  counters: { restarts: number | null; lastExit: LastExit | null },
): ProcessState {
  const { lastExit } = counters;
  const withheld = words['pended nondemand spawn'] !== undefined && runs !== 0;
  const failed = lastExit !== null && lastExit.code !== 0 && lastExit.signal !== 'SIGTERM';
  if (withheld || failed) return { state: 'crashed', willRestart: false, ...counters };
  return { state: 'stopped', everStarted: runs === null ? (lastExit === null ? null : true) : runs > 0, ...counters };
}

/** `last terminating signal` takes the place of the code line; `last exit reason` is macOS's own refusal. */
function lastExitOf(words: PrintedJob['words']): LastExit | null {
  const at = null;
  const held = words['pended nondemand spawn'];
  const suffix = held === undefined ? '' : `; macOS holds the next start back (${held})`;
  const signal = words['last terminating signal'];
  if (signal !== undefined) {
    const name = signalName(number(/: (\d+)$/.exec(signal)?.[1]) ?? number(signal)) ?? signal;
    return { code: null, signal: name, at, words: exitWords(null, name) + suffix };
  }
  const reason = words['last exit reason'];
  if (reason !== undefined) return { code: null, signal: null, at, words: `macOS ended it: ${reason}${suffix}` };
  const code = number(/^(\d+)(?:: |$)/.exec(words['last exit code'] ?? words['last exit status'] ?? '')?.[1]);
  if (code === null) return null;
  if (words['job state'] === 'spawn failed') {
    // launchd reports 78 for a program that it could not start, whatever the reason; the reason is only in the system's log.
    const why = `${code}: macOS could not start it; the program, its working folder or its log file cannot be opened`;
    return { code, signal: null, at, words: why + suffix };
  }
  return { code, signal: null, at, words: exitWords(code, null) + suffix };
}

/** Names by the numbers of macOS, which differ from Linux from 10 on (signal(3)); both agree on those a gateway meets below 16. */
function signalName(value: number | null): string | null {
  if (value === null) return null;
  const named = DARWIN_SIGNALS[value];
  if (named !== undefined) return named;
  return Object.entries(constants.signals).find(([, each]) => each === value)?.[0] ?? `signal ${value}`;
}

const DARWIN_SIGNALS: Readonly<Record<number, string>> = {
  7: 'SIGEMT',
  10: 'SIGBUS',
  12: 'SIGSYS',
  16: 'SIGURG',
  17: 'SIGSTOP',
  18: 'SIGTSTP',
  19: 'SIGCONT',
  20: 'SIGCHLD',
  23: 'SIGIO',
  29: 'SIGINFO',
  30: 'SIGUSR1',
  31: 'SIGUSR2',
};

function number(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
