/**
 * The word syntax of systemd unit files (systemd.syntax(7), systemd.service(5) "Command lines"), both ways: one escaper for what
 * we write, one splitter for what is read. Measured on systemd 252: quotes count anywhere in a word, not only at its start, and an
 * escape that systemd does not know is kept with its backslash.
 */

import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';

/** @throws ExpectedError `definition-write-failed` when `value` cannot stand in a unit file at all. */
export function requireOneLine(value: string, what: Phrase): string {
  if (/[\r\n\0]/.test(value)) {
    throw new ExpectedError('definition-write-failed', say('definition.line-break-unit', { what }), {
      hint: say('hint.remove-line-break'),
    });
  }
  return value;
}

/**
 * Gives the name back when it can be the name of a service: systemctl quietly turns other names into escaped ones, adds `.service`, or takes them for options and patterns, so that the answer
 * would be about another unit (systemd.unit(5): the characters of a unit's name).
 * @throws ExpectedError `invalid-option`.
 */
export function requireUnitName(name: string): string {
  if (name.length <= 255 && /^[A-Za-z0-9_:.][A-Za-z0-9_:.@\\-]*\.service$/.test(name)) return name;
  throw new ExpectedError('invalid-option', say('systemd.bad-name', { name }), {
    hint: say('hint.unit-characters'),
  });
}

/** `%` starts a specifier in nearly every setting. */
export function escapeSpecifiers(value: string): string {
  return value.replaceAll('%', '%%');
}

/**
 * One word of ExecStart or Environment. Plain words stay as they are, so that the text is the same as OpenClaw's own; a single
 * quote is quoted too, because systemd treats it as the start of a quoted part (OpenClaw 2026.9.6 leaves it bare).
 * @throws ExpectedError `definition-write-failed`.
 */
export function escapeWord(value: string, what: Phrase): string {
  const text = escapeSpecifiers(requireOneLine(value, what));
  if (text !== '' && text !== ';' && !/[\s"'\\]/.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** An argument after the program: `$` is doubled, or systemd would put a variable's value there. */
export function escapeArgument(value: string, what: Phrase): string {
  return escapeWord(value.replaceAll('$', '$$$$'), what);
}

export type SplitWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly reason: Phrase };

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Splits a value into words as systemd does: quotes removed, escapes resolved; specifiers are left for `expandSpecifiers`. */
export function splitWords(value: string): SplitWords {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  let index = 0;
  while (index < value.length) {
    const letter = value[index] ?? '';
    index += 1;
    if (letter === '\\') {
      if (index >= value.length) return { ok: false, reason: say('problem.backslash') };
      const resolved = readEscape(value, index);
      word = (word ?? '') + resolved.text;
      index += resolved.length;
    } else if (quote !== null) {
      if (letter === quote) quote = null;
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/[ \t\n\r]/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + letter;
    }
  }
  if (quote !== null) return { ok: false, reason: say('problem.open-quote') };
  if (word !== null) words.push(word);
  return { ok: true, words };
}

/** The escape whose backslash stands before `index`: its text, and how many characters after the backslash it takes. */
function readEscape(value: string, index: number): { readonly text: string; readonly length: number } {
  const letter = value[index] ?? '';
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 1 };
  const rest = value.slice(index, index + 9);
  const coded = /^x([0-9a-fA-F]{2})/.exec(rest) ?? /^u([0-9a-fA-F]{4})/.exec(rest) ?? /^U([0-9a-fA-F]{8})/.exec(rest);
  if (coded?.[1] !== undefined) {
    const code = Number.parseInt(coded[1], 16);
    if (code > 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), length: coded[0].length };
  }
  const octal = /^[0-3][0-7]{2}/.exec(rest);
  if (octal !== null && octal[0] !== '000') {
    return { text: String.fromCharCode(Number.parseInt(octal[0], 8)), length: 3 };
  }
  return { text: `\\${letter}`, length: 1 };
}

/** Values of the specifiers that the caller knows, by letter (`h` for the home folder, `n` for the unit's name …). */
export type Specifiers = Readonly<Record<string, string>>;

/** Resolves `%%` and the known specifiers. Unknown ones stay as they are and are listed. */
export function expandSpecifiers(
  value: string,
  specifiers: Specifiers,
): { readonly text: string; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const text = value.replaceAll(/%(.)/g, (whole, letter: string) => {
    if (letter === '%') return '%';
    const known = specifiers[letter];
    if (known === undefined) unknown.push(whole);
    return known ?? whole;
  });
  return { text, unknown };
}
