/**
 * A stand-in for schtasks.exe: /Create, /Run, /End, /Delete. Exit code 0 or 1 (a POSIX exit code cannot hold an HRESULT, so /HRESULT is taken
 * and ignored, as by versions that do not have it). It really starts the task's program, and ends only the script host, as Windows does.
 */
import { spawn } from 'node:child_process';
import { readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changeState, readState, type SimTask, statePath } from './state.ts';
import { textOf } from './texts.ts';

const args = process.argv.slice(2);
if (process.env.SIM_SILENT === undefined) {
  changeState((state) => ({ ...state, calls: [...state.calls, ['schtasks', ...args]] }));
}
const state = readState();
const fault = state.faults.find((one) => one.verb.toLowerCase() === (args[0] ?? '').toLowerCase());
if (fault?.text === 'hang') setInterval(() => undefined, 1_000);
else if (fault !== undefined) {
  process.stderr.write(`${textOf(state.locale, fault.text, '')}\r\r\n`);
  process.exitCode = 1;
} else {
  // Only /Create pays for the XML parser.
  const { runVerb } = await import('./verbs.ts');
  const answer = runVerb(args, state, { readXml: readIfThere, password: askPassword });
  if (answer.kill !== null) endHost(answer.kill);
  changeState(answer.change);
  if (answer.launch !== null) launch(answer.launch);
  process.stdout.write(answer.stdout);
  process.stderr.write(answer.stderr);
  process.exitCode = answer.exitCode;
}

/** "The system cannot find the file specified" is said of the XML as well. */
function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return null;
  }
}

function askPassword(): string | null {
  process.stdout.write('Please enter the run as password: ');
  const buffer = Buffer.alloc(200);
  const size = readSync(0, buffer);
  return size === 0 ? null : buffer.toString('utf8', 0, size).trim();
}

function launch(task: SimTask): void {
  const host = spawn(process.execPath, [fileURLToPath(new URL('./wscript.ts', import.meta.url)), task.name], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, SIM_STATE: statePath() },
  });
  host.unref();
}

/** The task's own process, not its children. */
function endHost(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
