/** The short form of a support bundle, for an issue. Secrets are taken out by the caller. Pure. */
import type { DiagnosisReport } from '../../../shared/repair.ts';

export interface IssueInput {
  readonly diagnosed: DiagnosisReport;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly definition: string | null;
  readonly logs: readonly string[];
}

export function issueText({ diagnosed, versions, definition, logs }: IssueInput): string {
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
    '### Versions',
    '',
    ...Object.entries(versions).map(([name, value]) => `- ${name}: ${value ?? 'not known'}`),
    ...(definition === null ? [] : ['', ...folded('Service definition', definition.split('\n'))]),
    '',
    ...folded('Last log lines', logs),
  ];
  return `${lines.join('\n')}\n`;
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
