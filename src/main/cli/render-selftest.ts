/** The tools of the platform for a person at a terminal. Pure. */
import type { ShimWords } from '../../shared/text/shim-words.ts';
import { tell } from '../../shared/text/tell.ts';
import type { TrayHostFacts } from '../../shared/tray-host.ts';
import type { SelftestReport, ToolReport } from '../operations/selftest.ts';
import { paint, type Style } from './output.ts';

export function renderSelftest(report: SelftestReport, style: Style): string {
  const mark = (good: boolean) => (good ? paint(style, 'green', '✓') : paint(style, 'yellow', '–'));
  const { words } = style;
  const { selftest } = words.shim;
  const lines = [
    selftest.head(report.version, report.platform, report.runtime.version, report.runtime.path),
    '',
    paint(style, 'bold', selftest.supervisors),
    ...report.supervisors.map(
      (each) => `  ${mark(each.available)} ${each.kind.padEnd(16)} ${tell(words, each, 'detail').text}`,
    ),
    '',
    paint(style, 'bold', selftest.tools),
    ...report.tools.flatMap((tool) => [
      `  ${mark(tool.path !== null && tool.problem === null)} ${tool.name.padEnd(16)} ${detailOf(tool, words)}`,
      paint(
        style,
        'dim',
        `      ${tool.path === null ? selftest.without(tell(words, tool, 'purpose').text, tell(words, tool, 'without').text) : tell(words, tool, 'purpose').text}`,
      ),
    ]),
    ...trayLines(report, style),
    '',
    report.ok ? selftest.good : selftest.bad,
  ];
  return `${lines.join('\n')}\n`;
}

/** The tray decides nothing for the service, so it has no part in the verdict below. */
function trayLines({ tray }: SelftestReport, style: Style): readonly string[] {
  if (tray === null) return [];
  const { desktop } = style.words.shim.selftest;
  const good = tray.state === 'present';
  const mark = good ? paint(style, 'green', '✓') : paint(style, 'yellow', '–');
  const cure = good ? [] : [paint(style, 'dim', `      ${trayCure(tray, desktop)}`)];
  return [
    '',
    paint(style, 'bold', desktop.head),
    `  ${mark} ${'tray'.padEnd(16)} ${trayWords(tray, desktop)}`,
    ...cure,
  ];
}

type DesktopWords = ShimWords['shim']['selftest']['desktop'];

function trayWords(tray: TrayHostFacts, words: DesktopWords): string {
  if (tray.state === 'present') return words.present;
  if (tray.state === 'unknown') return words.unknown(tray.detail ?? words.noAnswer);
  if (tray.why === 'no-bus') return words.noBus;
  return tray.why === 'no-watcher' ? words.noWatcher : words.noPanel;
}

function trayCure(tray: TrayHostFacts, words: DesktopWords): string {
  if (tray.state === 'unknown') return words.cureUnknown;
  return tray.why === 'no-bus' ? words.cureNoBus : words.cureNoTray;
}

function detailOf(tool: ToolReport, words: ShimWords): string {
  const { path, version, problem } = tool;
  if (path === null) return words.shim.selftest.notHere;
  return problem !== null ? tell(words, tool, 'problem').text : version === null ? path : `${version}  ${path}`;
}
