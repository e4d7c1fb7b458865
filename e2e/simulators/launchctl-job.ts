/**
 * One job of the simulated launchd: its process is real. Behaviour as in launchd.plist(5) and the recordings: KeepAlive starts it again
 * whatever its code (78 too), not more often than the throttle allows; a process that ran longer is started again at once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { parse } from 'plist';
import { z } from 'zod';

/** Types as in launchd.plist(5); another type makes launchd refuse the file. */
const agentSchema = z.object({
  Label: z.string().min(1),
  ProgramArguments: z.array(z.string()).min(1),
  RunAtLoad: z.boolean().default(false),
  KeepAlive: z.boolean().default(false),
  ThrottleInterval: z.number().int().default(10),
  ExitTimeOut: z.number().int().default(5),
  WorkingDirectory: z.string().nullable().default(null),
  StandardInPath: z.string().default('/dev/null'),
  StandardOutPath: z.string().nullable().default(null),
  StandardErrorPath: z.string().nullable().default(null),
  EnvironmentVariables: z.record(z.string(), z.string()).default({}),
  Umask: z.number().int().optional(),
});

export interface Agent {
  readonly label: string;
  readonly programArguments: readonly string[];
  readonly runAtLoad: boolean;
  readonly keepAlive: boolean;
  readonly throttleSeconds: number;
  readonly exitTimeoutSeconds: number;
  readonly workingDirectory: string | null;
  readonly stdoutPath: string | null;
  readonly stderrPath: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** null for what launchd would not load: no file, writable by others, not a property list, a key of a wrong type. */
export function readAgent(path: string): Agent | null {
  try {
    if ((statSync(path).mode & 0o022) !== 0) return null;
    const found = agentSchema.safeParse(parse(readFileSync(path, 'utf8')));
    if (!found.success) return null;
    const { data } = found;
    return {
      label: data.Label,
      programArguments: data.ProgramArguments,
      runAtLoad: data.RunAtLoad,
      keepAlive: data.KeepAlive,
      throttleSeconds: data.ThrottleInterval,
      exitTimeoutSeconds: data.ExitTimeOut,
      workingDirectory: data.WorkingDirectory,
      stdoutPath: data.StandardOutPath,
      stderrPath: data.StandardErrorPath,
      environment: data.EnvironmentVariables,
    };
  } catch (cause) {
    // A file that is missing or is no property list: launchd says the same of both.
    if (!(cause instanceof Error)) throw cause;
    return null;
  }
}

export type JobState = 'not running' | 'spawn scheduled' | 'running' | 'SIGTERMed' | 'SIGKILLed';
export type Last = { readonly code: number } | { readonly signal: number };

export interface Job {
  readonly agent: Agent;
  readonly path: string;
  readonly state: JobState;
  readonly pid: number | null;
  readonly runs: number;
  readonly last: Last | null;
  readonly signalCrashes: number;
  readonly spawnFailed: boolean;
  /** `immediate reason`: why it was started. */
  readonly reason: string;
  /** Demand: starts it when it does not run. Already running is fine. */
  kickstart(): void;
  /** Ends the process and starts another, which waits for the throttle. Resolves when the old one is gone. */
  restart(): Promise<void>;
  /** SIGTERM, SIGKILL after the exit timeout; `gone` is called when the process is no more. */
  remove(gone: () => void): void;
  /** At once, without asking. */
  destroy(): void;
}

export interface Timing {
  /** Milliseconds instead of the plist's own seconds; null = the plist's. */
  readonly throttleMs: number | null;
  readonly exitTimeoutMs: number | null;
}

export function createJob(agent: Agent, path: string, timing: Timing, changed: () => void): Job {
  const throttleMs = timing.throttleMs ?? agent.throttleSeconds * 1000;
  const exitTimeoutMs = timing.exitTimeoutMs ?? agent.exitTimeoutSeconds * 1000;
  let child: ChildProcess | null = null;
  let state: JobState = 'not running';
  let runs = 0;
  let last: Last | null = null;
  let signalCrashes = 0;
  let spawnFailed = false;
  let reason = 'speculative';
  let spawnedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let killer: NodeJS.Timeout | null = null;
  let whenGone: (() => void) | null = null;
  let removed = false;

  const start = (why: string) => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    reason = why;
    runs += 1;
    spawnedAt = performance.now();
    spawnFailed = false;
    try {
      child = launch(agent);
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      ended({ code: 78 }, true); // macos26-print-spawn-failed-ex-config.txt: whatever was missing, the code is 78.
      return;
    }
    const mine = child;
    state = 'running';
    mine.once('error', () => ended({ code: 78 }, true));
    mine.once('exit', (code, signal) => {
      if (mine.pid !== undefined) killGroup(mine.pid);
      ended(signal === null ? { code: code ?? 0 } : { signal: constants.signals[signal] }, false);
    });
    changed();
  };
  const ended = (how: Last, failed: boolean) => {
    child = null;
    last = how;
    spawnFailed = failed;
    signalCrashes = 'signal' in how && how.signal !== constants.signals.SIGTERM ? signalCrashes + 1 : 0;
    if (killer !== null) clearTimeout(killer);
    killer = null;
    state = 'not running';
    const gone = whenGone;
    whenGone = null;
    if (gone !== null) gone();
    else if (agent.keepAlive && !removed) schedule('semaphore');
    changed();
  };
  const schedule = (why: string) => {
    const wait = Math.max(0, spawnedAt + throttleMs - performance.now());
    if (wait === 0) return start(why);
    state = 'spawn scheduled';
    timer = setTimeout(() => start(why), wait);
  };
  const end = (gone: () => void) => {
    whenGone = gone;
    state = 'SIGTERMed';
    child?.kill('SIGTERM');
    killer = setTimeout(() => {
      state = 'SIGKILLed';
      child?.kill('SIGKILL');
      changed();
    }, exitTimeoutMs);
    changed();
  };

