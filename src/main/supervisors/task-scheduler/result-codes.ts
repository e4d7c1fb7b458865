/**
 * Numbers of the Task Scheduler in words: results of a last run, states, and the HRESULTs with which its tools end. Numbers are the same
 * in every language; texts are not. Sources: "Task Scheduler Error and Success Constants" and "TASK_STATE enumeration" (Microsoft), winerror.h.
 */
import { exitWords } from '../../../shared/exit-words.ts';

/** An exit code or HRESULT as the signed 32-bit number that COM gives; tools and layers also print it unsigned. */
export function toInt32(code: number): number {
  return code | 0;
}

export const RESULT = {
  running: 0x41301,
  neverRun: 0x41303,
  terminated: 0x41306,
  queued: 0x41325,
} as const;

export const HRESULT = {
  notFound: toInt32(0x80070002),
  pathNotFound: toInt32(0x80070003),
  accessDenied: toInt32(0x80070005),
  badName: toInt32(0x8007007b),
  notRunning: toInt32(0x8004130b),
  alreadyRunning: toInt32(0x8004131f),
  disabled: toInt32(0x80041326),
  serviceStopped: toInt32(0x80041315),
  unknownAccount: toInt32(0x80070534),
} as const;

/** 0x80041316 to 0x8004131A: the task XML is not accepted. */
export function isXmlRefusal(code: number): boolean {
  return code >= toInt32(0x80041316) && code <= toInt32(0x8004131a);
}

export type TaskState = 'unknown' | 'disabled' | 'queued' | 'ready' | 'running';
const STATES: readonly TaskState[] = ['unknown', 'disabled', 'queued', 'ready', 'running'];

export function taskStateOf(state: number | null): TaskState {
  return STATES[state ?? 0] ?? 'unknown';
}

/** Results that mean a state of the schedule, not an end of the program. */
const RESULT_WORDS: Readonly<Record<number, string>> = {
  267008: 'the task is ready for its next run',
  267009: 'the task is running',
  267010: 'the task is disabled',
  267011: 'the task has not run yet',
  267012: 'no more runs of the task are scheduled',
  267013: 'the task has no complete schedule',
  267014: 'the task was ended on request',
  267015: 'the task has no triggers, or they are disabled',
  267016: 'the triggers of the task have no set times',
  267045: 'the task is about to run',
};

const FAILURE_WORDS: Readonly<Record<number, string>> = {
  [HRESULT.accessDenied]: 'access is denied',
  [HRESULT.notFound]: 'the program or file was not found',
  [HRESULT.pathNotFound]: 'the folder was not found',
  [HRESULT.badName]: 'the name holds characters that it cannot hold',
  [HRESULT.notRunning]: 'no instance of the task is running',
  [HRESULT.alreadyRunning]: 'the task is running already',
  [HRESULT.disabled]: 'the task is disabled',
  [HRESULT.serviceStopped]: 'the Task Scheduler service is not running',
  [HRESULT.unknownAccount]: 'the account of the task is not known',
  [toInt32(0x80041316)]: 'the task XML has an element that does not belong there',
  [toInt32(0x80041317)]: 'the task XML has an element of another namespace',
  [toInt32(0x80041318)]: 'the task XML has a value that is malformed or out of range',
  [toInt32(0x80041319)]: 'the task XML lacks an element',
  [toInt32(0x8004131a)]: 'the task XML is malformed',
  [toInt32(0x80070057)]: 'a parameter is not valid',
  [toInt32(0x8007052e)]: 'the account name or password of the task is wrong',
  [toInt32(0x800704dd)]: 'the user was not logged on',
  [toInt32(0x800710e0)]: 'its conditions were not met, for example power or a logged-on user',
  [toInt32(0xc000013a)]: 'it was interrupted: Ctrl+C, a closed console or a log-off',
  [toInt32(0x40010004)]: 'it was ended with the session',
  [toInt32(0xc0000142)]: 'it could not begin, as happens while Windows shuts down',
  [toInt32(0xc0000005)]: 'it crashed with an access violation',
  [toInt32(0xc0000409)]: 'it aborted, often out of memory inside Node',
  [toInt32(0xe0000008)]: 'it ran out of memory',
};

/** Ended from outside, by the person or the session: no fault of the program. */
const ENDED_FROM_OUTSIDE: ReadonlySet<number> = new Set([
  RESULT.terminated,
  toInt32(0xc000013a),
  toInt32(0x40010004),
  toInt32(0xc0000142),
]);
/** The run never began. */
const NOT_BEGUN: ReadonlySet<number> = new Set([toInt32(0x800704dd), toInt32(0x800710e0), HRESULT.alreadyRunning]);

export function hexOf(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase()}`;
}

/** For example `78: the configuration is not valid` or `0x80070005: access is denied`. */
export function resultWords(result: number): string {
  const known = RESULT_WORDS[result] ?? FAILURE_WORDS[result];
  if (known !== undefined) return `${hexOf(result)}: ${known}`;
  if (isExitCode(result)) return exitWords(result, null);
  return `${hexOf(result)}: it ended with a code of Windows`;
}

/** An exit code that a program chose itself, as opposed to a code of the scheduler or of Windows. */
function isExitCode(result: number): boolean {
  return result >= 0 && result < 0x10000;
}

/** What the last result says about the last run. `exitCode` only when the program chose it. */
export type LastRun =
  | { readonly kind: 'never' | 'no-end' | 'from-outside' | 'not-begun' }
  | { readonly kind: 'exit' | 'failed'; readonly exitCode: number | null };

export function lastRunOf(result: number): LastRun {
  if (result === RESULT.neverRun) return { kind: 'never' };
  if (ENDED_FROM_OUTSIDE.has(result)) return { kind: 'from-outside' };
  if (NOT_BEGUN.has(result)) return { kind: 'not-begun' };
  if (RESULT_WORDS[result] !== undefined) return { kind: 'no-end' };
  if (isExitCode(result)) return { kind: 'exit', exitCode: result };
  return { kind: 'failed', exitCode: null };
}
