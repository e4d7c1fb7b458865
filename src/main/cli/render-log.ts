/** One line of a log in the terminal, or as JSON. */
import { LOG_COLOURS, type LogLine } from '../../shared/log-line.ts';
import { type Output, paint, type Style } from './output.ts';

/** Ends with a newline. Colours, the line's own ones too, only where the output has them. */
export function logLineText(line: LogLine, output: Style, json: boolean): string {
  if (json) {
    const { styles: _styles, ...plain } = line;
    return `${JSON.stringify(plain)}\n`;
  }
  const cut = line.cut === undefined ? '' : paint(output, 'dim', ` ${output.words.shim.bytesMore(line.cut)}`);
  return `${paint(output, 'dim', line.time ?? '-'.padEnd(24))} ${wordsOf(line, output)}${cut}\n`;
}

function wordsOf(line: LogLine, output: Pick<Output, 'colour'>): string {
  // A tab and nothing else of the control characters is left in a line; it would break the columns of nothing.
  const from = line.source === 'gateway' && line.subsystem !== null ? paint(output, 'dim', `[${line.subsystem}] `) : '';
  if (line.level === 'error' || line.level === 'fatal') return from + paint(output, 'red', line.text);
  if (line.level === 'warn') return from + paint(output, 'yellow', line.text);
  if (!output.colour || line.styles === undefined) return from + line.text;
  let text = '';
  let at = 0;
  for (const style of line.styles) {
    const codes = [style.bold ? 1 : null, style.colour === null ? null : 30 + LOG_COLOURS.indexOf(style.colour)];
    text += `${line.text.slice(at, style.from)}\u001b[${codes.filter((code) => code !== null).join(';')}m${line.text.slice(style.from, style.to)}\u001b[0m`;
    at = style.to;
  }
  return from + text + line.text.slice(at);
}
