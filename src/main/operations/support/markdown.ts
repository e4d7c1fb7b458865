/** The short form of a support bundle, for an issue. Secrets are taken out by the caller. Pure. */
import type { DiagnosisReport } from '../../../shared/repair.ts';
import type { Timeline } from '../../../shared/timeline.ts';

export interface IssueInput {
  readonly diagnosed: DiagnosisReport;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly timeline: Timeline;
  readonly definition: string | null;
  readonly logs: readonly string[];
}

export function issueText({ diagnosed, versions, timeline, definition, logs }: IssueInput): string {
  const { report, notFoundOut } = diagnosed;
  const probe =
    report.probeDetail === null
      ? report.probe
      : `${report.probe} (${report.probeDetail.code}, phase ${report.probeDetail.phase})`;
  const facts: readonly (readonly [string, string])[] = [
    ['Verdict', `${report.verdict.text}${report.verdict.reason === null ? '' : `: ${report.verdict.reason}`}`],
    ['Supervisor', `${report.supervisor}, installed: ${word(report.installed)}, enabled: ${word(report.enabled)}`],
    [
      'Process',
      `${report.state}, restarts: ${report.restarts ?? 'not known'}, last exit: ${report.lastExit?.words ?? 'none'}`,
    ],
    ['RPC probe', probe],
    ['Port', `${report.port} (${report.portSource}), held by: ${report.portOwner.owner}`],
  ];
  const lines = [
    `### What is wrong`,
    '',
    '(Say what you did, what you expected and what happened.)',
    '',
    '### What was found',
    '',
    ...facts.map(([name, value]) => `- ${name}: ${inline(value)}`),
    '',
    ...report.diagnoses.flatMap(({ code, severity, title, evidence }) => [
      `- **${code}** (${severity}): ${inline(title)}`,
      ...evidence.map((line) => `  - ${inline(line)}`),
    ]),
    ...notFoundOut.map((line) => `- could not be found out: ${inline(line)}`),
    '',
    '### History',
    '',
    ...historyLines(timeline),
    '',
    '### Versions',
    '',
    ...Object.entries(versions).map(([name, value]) => `- ${name}: ${value ?? 'not known'}`),
    ...(definition === null ? [] : ['', ...folded('Service definition', definition.split('\n'))]),
    '',
    ...folded('Last log lines', logs),
  ];
  return `${lines.join('\n')}\n`;
}

const STRETCHES_SHOWN = 12;

/** The figures, and the last stretches in which it was not as it should be. The whole is in `timeline.json`. */
function historyLines({ knownSince, from, to, figures, segments, damagedLines, problem }: Timeline): string[] {
  if (knownSince === null) return ['- Nothing is recorded: the app writes the history while it runs.'];
  const { answered, outages, longestOutage, restarts, watchedMs } = figures;
  const share = answered === null ? 'not watched' : `${(Math.floor(answered * 10_000) / 100).toFixed(2)} %`;
  const longest = longestOutage === null ? '' : `, the longest ${Math.round(longestOutage.ms / 1000)} s`;
  const bad = segments.filter(({ state }) => state === 'down' || state === 'attention');
  return [
    `- From ${from} to ${to}, known since ${knownSince}, watched for ${Math.round(watchedMs / 60_000)} min`,
    `- Answered: ${share}; outages: ${outages}${longest}; restarts: ${restarts}`,
    ...(damagedLines === 0 ? [] : [`- Damaged lines left out: ${damagedLines}`]),
    ...(problem === null ? [] : [`- ${inline(problem)}`]),
    ...bad
      .slice(-STRETCHES_SHOWN)
      .map(
        (each) => `- ${each.from} to ${each.to}: ${each.state}${each.code === null ? '' : ` (${inline(each.code)})`}`,
      ),
  ];
}

function word(value: boolean | null): string {
  return value === null ? 'not known' : value ? 'yes' : 'no';
}

/** Text from outside must not become markup. */
function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([\\`*_<>[\]#|])/g, '\\$1')
    .slice(0, 500);
}

/** A block that no line in it can end. */
function folded(title: string, content: readonly string[]): string[] {
  const longest = Math.max(2, ...content.map((line) => /^\s*(`*)/.exec(line)?.[1]?.length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return ['<details>', `<summary>${title}</summary>`, '', fence, ...content, fence, '', '</details>'];
}
