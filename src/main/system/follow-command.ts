/**
 * A program whose output is read while it runs, for as long as somebody looks. It is our child and ends with us: asked to when it is no
 * longer wanted, and by its broken pipe when we are gone.
 */
import { spawn } from 'node:child_process';
import { commandEnvironment } from './command-runner.ts';

export interface FollowOptions {
  /** The whole environment, as the command runner has it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onData: (chunk: Buffer) => void;
  /** Asked before more output is taken; until it resolves the program waits at its pipe. */
  readonly room: () => Promise<void>;
  /** Called once when it has ended by itself, with the reason in words; never after `stop`. */
  readonly onEnd: (reason: string) => void;
}

export interface FollowedCommand {
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

/** From SIGTERM to SIGKILL. */
const KILL_GRACE_MS = 1_000;
const MAX_WORDS = 2_000;

/** Never throws: a program that cannot be started ends with that as its reason. */
export function followCommand(argv: readonly [string, ...string[]], options: FollowOptions): FollowedCommand {
  const [program, ...rest] = argv;
  const child = spawn(program, rest, {
    env: commandEnvironment(options.environment),
    cwd: '/',
    shell: false,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  let startError: string | null = null;
  let stopping = false;
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    words = (words + part).slice(-MAX_WORDS);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    if (stopping) return;
    options.onData(chunk);
    child.stdout.pause();
    void options.room().then(() => child.stdout.resume());
  });
  child.on('error', (cause) => {
    startError = cause.message;
  });
  const gone = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      resolve();
      if (!stopping) options.onEnd(startError ?? (words.trim() || `it ended with ${signal ?? `code ${code}`}`));
    });
  });
  return {
    stop() {
      stopping = true;
      child.kill('SIGTERM');
      // What is still in the pipe must not keep it from closing.
      child.stdout.resume();
      const hard = setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS);
      return gone.finally(() => clearTimeout(hard));
    },
  };
}
