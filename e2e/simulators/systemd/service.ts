/**
 * One service of the simulated user manager; its process is real. The moves between states are those of the reference samples (measured on
 * systemd 252): KillMode=mixed, Restart=always, the start limit, codes that prevent a restart, and SIGKILL after TimeoutStopSec.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import type { UnitFile } from './unit-file.ts';

export type Result = 'success' | 'exit-code' | 'signal' | 'core-dump' | 'timeout' | 'start-limit-hit';

export interface ServiceState {
  readonly active: 'inactive' | 'active' | 'activating' | 'deactivating' | 'failed';
  readonly sub: 'dead' | 'running' | 'auto-restart' | 'stop-sigterm' | 'stop-sigkill' | 'failed';
  readonly result: Result;
  readonly restarts: number;
  readonly pid: number;
  /** CLD_ number: 0 none, 1 exited, 2 killed, 3 dumped. */
  readonly code: number;
  readonly status: number;
  /** Milliseconds since the epoch; null = never. */
  readonly startedAt: number | null;
  readonly exitedAt: number | null;
}

export interface Service {
  readonly state: ServiceState;
  /** false when the start limit forbids it. One that runs already is fine. */
  start(): boolean;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
  restart(): boolean;
  resetFailed(): void;
  /** At once, without asking. */
  destroy(): void;
}

export interface Timing {
  readonly restartMs: number | null;
  readonly stopMs: number | null;
}

const NEVER: ServiceState = {
  active: 'inactive',
  sub: 'dead',
  result: 'success',
  restarts: 0,
  pid: 0,
  code: 0,
  status: 0,
  startedAt: null,
  exitedAt: null,
};
const CLEAN_SIGNALS: readonly string[] = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE'];
const DUMPING: readonly string[] = ['SIGQUIT', 'SIGILL', 'SIGABRT', 'SIGFPE', 'SIGSEGV', 'SIGBUS', 'SIGSYS', 'SIGTRAP'];

/** @param file what the manager has loaded at that moment. @param changed called after each move. */
export function createService(file: () => UnitFile, timing: Timing, changed: () => void): Service {
  let state = NEVER;
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  let starts: number[] = [];
  const waiting: (() => void)[] = [];

  const move = (change: Partial<ServiceState>) => {
    state = { ...state, ...change };
    if (state.active !== 'deactivating') for (const resolve of waiting.splice(0)) resolve();
    changed();
  };
  const clear = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const limited = (): boolean => {
    const now = performance.now();
    starts = starts.filter((at) => now - at < file().intervalMs);
    if (starts.length >= file().burst) {
      // The first failure is kept as the result; only after clean ends is it the limit itself.
      const result = state.result === 'success' ? 'start-limit-hit' : state.result;
      move({ active: 'failed', sub: 'failed', pid: 0, result });
      return true;
    }
    starts.push(now);
    return false;
  };
  const launch = (): void => {
    const { program, environment, workingDirectory } = file();
    const began = { result: 'success', code: 0, status: 0, startedAt: Date.now(), exitedAt: null } as const;
    const failed = missing(program[0] ?? '', workingDirectory);
    if (failed !== null) {
      move({ ...began, active: 'active', sub: 'running' });
      ended(1, failed);
      return;
    }
    const mine = spawn(program[0] ?? '', program.slice(1), {
      cwd: workingDirectory ?? process.env.HOME ?? '/',
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: process.env.HOME ?? '/',
        SYSTEMD_EXEC_PID: '',
        ...environment,
      },
      stdio: 'ignore',
      detached: true,
    });
    child = mine;
    mine.once('error', () => ended(1, 203));
    mine.once('exit', (code, signal) => {
      if (mine.pid !== undefined) killGroup(mine.pid);
      if (signal === null) ended(1, code ?? 0);
      else ended(DUMPING.includes(signal) ? 3 : 2, constants.signals[signal]);
    });
    move({ ...began, active: 'active', sub: 'running', pid: mine.pid ?? 0 });
  };
  const ended = (code: number, status: number) => {
    child = null;
    clear();
    const unit = file();
    const word = code === 1 ? String(status) : signalName(status);
    const clean = (code === 1 ? status === 0 : CLEAN_SIGNALS.includes(word)) || unit.successStatus.includes(word);
    const stopping = state.active === 'deactivating';
    const killed = state.sub === 'stop-sigkill';
    const result: Result = killed
      ? 'timeout'
      : clean
        ? 'success'
        : code === 1
          ? 'exit-code'
          : code === 3
            ? 'core-dump'
            : 'signal';
    const facts = { pid: 0, code, status, exitedAt: Date.now(), result };
    if (stopping) {
      const failed = result !== 'success';
      move({ ...facts, active: failed ? 'failed' : 'inactive', sub: failed ? 'failed' : 'dead' });
      if (again) startNow();
      return;
    }
    const wanted = unit.restart === 'always' || (unit.restart === 'on-failure' && !clean);
    if (!wanted || unit.preventStatus.includes(word)) {
      move({ ...facts, active: clean ? 'inactive' : 'failed', sub: clean ? 'dead' : 'failed' });
      return;
    }
    move({ ...facts, active: 'activating', sub: 'auto-restart' });
    timer = setTimeout(() => {
      move({ restarts: state.restarts + 1 });
      if (!limited()) launch();
    }, timing.restartMs ?? unit.restartMs);
  };
  const startNow = (): boolean => {
    again = false;
    clear();
    if (limited()) return false;
    move({ restarts: 0 });
    launch();
    return true;
  };
  const end = () => {
    if (state.active === 'deactivating') return;
    clear();
    if (child === null) {
      if (state.active !== 'failed') move({ active: 'inactive', sub: 'dead' });
      return;
    }
    move({ active: 'deactivating', sub: 'stop-sigterm' });
    child.kill('SIGTERM');
    timer = setTimeout(() => {
      if (child === null) return;
      move({ sub: 'stop-sigkill' });
      child.kill('SIGKILL');
    }, timing.stopMs ?? file().stopMs);
  };

  return {
    get state() {
      return state;
    },
    start() {
      if (state.active === 'active') return true;
      if (state.active !== 'deactivating') return startNow();
      again = true;
      return true;
    },
    async stop() {
      again = false;
      end();
      if (state.active === 'deactivating') await new Promise<void>((resolve) => waiting.push(resolve));
    },
    restart() {
      if (child === null) return startNow();
      again = true;
      end();
      return true;
    },
    resetFailed() {
      starts = [];
      if (state.active !== 'failed') move({ restarts: 0 });
      else move({ ...NEVER });
    },
    destroy() {
      clear();
      if (child?.pid !== undefined) killGroup(child.pid);
    },
  };
}

/** Exit codes of systemd.exec(5), "Process Exit Codes": 200 CHDIR, 203 EXEC. */
function missing(program: string, folder: string | null): number | null {
  if (folder !== null && !(existsSync(folder) && statSync(folder).isDirectory())) return 200;
  return existsSync(program) ? null : 203;
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? '';
}

/** What the process left behind in its group goes with it (systemd.kill(5), KillMode=mixed). */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause; // Nothing was left.
  }
}
