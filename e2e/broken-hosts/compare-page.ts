/** The results of the comparison as a page. */
import { writeFileSync } from 'node:fs';
import type { BrokenHost } from './broken-host.ts';

export interface Look {
  readonly exitCode: number | null;
  readonly seconds: number;
  /** What it printed, both streams in their order, secrets hidden. */
  readonly text: string;
}

export interface Looks {
  readonly tray: Look;
  readonly status: Look;
  readonly doctor: Look;
}

/** A look, judged by the words for the cause. */
export interface Judged extends Look {
  /** Lines with words in them. */
  readonly lines: number;
  /** The line at which the cause was named; null = it was not. */
  readonly namedAt: number | null;
}

export interface Repair {
  readonly fixed: boolean;
  readonly seconds: number;
  /** Findings that were cured, or the command that was run. */
  readonly steps: readonly string[];
  /** What the independent check missed. */
  readonly why: string;
}

export interface Comparison {
  readonly id: string;
  readonly measuredAt: string;
  /** Of five minutes, and the processors that shared it. */
  readonly loadAverage: number;
  readonly cores: number;
  readonly cure: 'fix' | 'person';
  /** One of the tools changed the host by looking at it. */
  readonly lookingChanged: boolean;
  readonly looks: Looks;
  readonly repairs: { readonly tray: Repair; readonly doctor: Repair };
  readonly versions: Readonly<Record<string, string>>;
}

