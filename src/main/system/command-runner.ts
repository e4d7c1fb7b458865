/**
 * The only place that starts another program and waits for it. argv arrays and no shell; always bounded in time and output.
 */
import { execa } from 'execa';

export interface CommandResult {
  readonly argv: readonly string[];
  /** null when it did not exit by itself (not started, timed out, killed). */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** The program could not be started at all (ENOENT, EACCES); null when it ran. */
  readonly startError: string | null;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
  /** Added to (or, with undefined, removed from) the runner's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface CommandRunner {
  /** Never rejects for what the program did: look at the result. */
  run(argv: readonly [string, ...string[]], options?: RunOptions): Promise<CommandResult>;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * A runner over real processes. `environment` is the whole environment of the programs it starts; the C locale is forced, because
 * the tools' words are parsed in a few error cases.
 */
export function createCommandRunner(environment: Readonly<Record<string, string | undefined>>): CommandRunner {
  return {
    async run(argv, options = {}) {
      const [program, ...rest] = argv;
      const env: Record<string, string | undefined> = {
        ...environment,
        LC_ALL: 'C',
        SYSTEMD_COLORS: '0',
        ...options.env,
      };
      const result = await execa(program, rest, {
        reject: false,
        shell: false,
        extendEnv: false,
        env: Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
        cwd: '/',
        timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        stripFinalNewline: false,
        windowsHide: true,
        ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
        ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      });
      const started = result.exitCode !== undefined || result.signal !== undefined;
      return {
        argv,
        exitCode: result.exitCode ?? null,
        signal: result.signal ?? null,
        stdout: result.stdout,
        stderr: result.stderr,
        timedOut: result.timedOut,
        startError:
          started || result.timedOut ? null : (result.originalMessage ?? result.shortMessage ?? 'not started'),
      };
    },
  };
}

/** One line for a message or an evidence list: the argv as it was run. Arguments never hold secrets (rule of this code base). */
export function showArgv(argv: readonly string[]): string {
  return argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`)).join(' ');
}
