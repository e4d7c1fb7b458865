/**
 * Pure: the text of a unit file and of its drop-ins -> the common model, and what is unusual about it. Follows systemd's own rules
 * (systemd.syntax(7), systemd.service(5), systemd.exec(5)): continuation lines, comments inside them, repeated keys, an empty
 * assignment that resets a list, quoting, specifiers.
 */
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { expandSpecifiers, type Specifiers, type SplitWords, splitWords } from './unit-words.ts';

export interface UnitSource {
  readonly path: string;
  readonly text: string;
}

export interface UnitContext {
  /** Unit name with `.service`. */
  readonly serviceName: string;
  /** Whose manager runs it; the user's when left out. */
  readonly scope?: 'user' | 'system';
  /** Values of the specifiers: `h` home, `u` user, `U` uid, `t` runtime folder, `n` unit … */
  readonly specifiers: Specifiers;
}

export interface ParsedUnit {
  /** null when it cannot be run as a service (no program, broken quoting); `problem` says why. */
  readonly definition: ServiceDefinition | null;
  readonly problem: Phrase | null;
  /** Sentences: what neither OpenClaw nor we would have written. Never holds values of the environment. */
  readonly odd: readonly Phrase[];
}

export interface UnitLine {
  /** Section without brackets; null before the first one. */
  readonly section: string | null;
  readonly key: string;
  readonly value: string;
  /** The file it stands in. */
  readonly path: string;
}

/** What the template fixes (`templates/systemd/user.service`); anything else with these keys is an edit. */
const FIXED: Readonly<Record<string, string>> = {
  'Unit.After': 'network-online.target',
  'Unit.Wants': 'network-online.target',
  'Unit.StartLimitBurst': '10',
  'Unit.StartLimitIntervalSec': '300',
  'Service.Restart': 'always',
  'Service.RestartSec': '5',
  'Service.RestartPreventExitStatus': '78',
  'Service.TimeoutStopSec': '330',
  'Service.TimeoutStartSec': '30',
  'Service.SuccessExitStatus': '0 143',
  'Service.OOMPolicy': 'continue',
  'Service.KillMode': 'mixed',
  'Install.WantedBy': 'default.target',
};
const READ = new Set([
  'Unit.Description',
  'Service.ExecStart',
  'Service.WorkingDirectory',
  'Service.Environment',
  'Service.EnvironmentFile',
]);

/** What the template of a system unit has besides (`templates/systemd/system.service`). */
const FIXED_SYSTEM = { ...FIXED, 'Service.NoNewPrivileges': 'yes', 'Install.WantedBy': 'multi-user.target' };
const READ_SYSTEM = new Set([...READ, 'Service.User', 'Service.Group']);

/** Reads a unit and its drop-ins, in the order in which systemd applies them. */
export function parseUnit(sources: readonly UnitSource[], context: UnitContext): ParsedUnit {
  const odd: Phrase[] = [];
  const lines = sources.flatMap((source) => unitLines(source, odd));
  noteOddKeys(lines, odd, context.scope ?? 'user');
  const values = (key: string): readonly string[] => effective(lines, key);
  const expand = (text: string, where: string): string => {
    const { text: expanded, unknown } = expandSpecifiers(text, context.specifiers);
    for (const specifier of unknown) odd.push(say('odd.specifier', { field: where, specifier }));
    return expanded;
  };

  const command = readCommand(values('Service.ExecStart'), expand, odd);
  if (!command.ok) return { definition: null, problem: command.reason, odd };
  const environment = readEnvironment(values('Service.Environment'), expand, odd);
  const description = values('Unit.Description').at(-1);
  const workingDirectory = values('Service.WorkingDirectory').at(-1);
  return {
    definition: {
      profile: environment.OPENCLAW_PROFILE ?? 'default',
      serviceName: context.serviceName,
      description: description === undefined ? '' : expand(description, 'Description'),
      command: [...command.words],
      workingDirectory:
        workingDirectory === undefined ? null : readWorkingDirectory(workingDirectory, expand, context, odd),
      environment,
      environmentFiles: values('Service.EnvironmentFile').map((value) => {
        if (!value.startsWith('-')) odd.push(say('odd.env-file', { path: value }));
        return expand(value.replace(/^-/, ''), 'EnvironmentFile').replaceAll(/\\(.)/g, '$1');
      }),
    },
    problem: null,
    odd,
  };
}

/** The assignments of one file. Lines that are none are noted in `odd`. */
export function unitLines(source: UnitSource, odd: Phrase[] = []): readonly UnitLine[] {
  const found: UnitLine[] = [];
  let section: string | null = null;
  for (const line of logicalLines(source.text)) {
    const header = /^\[(.*)\]$/.exec(line);
    const assignment = /^([^=]+)=(.*)$/s.exec(line);
    if (header?.[1] !== undefined) {
      section = header[1];
    } else if (assignment?.[1] !== undefined && section !== null) {
      found.push({ section, key: assignment[1].trim(), value: (assignment[2] ?? '').trim(), path: source.path });
    } else {
      odd.push(say('odd.ignored-line', { path: source.path }));
    }
  }
  return found;
}