/** Lines with words, without frames and colours. */
export function linesOf(text: string): string[] {
  return text
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/[│├─╮╯◇┌└╭╰]/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** The same measure for each tool: what it prints on the healthy host as well says nothing about the cause. */
export function judge(look: Look, causeWords: readonly RegExp[], healthy: string): Judged {
  const always = new Set(linesOf(healthy));
  const lines = linesOf(look.text);
  let telling = '';
  for (const [index, line] of lines.entries()) {
    if (always.has(line)) continue;
    telling += `${line}\n`;
    if (causeWords.every((words) => words.test(telling))) return { ...look, lines: lines.length, namedAt: index + 1 };
  }
  return { ...look, lines: lines.length, namedAt: null };
}

export interface Row {
  readonly entry: BrokenHost;
  readonly result: Comparison | null;
}

interface JudgedRow {
  readonly entry: BrokenHost;
  readonly result: Comparison;
  readonly looks: { readonly tray: Judged; readonly status: Judged; readonly doctor: Judged };
}

export function writePage(rows: readonly Row[], healthy: Looks | null, path: string): void {
  writeFileSync(path, pageOf(rows, healthy));
}

export function pageOf(rows: readonly Row[], healthy: Looks | null): string {
  const done = rows.flatMap(({ entry, result }): JudgedRow[] => {
    if (result === null) return [];
    const judged = (tool: keyof Looks) => judge(result.looks[tool], entry.causeWords, healthy?.[tool].text ?? '');
    return [{ entry, result, looks: { tray: judged('tray'), status: judged('status'), doctor: judged('doctor') } }];
  });
  const missing = rows.filter(({ result }) => result === null).map(({ entry }) => entry);
  return [
    '# Three doctors on the same broken hosts',
    '',
    'Each line is a host with the real OpenClaw under a real systemd, broken in one way. Three commands look at it, in this order:',
    '`openclaw-tray doctor --deep`, `openclaw gateway status --deep` and `openclaw doctor --deep --non-interactive`. Then, each on a fresh copy',
    'of the broken host, `openclaw-tray doctor --fix` (finding by finding) and `openclaw doctor --fix --yes --non-interactive` try to cure it.',
    '',
    ...(missing.length === 0
      ? []
      : [
          `**Not finished: ${done.length} of ${rows.length} hosts have been measured.** \`npm run compare\` goes on with the others, which are listed below the table.`,
          '',
        ]),
    ...summary(done),
    '',
    '| Broken host | tray doctor | gateway status | openclaw doctor | tray --fix | openclaw doctor --fix |',
    '| --- | --- | --- | --- | --- | --- |',
    ...done.map(rowOf),
    '',
    ...(missing.length === 0 ? [] : ['Not measured yet:', '', ...missing.map(({ title }) => `- ${title}`), '']),
    ...legend(done.map(({ result }) => result)),
  ].join('\n');
}

function rowOf(row: JudgedRow): string {
  const { entry } = row;
  const {
    looks,
    result: { repairs },
  } = row;
  const busy = isBusy(row.result);
  const cells = [looks.tray, looks.status, looks.doctor].map(lookCell);
  return `| ${entry.title} | ${cells.join(' | ')} | ${fixCell(repairs.tray, entry, busy)} | ${fixCell(repairs.doctor, null, busy)} |`;
}

function lookCell({ namedAt, lines, seconds, exitCode }: Judged): string {
  const ran = exitCode === null ? 'no end' : `${seconds} s`;
  return namedAt === null ? `no (${ran})` : `**yes**, line ${namedAt} of ${lines} (${ran})`;
}

function fixCell({ fixed, seconds }: Repair, entry: BrokenHost | null, busy: boolean): string {
  if (fixed) return `**yes** (${seconds} s)`;
  return entry?.cure.by === 'person' ? 'says what to do' : `no${busy ? ' †' : ''} (${seconds} s)`;
}

function summary(done: readonly JudgedRow[]): string[] {
  const count = (test: (each: JudgedRow) => boolean) => done.filter(test).length;
  const median = (pick: (each: JudgedRow) => number) => {
    const sorted = done.map(pick).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  const n = done.length;
  return [
    `| On ${n} hosts | tray doctor | gateway status | openclaw doctor |`,
    '| --- | --- | --- | --- |',
    `| named the cause | ${count(({ looks }) => looks.tray.namedAt !== null)} | ${count(({ looks }) => looks.status.namedAt !== null)} | ${count(({ looks }) => looks.doctor.namedAt !== null)} |`,
    `| within the first five lines | ${count(({ looks }) => early(looks.tray))} | ${count(({ looks }) => early(looks.status))} | ${count(({ looks }) => early(looks.doctor))} |`,
    `| lines printed, median | ${median(({ looks }) => looks.tray.lines)} | ${median(({ looks }) => looks.status.lines)} | ${median(({ looks }) => looks.doctor.lines)} |`,
    `| seconds to look, median | ${median(({ looks }) => looks.tray.seconds)} | ${median(({ looks }) => looks.status.seconds)} | ${median(({ looks }) => looks.doctor.seconds)} |`,
    `| cured with --fix | ${count(({ result }) => result.repairs.tray.fixed)} | – | ${count(({ result }) => result.repairs.doctor.fixed)} |`,
    `| seconds to cure (where it did), median | ${medianOf(done.map(({ result }) => result.repairs.tray))} | – | ${medianOf(done.map(({ result }) => result.repairs.doctor))} |`,
  ];
}

/** More than twice as much to do as there are processors: time limits inside the tools run out that never would on a quiet machine. */
function isBusy({ loadAverage, cores }: Comparison): boolean {
  return loadAverage > 2 * cores;
}

function early({ namedAt }: Judged): boolean {
  return namedAt !== null && namedAt <= 5;
}

function medianOf(repairs: readonly Repair[]): string {
  const sorted = repairs
    .filter(({ fixed }) => fixed)
    .map(({ seconds }) => seconds)
    .toSorted((a, b) => a - b);
  return String(sorted[Math.floor(sorted.length / 2)] ?? '–');
}

function legend(done: readonly Comparison[]): string[] {
  const [first] = done;
  const days = [...new Set(done.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort();
  const busy = done.filter(isBusy);
  const loads = busy.map(({ loadAverage }) => loadAverage);
  const changed = done.filter(({ lookingChanged }) => lookingChanged).map(({ id }) => `\`${id}\``);
  return [
    '## How it was made',
    '',
    '`npm run compare` makes this page (root, systemd-nspawn; some minutes for each host, mostly the time that',
    '`openclaw doctor` and its `--fix` take). `-- --only ID,ID` measures some, `-- --again` anew what was measured. The hosts are those of',
    '`e2e/broken-hosts/`, the list is `compared.ts`; what every command printed is kept in `results/compare/raw/`.',
    '',
    '- **Named**: the words that an entry lists for its cause (`causeWords`) all stand in what the command printed. The words name the',
    '  cause, not the symptom, and are the same for all three. Lines that the same command prints on the healthy host too do not count.',
    '  The number is the line at which all was said, of all lines with words.',
    '- **Cured**: `openclaw gateway status --json` reaches the gateway, `/readyz` answers, the unit is active and enabled, and where the',
    '  cause shows in none of these (a file mode, a token in a file, lingering …) a shell test on the host says that it is gone.',
    '- **Says what to do**: this product never guesses what a person meant (a broken configuration, somebody else’s process), so its doctor has no',
    '  button there, only advice. It counts as not cured.',
    '- Before the first host, `openclaw doctor --fix` ran once on the healthy installation, so that its general suggestions are out of the way.',
    '- `openclaw doctor` looks at much more than the service: channels, skills, memory, security. That is why it is longer and slower, and',
    '  this table says nothing about how well it does that.',
    ...(busy.length === 0
      ? []
      : [
          `- **†**: ${busy.length} of these hosts were measured on a busy machine (load average ${Math.min(...loads)} to ${Math.max(...loads)} on ${first?.cores} processors).`,
          '  Time limits inside OpenClaw ran out there ("service inspection is unavailable", "systemctl show … timed out"), so that its "no" may be',
          '  the machine’s. Its seconds, and ours, are many times those of a quiet machine.',
        ]),
    '- The words were chosen by the makers of this product, and so were the hosts: those that its rules are about.',
    ...(changed.length === 0
      ? []
      : [
          `- On ${changed.join(', ')} looking changed the host (files, state or lingering); the cures got a fresh copy.`,
        ]),
    '',
    first === undefined
      ? ''
      : `Measured ${days.join(' and ')} with ${first.versions.openclaw}, OpenClaw Tray ${first.versions.tray}, Node ${first.versions.node}, ${first.versions.systemd}; ${first.cores} processors.`,
    '',
  ];
}
