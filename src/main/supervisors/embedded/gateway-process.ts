/** The gateway's process as the supervisor holds it: started by us, or found again after our predecessor was killed. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { Clock } from '../../system/clock.ts';
import { errnoOf } from '../../system/files.ts';
import { isSameIdentity, type ProcessReader } from '../../system/processes.ts';
import type { ProcessRef } from './state-file.ts';

export interface GatewayExit {
  /** null when killed, not started, or not known (adopted). */
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started; null when it ran. */
  readonly startError: string | null;
}

export interface GatewayProcess {
  readonly adopted: boolean;
  /** null when it could not be started; `exited` says why then. */
  readonly pid: number | null;
  /** Settles once, when the process itself is gone. Never rejects. */
  readonly exited: Promise<GatewayExit>;
  /** SIGTERM to the process alone, so that it can end its children in its own order. */
  terminate(): Promise<void>;
  /** SIGKILL to its whole process group. Harmless when it is gone. */
  killGroup(): Promise<void>;
}

/**
 * Starts the gateway as the leader of its own session and process group, its output appended to `logPath`. Nothing ties it to us: when the
 * supervisor is killed it goes on. A failure to start is an exit with `startError`, not an exception.
 */
export function startGateway(
  definition: ServiceDefinition,
  environment: Readonly<Record<string, string>>,
  logPath: string,
): GatewayProcess {
  let log: number | null = null;
  try {
    log = openSync(logPath, 'a', 0o600);
    const [program = '', ...rest] = definition.command;
    const child = spawn(program, rest, {
      cwd: definition.workingDirectory ?? environment.HOME ?? '/',
      env: { ...environment },
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    const exited = new Promise<GatewayExit>((resolve) => {
      child.once('error', (cause) => {
        // Also emitted when a signal could not be sent; then the process has a pid and its exit is still to come.
        if (child.pid === undefined) resolve({ code: null, signal: null, startError: startWords(cause) });
      });
      child.once('exit', (code, signal) => resolve({ code, signal, startError: null }));
    });
    const pid = child.pid ?? null;
    let gone = false;
    void exited.then(() => {
      gone = true;
    });
    return {
      adopted: false,
      pid,
      exited,
      async terminate() {
        if (!gone && pid !== null) send(pid, 'SIGTERM');
      },
      async killGroup() {
        if (pid !== null) send(-pid, 'SIGKILL');
      },
    };
  } catch (cause) {
    // The log cannot be opened, or the kernel refuses the arguments.
    const exit: GatewayExit = { code: null, signal: null, startError: startWords(cause) };
    const nothing = async () => {};
    return { adopted: false, pid: null, exited: Promise.resolve(exit), terminate: nothing, killGroup: nothing };
  } finally {
    if (log !== null) closeSync(log);
  }
}

/**
 * A running gateway that an earlier supervisor started; the caller has proved that `ref` still means it. It is watched by looking at its
 * pid and start, and looked at again before every signal, so that a stranger with the same number is never touched.
 */
export function adoptGateway(ref: ProcessRef, read: ProcessReader, clock: Clock, pollMs: number): GatewayProcess {
  const exited = (async (): Promise<GatewayExit> => {
    for (;;) {
      // A failure to look is not an end; only "it is another one or gone" is.
      const alive = await isSameIdentity(read, ref).catch(() => null);
      if (alive === false) return { code: null, signal: null, startError: null };
      await clock.sleep(pollMs);
    }
  })();
  return {
    adopted: true,
    pid: ref.pid,
    exited,
    terminate: () => signalProved(ref, read, 'SIGTERM', 'process'),
    killGroup: () => signalProved(ref, read, 'SIGKILL', 'group'),
  };
}

/** Sends only when `ref` still means the process it meant. @throws what the reader throws. */
export async function signalProved(
  ref: ProcessRef,
  read: ProcessReader,
  signal: NodeJS.Signals,
  target: 'process' | 'group',
): Promise<void> {
  if (await isSameIdentity(read, ref)) send(target === 'group' ? -ref.pid : ref.pid, signal);
}

/** ESRCH means that it is gone already, EPERM (macOS) that only zombies are left in the group. */
function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code !== 'ESRCH' && code !== 'EPERM') throw cause;
  }
}

function startWords(cause: unknown): string {
  const code = errnoOf(cause);
  if (code === 'ENOENT') return 'the program or its working directory does not exist';
  if (code === 'EACCES') return 'the program may not be executed, or its log may not be written';
  return code ?? 'the arguments cannot be passed to a program';
}
