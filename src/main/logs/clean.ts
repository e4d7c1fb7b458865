/**
 * Raw text of a log -> text that can do nothing to a terminal or a window, with its colours apart. Secrets go last, because an escape
 * sequence in the middle of one would hide it from the search.
 */
import { LOG_COLOURS, type LogLine, type LogStyle } from '../../shared/log-line.ts';
import { harmless, redact } from './redact.ts';

/** Longer texts are cut; the mark says by how much. UTF-16 units. */
export const MAX_TEXT = 16_000;
/** The end of a line that was cut may hold the first half of a secret. */
const CUT_MARGIN = 1_024;
const MAX_STYLES = 200;

export interface CleanText {
  readonly text: string;
  readonly cut: number;
  readonly styles: readonly LogStyle[];
}

const UNUSUAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const COLOUR_SEQUENCE = /\u001b\[([0-9;]*)m/g;
const ESCAPE = '\u001b';

/** `cut` is what the reader has left out already, bytes. */
export function cleanText(raw: string, cut: number, secrets: readonly string[]): CleanText {
  const plain = UNUSUAL.test(raw) ? withStyles(raw) : { text: raw, styles: [] };
  const isLong = plain.text.length > MAX_TEXT || cut > 0;
  // A bound on what is searched, too: the shapes of secrets are tried at many places of a line.
  const part = isLong ? plain.text.slice(0, MAX_TEXT + CUT_MARGIN) : plain.text;
  const clean = redact(part, secrets);
  const shown = isLong ? clean.slice(0, endOfWholeCharacter(clean, clean.length - CUT_MARGIN)) : clean;
  return {
    text: shown,
    cut: isLong ? cut + Math.max(0, plain.text.length - shown.length) : 0,
    // Positions are those of the text before anything was hidden in it.
    styles: clean === part ? plain.styles.filter((style) => style.to <= shown.length) : [],
  };
}

/** The line with its text cleaned, and without fields that say nothing. */
export function withClean(line: Omit<LogLine, 'text'>, { text, cut, styles }: CleanText): LogLine {
  return {
    ...line,
    text,
    ...(cut > 0 ? { cut } : {}),
    ...(styles.length > 0 ? { styles: [...styles] } : {}),
  };
}

/** Takes the colours out and keeps where they were; every other control sequence is removed or shown as \xNN. */
function withStyles(raw: string): { text: string; styles: LogStyle[] } {
  if (!raw.includes(ESCAPE)) return { text: harmless(raw), styles: [] };
  const styles: LogStyle[] = [];
  let text = '';
  let at = 0;
  let colour: LogStyle['colour'] = null;
  let bold = false;
  const take = (part: string) => {
    const from = text.length;
    text += harmless(part);
    if ((colour !== null || bold) && text.length > from && styles.length < MAX_STYLES)
      styles.push({ from, to: text.length, colour, bold });
  };
  for (const match of raw.matchAll(COLOUR_SEQUENCE)) {
    take(raw.slice(at, match.index));
    at = match.index + match[0].length;
    const codes = (match[1] ?? '').split(';').map(Number);
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index] ?? 0;
      if (code === 0) {
        colour = null;
        bold = false;
      } else if (code === 1) bold = true;
      else if (code === 22) bold = false;
      else if (code === 39) colour = null;
      else if (code >= 30 && code <= 37) colour = LOG_COLOURS[code - 30] ?? null;
      else if (code >= 90 && code <= 97) colour = LOG_COLOURS[code - 90] ?? null;
      // 38 and 48 bring further numbers that are no codes of their own; such colours are not shown.
      else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4;
    }
  }
  take(raw.slice(at));
  return { text, styles };
}

/** Never between the two halves of a character. */
function endOfWholeCharacter(text: string, wanted: number): number {
  const at = Math.min(MAX_TEXT, Math.max(0, wanted));
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
