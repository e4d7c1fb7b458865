/** The tools of the platform for a person at a terminal. Pure. */
import type { TrayHostFacts } from '../../shared/tray-host.ts';
import type { SelftestReport, ToolReport } from '../operations/selftest.ts';
import { type Output, paint } from './output.ts';

export function renderSelftest(report: SelftestReport, style: Pick<Output, 'colour'>): string {
  const mark = (good: boolean) => (good ? paint(style, 'green', '✓') : paint(style, 'yellow', '–'));
  const lines = [
    `OpenClaw Tray ${report.version} on ${report.platform}, Node ${report.runtime.version} (${report.runtime.path})`,
    '',
    paint(style, 'bold', 'Supervisors'),
    ...report.supervisors.map(({ kind, available, detail }) => `  ${mark(available)} ${kind.padEnd(16)} ${detail}`),
    '',
    paint(style, 'bold', 'Tools'),
    ...report.tools.flatMap((tool) => [
      `  ${mark(tool.path !== null && tool.problem === null)} ${tool.name.padEnd(16)} ${detailOf(tool)}`,
      paint(style, 'dim', `      ${tool.purpose}${tool.path === null ? `; without it ${tool.without}` : ''}`),
    ]),
    ...trayLines(report, style),
    '',
    report.ok ? 'A service can be kept running here.' : 'Something that is needed is missing.',
  ];
  return `${lines.join('\n')}\n`;
}

/** The tray decides nothing for the service, so it has no part in the verdict below. */
function trayLines({ tray }: SelftestReport, style: Pick<Output, 'colour'>): readonly string[] {
  if (tray === null) return [];
  const mark = tray.state === 'present' ? paint(style, 'green', '✓') : paint(style, 'yellow', '–');
  const cure = tray.state === 'present' ? [] : [paint(style, 'dim', `      ${trayCure(tray)}`)];
  return ['', paint(style, 'bold', 'Desktop'), `  ${mark} ${'tray'.padEnd(16)} ${trayWords(tray)}`, ...cure];
}

function trayWords(tray: TrayHostFacts): string {
  if (tray.state === 'present') return 'this session shows tray icons';
  if (tray.state === 'unknown') return `could not find out: ${tray.detail ?? 'the session bus did not answer'}`;
  if (tray.why === 'no-bus') return 'no D-Bus session bus in this session';
  return tray.why === 'no-watcher'
    ? 'no StatusNotifierWatcher on the session bus'
    : 'a StatusNotifierWatcher, and no panel that shows its icons';
}

function trayCure(tray: TrayHostFacts): string {
  if (tray.state === 'unknown') return 'run it again in the desktop session';
  if (tray.why === 'no-bus')
    return 'run it in the desktop session; over ssh or in a container there is none, and the app shows its window instead';
  return 'GNOME: turn on the extension "AppIndicator and KStatusNotifierItem Support"; other panels: add their tray; until then the app shows its window instead';
}

function detailOf({ path, version, problem }: ToolReport): string {
  if (path === null) return 'not here';
  return problem ?? (version === null ? path : `${version}  ${path}`);
}