/** Joined lines without comments and blank lines; a comment between continued lines belongs to neither. */
export function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const physical of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (/^[ \t]*[#;]/.test(physical)) continue;
    const line: string = (open ?? '') + physical;
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    open = backslashes % 2 === 1 ? `${line.slice(0, -1)} ` : null;
    if (open === null && line.trim() !== '') lines.push(line.trim());
  }
  if (open !== null && open.trim() !== '') lines.push(open.trim());
  return lines;
}

/** Settings whose values the model has, or that differ from host to host without meaning anything. */
const VALUES = new Set([...READ_SYSTEM].map((name) => name.replace(/^.*\./, '')));

/** What a unit sets beside the values of the model, as `Section.Key` -> values in their order. */
export function unitSettings(text: string): Readonly<Record<string, string>> {
  const lines = unitLines({ path: '', text }).filter(({ key }) => !VALUES.has(key));
  const names = new Set(lines.map(({ section, key }) => `${section}.${key}`));
  return Object.fromEntries([...names].map((name) => [name, effective(lines, name).map(shownValue(name)).join(' ')]));
}

/** `SetCredential=ID:VALUE` holds a secret (systemd.exec(5), "Credentials"); its id says enough. */
function shownValue(name: string): (value: string) => string {
  return (value) => (name.startsWith('Service.SetCredential') ? value.replace(/:.*/s, ':…') : value);
}

/** All values of a key after resets: an empty assignment forgets what came before it. */
function effective(lines: readonly UnitLine[], key: string): readonly string[] {
  const all = lines.filter((line) => `${line.section}.${line.key}` === key).map((line) => line.value);
  return all.slice(all.lastIndexOf('') + 1);
}

function noteOddKeys(lines: readonly UnitLine[], odd: Phrase[], scope: 'user' | 'system'): void {
  const fixed: Readonly<Record<string, string>> = scope === 'user' ? FIXED : FIXED_SYSTEM;
  const read = scope === 'user' ? READ : READ_SYSTEM;
  const names = new Set(lines.map((line) => `${line.section}.${line.key}`));
  for (const name of names) {
    const expected = fixed[name];
    const actual = effective(lines, name).join(' ');
    if (expected === undefined) {
      if (!read.has(name)) odd.push(say('odd.not-of-unit', { name: inWords(name) }));
    } else if (actual !== expected) {
      odd.push(say('odd.instead', { name: inWords(name), now: `"${actual}"`, expected: `"${expected}"` }));
    }
  }
  for (const [name, expected] of Object.entries(fixed)) {
    if (!names.has(name)) odd.push(say('odd.missing', { name: inWords(name), expected }));
  }
}

/** `Service.KillMode` -> `[Service] KillMode`. */
function inWords(name: string): string {
  return `[${name.replace('.', '] ')}`;
}

type Expand = (text: string, where: string) => string;

/** Characters before the program's path that change how it is run (systemd.service(5), "Command lines"). */
const PREFIXES = /^[-@:+!|]+/;

function readCommand(values: readonly string[], expand: Expand, odd: Phrase[]): SplitWords {
  const [value, ...more] = values;
  if (value === undefined) return { ok: false, reason: say('problem.no-exec') };
  if (more.length > 0) odd.push(say('odd.second-exec'));
  const split = splitWords(value);
  if (!split.ok) return { ok: false, reason: say('problem.exec-unread', { reason: split.reason }) };
  const [first = '', ...rest] = split.words;
  const prefix = PREFIXES.exec(first)?.[0] ?? '';
  if (prefix !== '') odd.push(say('odd.prefix', { prefix }));
  if (rest.some((word) => /(^|[^$])(\$\$)*\$[A-Za-z_{]/.test(word))) odd.push(say('odd.variables'));
  const program = expand(first.slice(prefix.length), 'ExecStart');
  if (program === '') return { ok: false, reason: say('problem.exec-no-program') };
  return { ok: true, words: [program, ...rest.map((word) => expand(word, 'ExecStart').replaceAll('$$', '$'))] };
}

function readEnvironment(values: readonly string[], expand: Expand, odd: Phrase[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const value of values) {
    const split = splitWords(value);
    if (!split.ok) {
      odd.push(say('odd.env-ignored', { reason: split.reason }));
      continue;
    }
    for (const word of split.words) {
      const equals = word.indexOf('=');
      const key = word.slice(0, Math.max(equals, 0));
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) environment[key] = expand(word.slice(equals + 1), 'Environment');
      else odd.push(say('odd.env-word'));
    }
  }
  return environment;
}

function readWorkingDirectory(value: string, expand: Expand, context: UnitContext, odd: Phrase[]): string {
  let path = value;
  if (path.startsWith('-')) {
    odd.push(say('odd.folder-may-lack'));
    path = path.slice(1);
  }
  if (path === '~') return context.specifiers.h ?? '~';
  return expand(path, 'WorkingDirectory').replace(/\\\/\.$/, '\\');
}
