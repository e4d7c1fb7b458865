/** The tools of the platform for a person at a terminal. Pure. */
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
    '',
    report.ok ? 'A service can be kept running here.' : 'Something that is needed is missing.',
  ];
  return `${lines.join('\n')}\n`;
}

function detailOf({ path, version, problem }: ToolReport): string {
  if (path === null) return 'not here';
  return problem ?? (version === null ? path : `${version}  ${path}`);
}
