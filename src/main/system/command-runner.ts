/**
 * How another program is started and waited for: argv arrays and no shell; always bounded in time and output. Two implementations keep
 * this contract (one test suite for both): `spawn-runner.ts` for the shim, whose start-up every status call pays, and `execa-runner.ts`
 * for the app.
 */
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

/** Bound on a command when none is given. */
export const DEFAULT_TIMEOUT_MS = 15_000;
/** Output beyond this ends the command. */
export const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/** The environment of a command: the C locale is forced, because the tools' words are parsed in a few error cases. */
export function commandEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const merged = { ...base, LC_ALL: 'C', SYSTEMD_COLORS: '0', ...extra };
  return Object.fromEntries(Object.entries(merged).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** One line for a message or an evidence list: the argv as it was run. Arguments never hold secrets (rule of this code base). */
export function showArgv(argv: readonly string[]): string {
  return argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`)).join(' ');
}
