/**
 * Unit files as systemd.syntax(7), systemd.unit(5) and systemd.service(5) describe them. Written without a look at the product's own
 * parser, so that the two can disagree.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface UnitFile {
  readonly loadState: 'loaded' | 'masked' | 'bad-setting';
  readonly path: string;
  readonly dropIns: readonly string[];
  /** Everything that was read, to see a change. */
  readonly text: string;
  readonly program: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string | null;
  readonly restart: string;
  readonly restartMs: number;
  readonly stopMs: number;
  readonly burst: number;
  readonly intervalMs: number;
  readonly successStatus: readonly string[];
  readonly preventStatus: readonly string[];
  readonly killMode: string;
  readonly wantedBy: readonly string[];
}

/** null when there is no such file. */
export function readUnitFile(folder: string, name: string, home: string): UnitFile | null {
  const path = join(folder, name);
  const kind = lstatSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return null;
  if (kind.isSymbolicLink() && readlinkSync(path) === '/dev/null') return { ...EMPTY, loadState: 'masked', path };
  const dropIns = dropInsOf(`${path}.d`);
  const texts = [path, ...dropIns].map((each) => readFileSync(each, 'utf8'));
  const all = new Map<string, string[]>();
  for (const text of texts) collect(text, all);
  const specify = (word: string) => specifiers(word, name, home);
  const last = (key: string) => all.get(key)?.at(-1) ?? '';
  const environment: Record<string, string> = {};
  for (const word of (all.get('Service.Environment') ?? []).flatMap(split)) {
    const at = word.indexOf('=');
    if (at > 0) environment[specify(word).slice(0, at)] = specify(word).slice(at + 1);
  }
  for (const line of all.get('Service.EnvironmentFile') ?? []) {
    Object.assign(environment, environmentFile(specify(line.replace(/^-/, ''))));
  }
  const [program = '', ...args] = split(last('Service.ExecStart'));
  const expanded = args.flatMap((word) => expand(specify(word), environment));
  return {
    loadState: program === '' ? 'bad-setting' : 'loaded',
    path,
    dropIns,
    text: texts.join('\0'),
    program: program === '' ? [] : [specify(program), ...expanded],
    environment,
    workingDirectory: last('Service.WorkingDirectory') === '' ? null : specify(last('Service.WorkingDirectory')),
    restart: last('Service.Restart') || 'no',
    restartMs: span(last('Service.RestartSec')) ?? 100,
    stopMs: span(last('Service.TimeoutStopSec')) ?? 90_000,
    burst: Number(last('Unit.StartLimitBurst') || '5'),
    intervalMs: span(last('Unit.StartLimitIntervalSec')) ?? 10_000,
    successStatus: (all.get('Service.SuccessExitStatus') ?? []).flatMap(split),
    preventStatus: (all.get('Service.RestartPreventExitStatus') ?? []).flatMap(split),
    killMode: last('Service.KillMode') || 'control-group',
    wantedBy: (all.get('Install.WantedBy') ?? []).flatMap(split),
  };
}

/** What `show` says of a unit that is not there: systemd's defaults (reference samples, not-found). */
export const EMPTY: UnitFile = {
  loadState: 'loaded',
  path: '',
  dropIns: [],
  text: '',
  program: [],
  environment: {},
  workingDirectory: null,
  restart: 'no',
  restartMs: 100,
  stopMs: 90_000,
  burst: 5,
  intervalMs: 10_000,
  successStatus: [],
  preventStatus: [],
  killMode: 'control-group',
  wantedBy: [],
};

function dropInsOf(folder: string): readonly string[] {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => join(folder, name));
}

/** `Section.Key` -> its lines; an empty line resets a list. */
function collect(text: string, into: Map<string, string[]>): void {
  let section = '';
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const head = /^\[(.*)\]$/.exec(content)?.[1];
    if (head !== undefined) {
      section = head;
      continue;
    }
    const at = content.indexOf('=');
    if (at <= 0) continue;
    const key = `${section}.${content.slice(0, at).trim()}`;
    const value = content.slice(at + 1).trim();
    into.set(key, value === '' ? [] : [...(into.get(key) ?? []), value]);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
};

/** Words of a line (systemd.syntax(7), "Quoting"): either quote anywhere, C escapes, spaces between. */
export function split(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (char === '\\') {
      const hex = /^x([0-9a-fA-F]{2})/.exec(line.slice(at + 1))?.[1];
      const next = line[at + 1] ?? '';
      word =
        (word ?? '') + (hex === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(hex, 16)));
      at += hex === undefined ? 1 : 3;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === ' ' || char === '\t') {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (quote !== '') return []; // An open quote makes the whole line void.
  return word === null ? words : [...words, word];
}

function specifiers(text: string, name: string, home: string): string {
  const known: Readonly<Record<string, string>> = { '%': '%', h: home, n: name, N: name.replace(/\.service$/, '') };
  return text.replaceAll(/%(.)/g, (whole, letter: string) => known[letter] ?? whole);
}

/** `$$` is a dollar, `${X}` a value, `$X` as a word of its own several words (systemd.service(5), "Command lines"). */
function expand(word: string, values: Readonly<Record<string, string>>): readonly string[] {
  const alone = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word)?.[1];
  if (alone !== undefined) return (values[alone] ?? '').split(/\s+/).filter((part) => part !== '');
  return [
    word.replaceAll(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, key: string | undefined) =>
      whole === '$$' ? '$' : (values[key ?? ''] ?? ''),
    ),
  ];
}

function environmentFile(path: string): Record<string, string> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return {};
  const lines = readFileSync(path, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const found = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
      return found?.[1] === undefined ? [] : [[found[1], split(found[2] ?? '').join(' ')] as const];
    }),
  );
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, '': 1000, min: 60_000, h: 3_600_000 };

/** systemd.time(7): a number alone is seconds. Milliseconds; null for what is none. */
function span(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)];
  if (parts.length === 0) return null;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 1000), 0);
}
