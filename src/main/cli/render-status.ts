/** The status report for a person at a terminal: verdict, three facts, what to do. Pure. */
import type { Fix } from '../../shared/diagnosis.ts';
import { probeSaid } from '../../shared/said-facts.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { columnsOf, padColumns } from '../../shared/text/columns.ts';
import { formatDuration } from '../../shared/text/format.ts';
import type { ShimWords } from '../../shared/text/shim-words.ts';
import {
  exitText,
  findingTitle,
  fixLabel,
  tell,
  tellAll,
  tellPhrase,
  verdictReason,
  verdictText,
} from '../../shared/text/tell.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { paint, type Style } from './output.ts';

const GLYPHS: Readonly<Record<VerdictLevel, { glyph: string; colour: 'green' | 'red' | 'yellow' | 'blue' | 'dim' }>> = {
  healthy: { glyph: '●', colour: 'green' },
  starting: { glyph: '◐', colour: 'blue' },
  stopping: { glyph: '◐', colour: 'blue' },
  degraded: { glyph: '▲', colour: 'yellow' },
  failed: { glyph: '■', colour: 'red' },
  stopped: { glyph: '○', colour: 'dim' },
  'not-installed': { glyph: '◌', colour: 'dim' },
  unknown: { glyph: '?', colour: 'yellow' },
  external: { glyph: '●', colour: 'blue' },
  paused: { glyph: '○', colour: 'dim' },
};

const LABEL_WIDTH = 18;

export function verdictLine(report: StatusReport, style: Style): string {
  const { glyph, colour } = GLYPHS[report.verdict.level];
  const said = verdictReason(report, style.words);
  const reason = said === null ? '' : paint(style, 'dim', `  ${said.text}`);
  return `${paint(style, colour, glyph)} ${paint(style, 'bold', verdictText(report, style.words))}${reason}`;
}

export function renderStatus(report: StatusReport, style: Style): string {
  const { words } = style;
  const { status, notKnown } = words.shim;
  const rows: [string, string][] = [
    [status.definition, definitionText(report, words)],
    [status.process, processText(report, words)],
    [status.probe, probeText(report, words)],
    [status.url, report.gatewayUrl],
    [status.configCommand, report.configPath.cli],
    [status.configService, report.configPath.service ?? notKnown],
    [status.state, report.statePath.service ?? report.statePath.cli],
    [status.secret, secretText(report, words)],
    [status.logs, report.logPaths[0] ?? notKnown],
  ];
  if (report.survives.reason !== null) rows.push([status.afterLogout, tell(words, report.survives, 'reason').text]);
  if (report.health !== null) rows.push([status.health, healthText(report.health, words)]);
  const width = Math.max(LABEL_WIDTH, ...rows.map(([label]) => columnsOf(label) + 2));
  const lines = [
    verdictLine(report, style),
    '',
    ...rows.map(([label, text]) => `  ${paint(style, 'dim', padColumns(label, width))}${text}`),
  ];
  if (report.extraServices !== null) lines.push(...extraLines(report.extraServices, style, width));
  const findings = report.diagnoses.filter((finding) => finding.severity !== 'notice' || report.diagnoses.length === 1);
  for (const [index, finding] of findings.entries()) {
    const title = findingTitle(finding, report, words).text;
    lines.push('', `  ${index === 0 ? paint(style, 'bold', title) : status.also(title)}`);
    for (const { text } of tellAll(words, finding, 'evidence')) lines.push(paint(style, 'dim', `    ${text}`));
    if (finding.fix !== null) {
      const label = cureLabel(finding.fix, report, words);
      lines.push(`    → ${'command' in finding.fix ? words.shim.colon(label, finding.fix.command.join(' ')) : label}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The words of one way out: a command to copy has words of its own, what it does. */
export function cureLabel(
  fix: Fix,
  about: Pick<StatusReport, 'profile' | 'port' | 'installed'>,
  words: ShimWords,
): string {
  return fix.kind === 'command' ? tell(words, fix, 'label').text : fixLabel(fix, about, words).text;
}

function definitionText(report: StatusReport, { shim: { status } }: ShimWords): string {
  if (report.installed === null) return status.couldNotFindOut;
  if (!report.installed) return status.notInstalled;
  const { serviceName, supervisor, account } = report;
  const service =
    account === null ? status.service(serviceName, supervisor) : status.serviceOf(serviceName, supervisor, account);
  return `${status.installed(report.enabled)}  ${service}`;
}

function processText(report: StatusReport, words: ShimWords): string {
  const { status } = words.shim;
  const parts: string[] = [status.serviceState[report.state]];
  if (report.pid !== null) parts.push(status.pid(report.pid));
  if (report.since !== null) parts.push(status.since(report.since));
  if (report.restarts !== null && report.restarts > 0) parts.push(status.restarts(report.restarts));
  if (report.lastExit !== null && report.pid === null) parts.push(status.lastExit(exitText(report.lastExit, words)));
  return parts.join(status.comma);
}

function probeText(report: StatusReport, words: ShimWords): string {
  const { status, colon } = words.shim;
  const detail = report.probeDetail;
  if (report.probe === 'skipped' || detail === null) return status.skipped;
  if (report.probe === 'failed') {
    const failed = status.failed(detail.code, detail.phase);
    const said = probeSaid(detail);
    return said === null ? failed : colon(failed, tellPhrase(words, said).text);
  }
  return [
    status.ok,
    ...(detail.latencyMs === null ? [] : [`${Math.round(detail.latencyMs)} ms`]),
    ...(detail.serverVersion === null ? [] : [`OpenClaw ${detail.serverVersion}`]),
    ...(detail.readiness === null ? [] : [detail.readiness.ok ? status.ready : status.notReady]),
  ].join(status.comma);
}

function secretText({ auth }: StatusReport, words: ShimWords): string {
  const { status } = words.shim;
  if (auth.problem !== null) return tell(words, auth, 'problem').text;
  const mode = auth.mode ?? status.modeNotSet;
  return auth.source === null ? mode : `${mode}${status.comma}${status.from(auth.source)}`;
}

function healthText(health: NonNullable<StatusReport['health']>, words: ShimWords): string {
  const { status, notReported } = words.shim;
  const { channels, nodes, sessions, uptimeMs } = health;
  return status.healthLine(
    uptimeMs === null ? notReported : spanText(uptimeMs, words),
    channels === null ? notReported : String(channels.length),
    nodes === null ? notReported : status.online(nodes.filter((node) => node.online === true).length, nodes.length),
    sessions === null ? notReported : status.stored(sessions.stored),
    notReported,
  );
}

/** For people, with plain spaces, which every terminal shows: 3 s, 4 min 5 s, 2 hours 3 min. */
export function spanText(ms: number, words: ShimWords): string {
  return formatDuration(ms, words.units).replaceAll('\u00a0', ' ');
}

function extraLines(extra: NonNullable<StatusReport['extraServices']>, style: Style, width: number): string[] {
  const { status, none } = style.words.shim;
  if (extra.length === 0) return ['', `  ${paint(style, 'dim', padColumns(status.extra, width))}${none}`];
  return [
    '',
    `  ${status.extra}`,
    ...extra.flatMap((service) => [
      `    ${service.name} (${service.kind}, ${service.scope})  ${service.path}`,
      paint(style, 'dim', `      ${tell(style.words, service, 'reason').text}`),
      ...service.removal.map((argv) => `      → ${argv.join(' ')}`),
    ]),
  ];
}
