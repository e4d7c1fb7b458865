/** The status report for a person at a terminal: verdict, three facts, what to do. Pure. */
import type { StatusReport } from '../../shared/status-report.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { type Output, paint } from './output.ts';

type Style = Pick<Output, 'colour'>;

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
  const reason = report.verdict.reason === null ? '' : paint(style, 'dim', `  ${report.verdict.reason}`);
  return `${paint(style, colour, glyph)} ${paint(style, 'bold', report.verdict.text)}${reason}`;
}

export function renderStatus(report: StatusReport, style: Style): string {
  const rows: [string, string][] = [
    ['Definition', definitionText(report)],
    ['Process', processText(report)],
    ['RPC probe', probeText(report)],
    ['Gateway URL', report.gatewayUrl],
    ['Config (command)', report.configPath.cli],
    ['Config (service)', report.configPath.service ?? 'not known'],
    ['State folder', report.statePath.service ?? report.statePath.cli],
    ['Secret', secretText(report)],
    ['Logs', report.logPaths[0] ?? 'not known'],
  ];
  if (report.survives.reason !== null) rows.push(['After logout', report.survives.reason]);
  if (report.health !== null) rows.push(['Health', healthText(report)]);
  const lines = [
    verdictLine(report, style),
    '',
    ...rows.map(([label, text]) => `  ${paint(style, 'dim', label.padEnd(LABEL_WIDTH))}${text}`),
  ];
  if (report.extraServices !== null) lines.push(...extraLines(report, style));
  const findings = report.diagnoses.filter((finding) => finding.severity !== 'notice' || report.diagnoses.length === 1);
  for (const [index, finding] of findings.entries()) {
    lines.push('', `  ${index === 0 ? paint(style, 'bold', finding.title) : `Also: ${finding.title}`}`);
    for (const line of finding.evidence) lines.push(paint(style, 'dim', `    ${line}`));
    if (finding.fix !== null) {
      const words =
        'command' in finding.fix ? `${finding.fix.label}: ${finding.fix.command.join(' ')}` : finding.fix.label;
      lines.push(`    → ${words}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function definitionText(report: StatusReport): string {
  if (report.installed === null) return 'could not find out';
  if (!report.installed) return 'not installed';
  const enabled = report.enabled === null ? 'enabled: not known' : report.enabled ? 'enabled' : 'not enabled';
  return `installed, ${enabled}  ${report.serviceName} (${report.supervisor}${report.account === null ? '' : `, account ${report.account}`})`;
}

function processText(report: StatusReport): string {
  const parts: string[] = [report.state];
  if (report.pid !== null) parts.push(`pid ${report.pid}`);
  if (report.since !== null) parts.push(`since ${report.since}`);
  if (report.restarts !== null && report.restarts > 0) parts.push(`${report.restarts} automatic restarts`);
  if (report.lastExit !== null && report.pid === null) parts.push(`last exit ${report.lastExit.words}`);
  return parts.join(', ');
}

function probeText(report: StatusReport): string {
  const detail = report.probeDetail;
  if (report.probe === 'skipped' || detail === null) return 'skipped';
  if (report.probe === 'failed')
    return `failed (${detail.code}, phase ${detail.phase})${detail.message === null ? '' : `: ${detail.message}`}`;
  const version = detail.serverVersion === null ? '' : `, OpenClaw ${detail.serverVersion}`;
  const ready = detail.readiness === null ? '' : detail.readiness.ok ? ', ready' : ', not ready';
  return `ok${detail.latencyMs === null ? '' : `, ${Math.round(detail.latencyMs)} ms`}${version}${ready}`;
}

function secretText(report: StatusReport): string {
  if (report.auth.problem !== null) return report.auth.problem;
  return `${report.auth.mode ?? 'mode not set'}${report.auth.source === null ? '' : `, from ${report.auth.source}`}`;
}

function healthText(report: StatusReport): string {
  const health = report.health;
  if (health === null) return 'not known';
  const notReported = 'not reported';
  const channels = health.channels === null ? notReported : String(health.channels.length);
  const nodes =
    health.nodes === null
      ? notReported
      : `${health.nodes.filter((node) => node.online === true).length} of ${health.nodes.length} online`;
  const sessions = health.sessions === null ? notReported : `${health.sessions.stored} stored`;
  const uptime = health.uptimeMs === null ? notReported : duration(health.uptimeMs);
  return `up ${uptime}; channels ${channels}; nodes ${nodes}; sessions ${sessions}; limits ${notReported}`;
}

/** For people: 3 s, 4 min 5 s, 2 h 3 min, 6 days 4 h. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  const days = Math.floor(seconds / 86_400);
  return `${days} ${days === 1 ? 'day' : 'days'} ${Math.floor((seconds % 86_400) / 3600)} h`;
}

function extraLines(report: StatusReport, style: Style): string[] {
  const extra = report.extraServices ?? [];
  if (extra.length === 0) return ['', `  ${paint(style, 'dim', 'Extra services'.padEnd(LABEL_WIDTH))}none`];
  return [
    '',
    '  Extra services',
    ...extra.flatMap((service) => [
      `    ${service.name} (${service.kind}, ${service.scope})  ${service.path}`,
      paint(style, 'dim', `      ${service.reason}`),
      ...service.removal.map((argv) => `      → ${argv.join(' ')}`),
    ]),
  ];
}
