/**
 * The command runner of the shim, over Node's own child_process: a status call pays for whatever is loaded, and execa costs it 25 ms and
 * 12 MB (measured as whole processes, Node 24).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  type CommandResult,
  type CommandRunner,
  commandEnvironment,
  DEFAULT_TIMEOUT_MS,
  MAX_OUTPUT_BYTES,
  type RunOptions,
} from './command-runner.ts';

/** From SIGTERM to SIGKILL for a command that overstays. */
const KILL_GRACE_MS = 1_000;
/** How long output may still come after the command ended: a program that it left behind may hold its streams open for ever. */
const OUTPUT_GRACE_MS = 1_000;

/** `environment` is the whole environment of the programs it starts. */
export function createSpawnRunner(environment: Readonly<Record<string, string | undefined>>): CommandRunner {
  return {
    run: (argv, options = {}) => runOnce(argv, options, commandEnvironment(environment, options.env)),
  };
}

function runOnce(
  argv: readonly [string, ...string[]],
  options: RunOptions,
  env: Record<string, string>,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const [program, ...rest] = argv;
    let timedOut = false;
    let startError: string | null = null;
    if (options.signal?.aborted === true) {
      resolve({
        argv,
        exitCode: null,
        signal: null,
        stdout: '',
        stderr: '',
        timedOut,
        startError: 'It was cancelled.',
      });
      return;
    }
    const child = spawn(program, rest, {
      env,
      cwd: '/',
      shell: false,
      windowsHide: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stdout = collect(child, child.stdout);
    const stderr = collect(child, child.stderr);
    const end = () => endChild(child);
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    options.signal?.addEventListener('abort', end, { once: true });
    child.on('error', (cause) => {
      startError = cause.message;
    });
    child.on('exit', () => {
      const letGo = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, OUTPUT_GRACE_MS);
      child.once('close', () => clearTimeout(letGo));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', end);
      const ran = startError === null;
      resolve({
        argv,
        exitCode: ran && !timedOut ? code : null,
        signal: ran ? signal : null,
        stdout: stdout(),
        stderr: stderr(),
        timedOut,
        startError,
      });
    });
    // A program that ends without reading its input is its own affair; its exit code tells.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}

/** Gathers a stream as text, up to the bound; beyond it the command is ended. */
function collect(child: ChildProcess, stream: NodeJS.ReadableStream | null): () => string {
  const parts: Buffer[] = [];
  let size = 0;
  stream?.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= MAX_OUTPUT_BYTES) parts.push(part);
    else endChild(child);
  });
  return () => Buffer.concat(parts).toString('utf8');
}

function endChild(child: ChildProcess): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS).unref();
}
