import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import { readTextIfThere } from '../../system/files.ts';
import type { Environment } from '../../system/host.ts';
import { askSupervisor } from './control-client.ts';
import type { EmbeddedPaths } from './paths.ts';
import type { SupervisorState } from './state-file.ts';
import { SUPERVISOR_EXIT } from './supervise.ts';

/** How to start the supervisor: `execPath ...args --definition <path>`. */
export interface SupervisorProgram {
  /** node, or Electron's binary together with ELECTRON_RUN_AS_NODE in `env`. */
  readonly execPath: string;
  /** Everything before `--definition`, for example the bundle and `embedded-supervise`. */
  readonly args: readonly string[];
  readonly env?: Environment;
}

const ANSWER_MS = 15_000;
const RETRY_MS = 40;

/**
 * Starts the detached supervisor and waits until it answers. It has its own session and no pipe to us, so it outlives this process, its
 * shell and its terminal. Returns its state, or null when it has come and gone already (a gateway that refuses to start).
 * @throws ExpectedError `start-failed` with the last lines of its log.
 */
export async function launchSupervisor(
  program: SupervisorProgram,
  environment: Environment,
  paths: EmbeddedPaths,
  clock: Clock,
  signal?: AbortSignal,
): Promise<SupervisorState | null> {
  // Its standard error goes to its log, so that a program that cannot even load leaves a trace.
  const errors = openSync(paths.supervisorLog, 'a', 0o600);
  let ended: { readonly code: number | null; readonly problem: Phrase | null } | null = null;
  try {
    const child = spawn(program.execPath, [...program.args, '--definition', paths.definition], {
      cwd: '/',
      env: { ...environment, ...program.env },
      detached: true,
      stdio: ['ignore', 'ignore', errors],
      windowsHide: true,
    });
    child.once('error', (cause) => {
      ended = { code: null, problem: cause.message };
    });
    child.once('exit', (code, killedBy) => {
      ended = { code, problem: killedBy === null ? null : say('ended.by', { name: killedBy }) };
    });
    child.unref();
  } finally {
    closeSync(errors);
  }
  const exit = () => ended as { readonly code: number | null; readonly problem: Phrase | null } | null;
  const deadline = clock.monotonic() + ANSWER_MS;
  for (;;) {
    const answer = await askSupervisor(paths.control, 'status', signal);
    if (answer.kind === 'reply' && answer.reply.ok) return answer.reply.state;
    const over = exit();
    if (over?.code === SUPERVISOR_EXIT.gaveUp || over?.code === SUPERVISOR_EXIT.stopped) return null;
    // Another one was faster; it is his socket that we wait for.
    if (over !== null && over.code !== SUPERVISOR_EXIT.alreadyRunning) {
      throw await startFailed(
        paths,
        over.problem ?? EXIT_WORDS[over.code ?? -1] ?? say('ended.with-code', { code: String(over.code) }),
      );
    }
    if (clock.monotonic() >= deadline) {
      throw await startFailed(paths, say('ended.silent', { seconds: ANSWER_MS / 1000 }));
    }
    await clock.sleep(RETRY_MS, signal);
  }
}

const EXIT_WORDS: Readonly<Record<number, Phrase>> = {
  [SUPERVISOR_EXIT.badDefinition]: say('ended.definition'),
  [SUPERVISOR_EXIT.unproven]: say('ended.unproven'),
  [SUPERVISOR_EXIT.cannotListen]: say('ended.no-lock'),
};

async function startFailed(paths: EmbeddedPaths, why: Phrase): Promise<ExpectedError> {
  // The log is evidence only; the error is worth reporting without it.
  const log = await readTextIfThere(paths.supervisorLog).catch(() => null);
  return new ExpectedError('start-failed', say('start-failed.embedded', { why }), {
    hint: say('hint.look-into', { path: paths.supervisorLog }),
    details: (log ?? '').trimEnd().split('\n').slice(-8),
  });
}
