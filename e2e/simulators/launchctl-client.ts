/**
 * The command `launchctl` of the simulator. A small launchd of its own (launchctl-launchd.ts) runs in the background for each state file
 * and really starts, stops and restarts the jobs; this side only asks it and prints.
 *
 * Environment:
 * - SIM_STATE: path of the JSON file with overrides and jobs; one for each simulated Mac. `<SIM_STATE>.sock` leads to its launchd.
 * - SIM_UID: user id of the login session (501). SIM_SESSION=none: nobody is logged in at the desktop.
 * - SIM_THROTTLE_MS, SIM_EXIT_TIMEOUT_MS: how long launchd really waits, whatever the plist says; read when its launchd begins.
 * - `<SIM_STATE>.faults.json`: `[{ "verb", "match"?, "times"?, "exitCode", "stdout"?, "stderr"? }]`: answers given instead.
 *
 * Extra verb: `sim-shutdown` ends its launchd and every job.
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';

export interface Reply {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Request {
  readonly args: readonly string[];
  readonly session: boolean;
}

const CONNECT_MS = 10_000;

/** Returns the exit code. @throws when SIM_STATE is missing or the background part cannot be reached. */
export async function runClient(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const statePath = env.SIM_STATE;
  if (statePath === undefined) throw new Error('SIM_STATE is not set: which simulated Mac is meant?');
  const request: Request = { args, session: env.SIM_SESSION !== 'none' };
  const deadline = performance.now() + CONNECT_MS;
  for (let attempt = 0; ; attempt += 1) {
    const reply = await ask(`${statePath}.sock`, request);
    if (reply !== null) {
      process.stdout.write(reply.stdout);
      process.stderr.write(reply.stderr);
      return reply.exitCode;
    }
    if (args[0] === 'sim-shutdown') return 0; // Nobody there: that is what was wanted.
    if (performance.now() > deadline) throw new Error('The simulated launchd does not answer.');
    if (attempt === 0) begin(statePath, env);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** null when nobody listens yet. */
function ask(socketPath: string, request: Request): Promise<Reply | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.end(JSON.stringify(request)));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED' || cause.code === 'ECONNRESET') resolve(null);
      else reject(cause);
    });
    socket.on('end', () => resolve(text === '' ? null : readReply(text)));
  });
}

/** Checked by hand: this program is started hundreds of times, and a schema library would be most of its work. */
function readReply(text: string): Reply {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'exitCode' in value && 'stdout' in value && 'stderr' in value) {
    const { exitCode, stdout, stderr } = value;
    if (typeof exitCode === 'number' && typeof stdout === 'string' && typeof stderr === 'string') {
      return { exitCode, stdout, stderr };
    }
  }
  throw new Error('The simulated launchd answered with something else.');
}

function begin(statePath: string, env: NodeJS.ProcessEnv): void {
  const program = new URL('./launchctl-launchd.ts', import.meta.url).pathname;
  spawn(process.execPath, [program, statePath], { detached: true, stdio: 'ignore', env, cwd: '/' }).unref();
}
