/**
 * The command side of a simulated supervisor. Its manager runs in the background for each state file, and really starts, stops and
 * restarts processes; this side only asks it and prints. Checked by hand and without libraries, because it is started hundreds of times.
 *
 * Environment: SIM_STATE is the path of the manager's JSON file, one for each simulated machine; `<SIM_STATE>.sock` leads to the manager.
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Reply {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Request {
  readonly args: readonly string[];
  /** Is there a login session, or the bus of one? */
  readonly session: boolean;
}

const CONNECT_MS = 10_000;

/** Asks the manager and prints its answer. Returns the exit code. @throws as `answerOf`. */
export async function askManager(program: URL, request: Request, env: NodeJS.ProcessEnv): Promise<number> {
  const reply = await answerOf(program, request, env);
  process.stdout.write(reply.stdout);
  process.stderr.write(reply.stderr);
  return reply.exitCode;
}

/**
 * The manager's answer; the manager is begun when nobody listens yet.
 * @param program the manager, started with the state path as its argument.
 * @throws when SIM_STATE is missing or the manager cannot be reached.
 */
export async function answerOf(program: URL, request: Request, env: NodeJS.ProcessEnv): Promise<Reply> {
  const statePath = env.SIM_STATE;
  if (statePath === undefined) throw new Error('SIM_STATE is not set: which simulated machine is meant?');
  const deadline = performance.now() + CONNECT_MS;
  for (let attempt = 0; ; attempt += 1) {
    const reply = await ask(`${statePath}.sock`, request);
    if (reply !== null) return reply;
    // Nobody there: that is what was wanted.
    if (request.args[0] === 'sim-shutdown') return { exitCode: 0, stdout: '', stderr: '' };
    if (performance.now() > deadline) throw new Error('The simulated manager does not answer.');
    if (attempt === 0) {
      const argv = [fileURLToPath(program), statePath];
      spawn(process.execPath, argv, { detached: true, stdio: 'ignore', env, cwd: '/' }).unref();
    }
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

function readReply(text: string): Reply {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'exitCode' in value && 'stdout' in value && 'stderr' in value) {
    const { exitCode, stdout, stderr } = value;
    if (typeof exitCode === 'number' && typeof stdout === 'string' && typeof stderr === 'string') {
      return { exitCode, stdout, stderr };
    }
  }
  throw new Error('The simulated manager answered with something else.');
}
