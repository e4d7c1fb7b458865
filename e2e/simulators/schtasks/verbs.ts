/** What schtasks.exe does to the scheduler, as a pure step: the new state, what it prints, and what has to happen to processes. */
import { checkTaskXml } from './check-xml.ts';
import { dropTask, findTask, putTask, type SimState, type SimTask } from './state.ts';
import { type TextName, textOf } from './texts.ts';

export interface VerbAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly change: (state: SimState) => SimState;
  /** The task whose script host is to be started. */
  readonly launch: SimTask | null;
  /** A script host that is ended; its children are not. */
  readonly kill: number | null;
}

export interface VerbInput {
  /** The file named by /XML; null when there is none. */
  readonly readXml: (path: string) => Uint8Array | null;
  /** What the person answers to the question for the password; null when nobody is there to answer. */
  readonly password?: () => string | null;
}

export function runVerb(args: readonly string[], state: SimState, input: VerbInput): VerbAnswer {
  const option = (wanted: string) => {
    const at = args.findIndex((part) => part.toLowerCase() === wanted);
    return at < 0 ? null : (args[at + 1] ?? '');
  };
  const verb = (args[0] ?? '').toLowerCase();
  const name = (option('/tn') ?? '').replace(/^\\/, '');
  const same = (now: SimState) => now;
  const nothing = { launch: null, kill: null };
  const succeed = (text: TextName, change: VerbAnswer['change'] = same, effect: Partial<VerbAnswer> = {}) => ({
    exitCode: 0,
    stdout: `${textOf(state.locale, text, name)}\r\n`,
    stderr: '',
    change,
    ...nothing,
    ...effect,
  });
  /** Piped errors end in CR CR LF (lidge-jun/opencodex#591). */
  const fail = (text: TextName, place: string | null = null): VerbAnswer => ({
    exitCode: 1,
    stdout: '',
    stderr: `${textOf(state.locale, text, name)}\r\r\n${place === null ? '' : `${place}\r\r\n`}`,
    change: same,
    ...nothing,
  });
  const task = findTask(state, name);
  switch (verb) {
    case '/create': {
      const force = args.some((part) => part.toLowerCase() === '/f');
      // Without /F it asks on stdin; with none it ends with 1 (wazuh/wazuh#18289).
      const bytes = task !== undefined && !force ? null : input.readXml(option('/xml') ?? '');
      const checked = bytes === null ? ({ refused: 'not-found', place: null } as const) : checkTaskXml(bytes);
      if ('refused' in checked) return fail(checked.refused, checked.place);
      const { text } = checked;
      const refused = refusedLogon(text, state, option('/rp'), input);
      if (refused !== null) return fail(refused);
      const fresh = { state: 3, lastResult: 267011, lastRun: null, hostPid: null };
      const enabled = !/<Settings>[\s\S]*<Enabled>false<\/Enabled>/.test(text);
      // Replacing the definition of a running task keeps its instance.
      const created = { ...fresh, ...task, name: task?.name ?? name, xml: text, enabled };
      return succeed('created', (now) => putTask(now, created));
    }
    case '/run': {
      if (task === undefined) return fail('not-found');
      if (!task.enabled) return fail('disabled');
      // IgnoreNew: success is said, nothing starts (openclaw/openclaw#91926).
      if (task.state === 4 || task.state === 2) return succeed('ran');
      const queued = { ...task, state: 2, lastResult: 267045, lastRun: new Date().toISOString() };
      return succeed('ran', (now) => putTask(now, queued), { launch: queued });
    }
    case '/end': {
      if (task === undefined) return fail('not-found');
      if (task.hostPid === null || task.state !== 4) return succeed('ended');
      const ended = { ...task, state: 3, lastResult: 267014, hostPid: null };
      return succeed('ended', (now) => putTask(now, ended), { kill: task.hostPid });
    }
    case '/delete':
      // A running instance goes on.
      return task === undefined ? fail('not-found') : succeed('deleted', (now) => dropTask(now, task.name));
    default:
      return fail('not-found');
  }
}

/**
 * A task that runs without its user's session: one with a trigger at boot or without a stored password needs an administrator, one with a
 * password needs that ([MS-TSCH]; taskscheduler S4U reports). `/RP *` asks.
 */
function refusedLogon(xml: string, state: SimState, rp: string | null, { password }: VerbInput): TextName | null {
  const logon = /<LogonType>(\w+)</.exec(xml)?.[1];
  if ((xml.includes('<BootTrigger') || logon === 'S4U') && !state.elevated) return 'access-denied';
  if (logon !== 'Password') return null;
  const given = rp === '*' ? (password?.() ?? null) : rp;
  return given === null || given === '' ? 'no-mapping' : null;
}
