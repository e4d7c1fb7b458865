/**
 * A booted Linux host with a real systemd for tests, as a typed helper over `systemd-host.sh`. Needs root and some Debian packages;
 * `systemdHostProblem` says what is missing.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('systemd-host.sh', import.meta.url));
const BOOT_TIMEOUT_MS = 90_000;
const EXEC_TIMEOUT_MS = 60_000;

export interface HostBind {
  /** Folder or file outside. */
  readonly from: string;
  /** Where it appears inside; the same path when left out. */
  readonly to?: string;
  /** Changes made inside reach the outside. Off when left out. */
  readonly writable?: boolean;
}

export interface HostOptions {
  /** Lower-case letters, digits and `-`; one host for each name. A host of this name that is still up is removed first. */
  readonly name: string;
  readonly binds?: readonly HostBind[];
  /** The test user; `tester` when left out. */
  readonly user?: string;
  /** The test user's home, `/home/USER` when left out. May hold spaces, quotes, `%` and letters of any script. */
  readonly home?: string;
}

export interface ExecOptions {
  /** Run as root instead of the test user. */
  readonly root?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Without XDG_RUNTIME_DIR and DBUS_SESSION_BUS_ADDRESS, as a cron job would be. */
  readonly withoutBus?: boolean;
  /** Milliseconds; one minute when left out. */
  readonly timeoutMs?: number;
  readonly input?: string;
}

export interface ExecResult {
  /** null when it was ended by a signal or ran out of time. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SystemdHost {
  readonly name: string;
  readonly user: string;
  readonly home: string;
  /** Runs a program inside and waits for it. Never rejects for what it did. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Like `exec`, but rejects with what the program said unless it exits with 0; gives its stdout. */
  run(argv: readonly string[], options?: ExecOptions): Promise<string>;
  /** Starts a program inside, with its standard streams as pipes; it ends at the latest with the host. */
  spawn(argv: readonly string[], options?: Omit<ExecOptions, 'timeoutMs' | 'input'>): ChildProcess;
  /** Powers it off and removes every trace. Calling it twice is harmless. */
  down(): Promise<void>;
}

/** Why a host cannot run here and the command that would change that; null when it can. */
export function systemdHostProblem(): string | null {
  if (process.platform !== 'linux') return 'the test host needs Linux';
  const answer = spawnSync(SCRIPT, ['check'], { encoding: 'utf8', timeout: 20_000 });
  if (answer.error !== undefined) return `the test host's script could not be run: ${answer.error.message}`;
  return answer.status === 0 ? null : answer.stdout.trim() || answer.stderr.trim() || 'the test host cannot run here';
}

/** Boots a host (about a second). @throws Error with the boot log when it does not come up. */
export async function bootSystemdHost(options: HostOptions): Promise<SystemdHost> {
  const { name, user = 'tester', home = `/home/${user}`, binds = [] } = options;
  const named = ['--name', name];
  const down = async () => {
    await script(['down', ...named], { timeoutMs: BOOT_TIMEOUT_MS });
  };
  const execArgs = (argv: readonly string[], extra: ExecOptions) => [
    'exec',
    ...named,
    ...(extra.root === true ? ['--root'] : []),
    ...(extra.withoutBus === true ? ['--no-bus'] : []),
    ...Object.entries(extra.env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    '--',
    ...argv,
  ];
  const exec: SystemdHost['exec'] = (argv, extra = {}) => script(execArgs(argv, extra), extra);

  await down();
  const bindArgs = binds.flatMap(({ from, to, writable }) => [
    writable === true ? '--bind' : '--bind-ro',
    to === undefined ? from : `${from}:${to}`,
  ]);
  const up = await script(['up', ...named, '--user', user, '--home', home, ...bindArgs], {
    timeoutMs: BOOT_TIMEOUT_MS,
  });
  if (up.exitCode !== 0) throw new Error(`The test host ${name} did not come up:\n${up.stderr}`);
  return {
    name,
    user,
    home,
    exec,
    async run(argv, extra) {
      const result = await exec(argv, extra);
      if (result.exitCode === 0) return result.stdout;
      throw new Error(`${argv.join(' ')} ended with ${result.exitCode}:\n${result.stdout}\n${result.stderr}`);
    },
    spawn: (argv, extra = {}) => spawn(SCRIPT, execArgs(argv, extra), { stdio: 'pipe' }),
    down,
  };
}

async function script(args: readonly string[], options: Pick<ExecOptions, 'timeoutMs' | 'input'>): Promise<ExecResult> {
  const child = spawn(SCRIPT, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that does not read its input closes the pipe early; that is its right.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const stdout = collected(child.stdout);
  const stderr = collected(child.stderr);
  const budgetMs = options.timeoutMs ?? EXEC_TIMEOUT_MS;
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    // What runs inside outlives its wrapper and keeps the pipes open, so nobody waits for them any longer; it ends with the host.
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      stderr.push(Buffer.from(`\n${args.join(' ')} ran out of its ${budgetMs / 1000} s.\n`));
      resolve(null);
    }, budgetMs);
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(cause);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
  return { exitCode, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}

function collected(stream: NodeJS.ReadableStream): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}
