/**
 * A stand-in for schtasks.exe: /Create, /Run, /End, /Delete. Exit code 0 or 1 (a POSIX exit code cannot hold an HRESULT, so /HRESULT is taken
 * and ignored, as by versions that do not have it). It really starts the task's program, and ends only the script host, as Windows does.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changeState, dropTask, findTask, putTask, readState, type SimTask, statePath } from './state.ts';
import { type TextName, textOf } from './texts.ts';

const args = process.argv.slice(2);
const verb = (args[0] ?? '').toLowerCase();
const option = (name: string) => {
  const at = args.findIndex((part) => part.toLowerCase() === name);
  return at < 0 ? null : (args[at + 1] ?? '');
};
const has = (name: string) => args.some((part) => part.toLowerCase() === name);
const name = (option('/tn') ?? '').replace(/^\\/, '');

if (process.env.SIM_SILENT === undefined) {
  changeState((state) => ({ ...state, calls: [...state.calls, ['schtasks', ...args]] }));
}
const state = readState();
const fault = state.faults.find((one) => one.verb.toLowerCase() === verb);
if (fault?.text === 'hang') setInterval(() => undefined, 1_000);
else if (fault !== undefined) fail(fault.text);
else await act();

async function act(): Promise<void> {
  const task = findTask(state, name);
  if (verb === '/create') await create(task);
  else if (task === undefined) fail('not-found');
  else if (verb === '/run') run(task);
  else if (verb === '/end') end(task);
  else if (verb === '/delete') {
    changeState((now) => dropTask(now, task.name)); // A running instance goes on.
    succeed('deleted');
  } else fail('not-found');
}

async function create(old: SimTask | undefined): Promise<void> {
  // Without /F it asks on stdin; with none it ends with 1 (wazuh/wazuh#18289).
  const bytes = old !== undefined && !has('/f') ? null : readIfThere(option('/xml') ?? '');
  const { checkTaskXml } = await import('./check-xml.ts'); // Only this verb pays for the XML parser.
  const checked = bytes === null ? ({ refused: 'not-found', place: null } as const) : checkTaskXml(bytes);
  if ('refused' in checked) {
    fail(checked.refused, checked.place);
    return;
  }
  const fresh = { state: 3, lastResult: 267011, lastRun: null, hostPid: null };
  // Replacing the definition of a running task keeps its instance.
  const enabled = !/<Settings>[\s\S]*<Enabled>false<\/Enabled>/.test(checked.text);
  changeState((now) => putTask(now, { ...fresh, ...old, name: old?.name ?? name, xml: checked.text, enabled }));
  succeed('created');
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

function run(task: SimTask): void {
  if (!task.enabled) {
    fail('disabled');
    return;
  }
  // IgnoreNew: success is said, nothing starts (openclaw/openclaw#91926).
  if (task.state !== 4 && task.state !== 2) launch(task);
  succeed('ran');
}

function launch(task: SimTask): void {
  changeState((now) => putTask(now, { ...task, state: 2, lastResult: 267045, lastRun: new Date().toISOString() }));
  const host = spawn(process.execPath, [fileURLToPath(new URL('./wscript.ts', import.meta.url)), task.name], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, SIM_STATE: statePath() },
  });
  host.unref();
}

function end(task: SimTask): void {
  if (task.hostPid !== null && task.state === 4) {
    try {
      process.kill(task.hostPid, 'SIGKILL'); // The task's own process, not its children.
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
    }
    changeState((now) => putTask(now, { ...task, state: 3, lastResult: 267014, hostPid: null }));
  }
  succeed('ended');
}

function succeed(text: TextName): void {
  process.stdout.write(`${textOf(state.locale, text, name)}\r\n`);
}

/** Piped errors end in CR CR LF (lidge-jun/opencodex#591). */
function fail(text: TextName, place: string | null = null): void {
  process.stderr.write(`${textOf(state.locale, text, name)}\r\r\n${place === null ? '' : `${place}\r\r\n`}`);
  process.exitCode = 1;
}