  return {
    agent,
    path,
    get state() {
      return state;
    },
    get pid() {
      return child?.pid ?? null;
    },
    get runs() {
      return runs;
    },
    get last() {
      return last;
    },
    get signalCrashes() {
      return signalCrashes;
    },
    get spawnFailed() {
      return spawnFailed;
    },
    get reason() {
      return reason;
    },
    kickstart() {
      if (child === null) start('non-ipc demand');
    },
    restart() {
      return new Promise((resolve) => {
        if (child === null) {
          start('non-ipc demand');
          resolve();
          return;
        }
        end(() => {
          schedule('non-ipc demand');
          resolve();
        });
      });
    },
    remove(gone) {
      removed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (child === null) gone();
      else end(gone);
    },
    destroy() {
      removed = true;
      if (timer !== null) clearTimeout(timer);
      if (killer !== null) clearTimeout(killer);
      if (child?.pid !== undefined) killGroup(child.pid);
      child?.kill('SIGKILL');
    },
  };
}

/** @throws when the folder to work in or an output file cannot be opened: launchd checks both before it starts anything. */
function launch(agent: Agent): ChildProcess {
  const [program = '', ...args] = agent.programArguments;
  const cwd = agent.workingDirectory ?? '/';
  if (!statSync(cwd).isDirectory()) throw new Error(`${cwd} is not a folder`);
  const out = openOutput(agent.stdoutPath);
  const err = openOutput(agent.stderrPath);
  try {
    return spawn(program, args, {
      cwd,
      // The environment of a job: nothing from shell files (launchd.plist(5); `default environment` in the recordings).
      env: {
        PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
        HOME: process.env.HOME ?? '/',
        XPC_SERVICE_NAME: agent.label,
        ...agent.environment,
      },
      stdio: ['ignore', out ?? 'ignore', err ?? 'ignore'],
      detached: true,
    });
  } finally {
    if (out !== null) closeSync(out);
    if (err !== null) closeSync(err);
  }
}

/** Opened to append; missing parent folders are made. */
function openOutput(path: string | null): number | null {
  if (path === null) return null;
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a', 0o644);
}

/** What the process left behind in its group goes with it (launchd.plist(5), AbandonProcessGroup). */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause; // Nothing was left.
  }
}
