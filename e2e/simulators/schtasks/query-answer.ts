/** What our scripts of PowerShell answer: numbers of Schedule.Service, rows of Win32_Process (shapes from Microsoft's documentation). */
import { findTask, type SimState, type SimTask } from './state.ts';

const USER_SID = 'S-1-5-21-1004336348-1177238915-682003330-1001';

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly commandLine: string;
  readonly started: string;
}

/** The names that the script asks for; null when it is another script. */
export function namesOf(script: string): readonly string[] | null {
  if (!script.includes("New-Object -ComObject 'Schedule.Service'") || !script.includes('$root.GetTask(')) return null;
  const list = /\$names=@\(([^)]*)\)/.exec(script)?.[1] ?? '';
  return [...list.matchAll(/'([A-Za-z0-9+/=]*)'/g)].map(([, name]) =>
    Buffer.from(name ?? '', 'base64').toString('utf8'),
  );
}

export function scriptOf(argv: readonly string[]): string {
  return Buffer.from(argv[argv.indexOf('-EncodedCommand') + 1] ?? '', 'base64').toString('utf16le');
}

/** Base64 of JSON. */
export function answerText(state: SimState, names: readonly string[], processes: readonly ProcessRow[]): string {
  const value = { version: '10.0.26100.0', tasks: names.map((name) => row(findTask(state, name))), processes };
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

/**
 * What the list script answers: every task whose path or XML matches, as `-match` does, without regard to letter case; Windows' own folder is
 * left out. null when it is another script.
 */
export function listText(state: SimState, script: string): string | null {
  if (!script.includes("New-Object -ComObject 'Schedule.Service'") || !script.includes('$folder.GetTasks(1)'))
    return null;
  const pattern = new RegExp(/-match '([^']+)'/.exec(script)?.[1] ?? '(?!)', 'i');
  const tasks = Object.values(state.tasks)
    .map((task) => ({ path: `\\${task.name}`, xml: asRegistered(task) }))
    .filter(({ path, xml }) => !path.startsWith('\\Microsoft\\') && pattern.test(path + xml));
  return Buffer.from(JSON.stringify({ user: USER_SID, tasks, failed: [] })).toString('base64');
}

function row(task: SimTask | undefined) {
  if (task === undefined) {
    const nothing = { state: null, enabled: null, lastResult: null, lastRun: null, xml: null };
    return { found: false, error: -2147024894, ...nothing };
  }
  const { enabled, lastResult } = task;
  // Never run shows as a day long ago.
  const lastRun = task.lastRun ?? '1999-11-30T00:00:00.000Z';
  return {
    found: true,
    error: null,
    state: enabled ? task.state : 1,
    enabled,
    lastResult,
    lastRun,
    xml: asRegistered(task),
  };
}

/** The service adds the task's URI and turns the principal's name into a SID. */
function asRegistered({ xml, name }: SimTask): string {
  return xml
    .replace('</RegistrationInfo>', `  <URI>\\${name}</URI>\n  </RegistrationInfo>`)
    .replace(/(<Principal id="Author">\s*<UserId>)(?!S-1-)[^<]*/, `$1${USER_SID}`);
}
