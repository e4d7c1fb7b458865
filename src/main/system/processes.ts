/**
 * Facts about one process: who it is, since when, what it runs. Read from /proc on Linux, from `ps` on macOS. What may not be read
 * is null; nothing is guessed.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import type { CommandRunner } from './command-runner.ts';
import { errnoOf } from './files.ts';
import { bootTimeMs, type Environment, type Platform } from './host.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number | null;
  readonly uid: number | null;
  /** Wall clock start, milliseconds since the epoch. Moves with the system clock; compare processes by `startKey`. */
  readonly startedAt: number | null;
  /**
   * Text that no other process with this number will ever have: boot id and start tick on Linux, start date elsewhere.
   * Equal keys of equal pids mean the same process, whatever happened to the clock.
   */
  readonly startKey: string | null;
  /** Process group. */
  readonly pgid: number | null;
  readonly argv: readonly string[] | null;
  /** Short name, at most 15 bytes on Linux. */
  readonly comm: string | null;
  readonly exe: string | null;
  /** It has ended and waits for its parent to take note. Such a process holds no port and no lock. */
  readonly zombie: boolean;
  /** Held by a signal (SIGSTOP, SIGTSTP) or by a debugger: it keeps its port and does nothing. Absent = not told. */
  readonly paused?: boolean;
}

/** Reads one process on any platform; null = there is no such process. Rejects when it could not be found out. */
export type ProcessReader = (pid: number) => Promise<ProcessInfo | null>;

/** USER_HZ, the unit of times in /proc/PID/stat: 100 on every Linux that Node runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS_PER_SECOND = 100;
/** `btime` is rounded to a second and moves by one when the clock is disciplined. */
const START_TOLERANCE_MS = 1_500;

/**
 * Reads a process from /proc; null when there is none. Parts that belong to another user are null.
 * @throws when /proc itself cannot be read (not Linux, not mounted): then nothing is known about any process.
 */
export function readProcess(pid: number): ProcessInfo | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) {
    readFileSync('/proc/self/stat'); // Throws when the reason is that there is no /proc at all.
    return null;
  }
  const parsed = parseProcStat(stat);
  if (parsed === null) return null;
  const status = readProc(`/proc/${pid}/status`);
  const uid = /^Uid:\s+(\d+)/m.exec(status ?? '')?.[1];
  const cmdline = readProc(`/proc/${pid}/cmdline`);
  const boot = bootTimeMs();
  const bootId = readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
  return {
    pid,
    ppid: parsed.ppid,
    pgid: parsed.pgid,
    uid: uid === undefined ? null : Number(uid),
    startedAt: boot === null ? null : boot + Math.round((parsed.startTicks * 1000) / TICKS_PER_SECOND),
    startKey: bootId === null ? null : `${bootId}:${parsed.startTicks}`,
    argv: cmdline === null || cmdline === '' ? null : splitArguments(cmdline),
    comm: parsed.comm,
    exe: readLink(`/proc/${pid}/exe`),
    zombie: parsed.state === 'Z' || parsed.state === 'X',
    paused: isHeld(parsed.state),
  };
}

/** First letter of the state in /proc/PID/stat and in `ps -o stat` (proc_pid_stat(5), ps(1)). */
function isHeld(state: string): boolean {
  return state.startsWith('T') || state.startsWith('t');
}

/**
 * A short text that differs when another process has the number, when it ended, or was held or let go; one small read. null where there
 * is no /proc: then the process itself has to be read.
 */
export function processMark(platform: Platform, pid: number): string | null {
  if (platform !== 'linux') return null;
  const text = readProc(`/proc/${pid}/stat`);
  const stat = text === null ? null : parseProcStat(text);
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return 'none';
  return `${pid}@${stat.startTicks}${isHeld(stat.state) ? ' held' : ''}`;
}

/**
 * Is the process with this number still the one that started at `startTime` (milliseconds since the epoch, from `readProcess`)?
 * false = gone, ended, or the number belongs to another process now; null = its start could not be read.
 */
export function isSameProcess(pid: number, startTime: number): boolean | null {
  const found = readProcess(pid);
  if (found === null || found.zombie) return false;
  if (found.startedAt === null) return null;
  return Math.abs(found.startedAt - startTime) <= START_TOLERANCE_MS;
}

export interface ProcessIdentity {
  readonly pid: number;
  readonly startKey: string | null;
}

/** Like `isSameProcess`, by start key: exact, and not moved by a clock that was set. null = could not find out. */
export async function isSameIdentity(read: ProcessReader, identity: ProcessIdentity): Promise<boolean | null> {
  const found = await read(identity.pid);
  if (found === null || found.zombie) return false;
  if (found.startKey === null || identity.startKey === null) return null;
  return found.startKey === identity.startKey;
}

