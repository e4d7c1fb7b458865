/**
 * Lines of one source -> entries, in the order in which they stand there. Knows the line before, because the further lines of a stack carry
 * neither time nor level of their own.
 */
import type { LogLevel, LogLine, LogSourceName } from '../../shared/log-line.ts';
import { cleanText, withClean } from './clean.ts';
import type { LogEntry } from './entry.ts';
import { parseGatewayLogLine, parseJournalLine, parsePlainLine } from './parse.ts';

/** How the lines of a source are written: `journalctl -o json`, the gateway's JSON lines, or text. */
export type LineForm = 'journal' | 'gateway' | 'text';

export interface Decoder {
  /** null when the line holds nothing to show. `cut`: bytes that the reader left out at its end. */
  decode(raw: string, cut: number): LogEntry | null;
}

export interface DecoderOptions {
  readonly form: LineForm;
  /** What lines of text are said to come from. */
  readonly source: LogSourceName;
  readonly secrets: readonly string[];
  /** Place in time of lines before the first one that has a time, milliseconds since the epoch. */
  readonly fallbackKey: () => number;
}

const INDENTED = /^\s/;

export function createDecoder({ form, source, secrets, fallbackKey }: DecoderOptions): Decoder {
  let key: number | null = null;
  let level: LogLevel | null = null;
  return {
    decode(raw, cut) {
      const line = parseCleaned(form, source, raw, cut, secrets);
      if (line === null) return null;
      const continues = INDENTED.test(line.text) && key !== null;
      if (line.time !== null && !(continues && form === 'journal')) key = Date.parse(line.time);
      if (continues) return { line: { ...line, level }, key: key ?? fallbackKey() };
      level = line.level ?? (line.time === null ? level : null);
      return { line: line.level === level ? line : { ...line, level }, key: key ?? fallbackKey() };
    },
  };
}

/** Text is cleaned before it is parsed, because colours stand between its time and its words; JSON after, because it escapes them. */
function parseCleaned(
  form: LineForm,
  source: LogSourceName,
  raw: string,
  cut: number,
  secrets: readonly string[],
): LogLine | null {
  if (form === 'text') return parseText(source, raw, cut, secrets);
  const line = form === 'journal' ? parseJournalLine(raw) : parseGatewayLogLine(raw);
  if (line === null) return null;
  const { text, ...rest } = line;
  return withClean(rest, cleanText(text, cut, secrets));
}

function parseText(source: LogSourceName, raw: string, cut: number, secrets: readonly string[]): LogLine | null {
  const clean = cleanText(raw, cut, secrets);
  const line = parsePlainLine(clean.text, source);
  if (line === null) return null;
  const { text, ...rest } = line;
  const shift = clean.text.length - text.length;
  const styles = clean.styles
    .map((style) => ({ ...style, from: Math.max(0, style.from - shift), to: style.to - shift }))
    .filter((style) => style.to > style.from);
  return withClean(rest, { ...clean, text, styles });
}
