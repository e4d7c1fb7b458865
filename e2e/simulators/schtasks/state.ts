/**
 * State of the simulated Task Scheduler: one JSON file (path in SIM_STATE) that the simulated tools change one after the other.
 * Rules of behaviour: Microsoft's schtasks and Task Scheduler documentation, and the captures named in texts.ts.
 */
import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';

export interface SimTask {
  /** As it was registered, with the letter case kept; lookups ignore it. */
  readonly name: string;
  readonly xml: string;
  readonly enabled: boolean;
  /** TASK_STATE: 1 disabled, 2 queued, 3 ready, 4 running. */
  readonly state: number;
  /** Signed 32-bit. 267011 = has not run yet. */
  readonly lastResult: number;
  readonly lastRun: string | null;
  /** The script host of the running instance. */
  readonly hostPid: number | null;
}

export interface SimFault {
  /** For example `/Create`. */
  readonly verb: string;
  readonly text: 'access-denied' | 'stub-bad-data' | 'no-mapping' | 'hang';
}

export interface SimState {
  readonly locale: 'en' | 'de' | 'zh' | 'ja' | 'pt';
  /** Keyed by the lower-case name. */
  readonly tasks: Readonly<Record<string, SimTask>>;
  readonly faults: readonly SimFault[];
  /** PowerShell answers nothing usable. */
  readonly blind: boolean;
  /** Scripts get no answer from the service. */
  readonly schedulerDown: boolean;
  /** The commands run in an administrator terminal. */
  readonly elevated: boolean;
  /** taskkill without /F reaches a window; otherwise it says that force is needed, as for most console programs. */
  readonly politeKill: boolean;
  /** Every command line that was run. */
  readonly calls: readonly (readonly string[])[];
}

export const NEW_STATE: SimState = {
  locale: 'en',
  tasks: {},
  faults: [],
  blind: false,
  schedulerDown: false,
  elevated: false,
  politeKill: false,
  calls: [],
};

export function statePath(): string {
  const path = process.env.SIM_STATE;
  if (path === undefined) throw new Error('SIM_STATE names no file');
  return path;
}

export function readState(path = statePath()): SimState {
  return JSON.parse(readFileSync(path, 'utf8')) as SimState;
}

/** Reads, changes and writes under a lock (a folder beside the file). */
export function changeState(change: (state: SimState) => SimState, path = statePath()): SimState {
  const lock = `${path}.lock`;
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || Date.now() > deadline) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  try {
    const next = change(readState(path));
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(next));
    renameSync(temporary, path);
    return next;
  } finally {
    rmdirSync(lock);
  }
}

export function putTask(state: SimState, task: SimTask): SimState {
  return { ...state, tasks: { ...state.tasks, [task.name.toLowerCase()]: task } };
}

export function dropTask(state: SimState, name: string): SimState {
  const { [name.toLowerCase()]: _gone, ...tasks } = state.tasks;
  return { ...state, tasks };
}

export function findTask(state: SimState, name: string): SimTask | undefined {
  return state.tasks[name.replace(/^\\/, '').toLowerCase()];
}