/** The reader of this platform. `runner` is used where there is no /proc, `env` to find the tools of Windows. */
export function createProcessReader(platform: Platform, runner: CommandRunner, env: Environment = {}): ProcessReader {
  if (platform === 'linux') return async (pid) => readProcess(pid);
  if (platform === 'win32') {
    // Loaded where it is needed: the shim's start on other systems does not pay for it.
    const reader = import('./windows-processes.ts').then(({ createWindowsProcessReader }) =>
      createWindowsProcessReader(runner, env),
    );
    return async (pid) => (await reader)(pid);
  }
  return (pid) => readProcessByPs(runner, pid);
}

/** The fields of /proc/PID/stat that we use; null for anything else. The name stands in brackets and may hold brackets and spaces. */
export function parseProcStat(text: string): {
  readonly comm: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  /** Field 22: clock ticks since boot. */
  readonly startTicks: number;
} | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const rest = text
    .slice(close + 1)
    .trim()
    .split(/\s+/);
  const [state, ppid, pgid] = rest;
  const startTicks = rest[19]; // Field 22; `rest` begins with field 3.
  if (state === undefined || [ppid, pgid, startTicks].some((field) => !/^\d+$/.test(field ?? ''))) return null;
  return {
    comm: text.slice(open + 1, close),
    state,
    ppid: Number(ppid),
    pgid: Number(pgid),
    startTicks: Number(startTicks),
  };
}

/** A process that set its title leaves the rest of the area as NULs; those are not empty arguments. */
function splitArguments(cmdline: string): readonly string[] {
  return cmdline.replace(/\0+$/, '').split('\0');
}

/**
 * A process by `ps` (macOS and other POSIX systems). The argument list is not split there (its parts cannot be told apart), so `argv` is
 * one text. @throws when ps does not run or prints something else.
 */
export async function readProcessByPs(runner: CommandRunner, pid: number): Promise<ProcessInfo | null> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const result = await runner.run(['ps', '-o', 'ppid=,pgid=,uid=,stat=,lstart=,command=', '-ww', '-p', String(pid)]);
  if (result.exitCode === 1 && result.stdout.trim() === '') return null;
  if (result.exitCode !== 0) {
    throw new Error(`ps could not tell about process ${pid}: ${result.startError ?? result.stderr.trim()}`);
  }
  const parsed = parsePsLine(pid, result.stdout);
  if (parsed === null) throw new Error(`ps printed something unexpected about process ${pid}.`);
  return parsed;
}

/** One line of `ps -o ppid=,pgid=,uid=,stat=,lstart=,command=`; the date is `Thu Jan  1 00:00:00 1970` in the C locale, local time. */
export function parsePsLine(pid: number, text: string): ProcessInfo | null {
  const match =
    /^\s*(\d+)\s+(\d+)\s+(-?\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+\d\d:\d\d:\d\d\s+\d{4})\s*(.*?)\s*$/s.exec(text);
  if (match === null) return null;
  const [, ppid, pgid, uid, state = '', started = '', command = ''] = match;
  const startedAt = Date.parse(started);
  return {
    pid,
    ppid: Number(ppid),
    pgid: Number(pgid),
    uid: Number(uid),
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    startKey: started.replace(/\s+/g, ' '),
    argv: command === '' ? null : [command],
    comm: null,
    exe: null,
    zombie: state.startsWith('Z'),
    paused: isHeld(state),
  };
}

const SECRET_OPTION = /^--?[\w-]*(token|password|passwd|secret|key|auth|credential)[\w-]*$/i;

/** argv as one line for people, without the values of options and variables whose name sounds like a secret. */
export function showCommand(argv: readonly string[]): string {
  const shown: string[] = [];
  for (const [index, part] of argv.entries()) {
    const assignment = /^([^=\s]+)=/.exec(part)?.[1];
    if (SECRET_OPTION.test(argv[index - 1] ?? '') && !part.startsWith('-')) shown.push('(hidden)');
    else if (assignment !== undefined && SECRET_OPTION.test(`--${assignment.replace(/^-+/, '')}`)) {
      shown.push(`${assignment}=(hidden)`);
    } else shown.push(part);
  }
  return shown.join(' ').trim();
}

/** Content of a /proc file; null when the process is gone or it is not ours to read. */
function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (GONE_OR_CLOSED.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (cause) {
    if (GONE_OR_CLOSED.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

/** ESRCH: the process ended between open and read. */
const GONE_OR_CLOSED: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);
