/**
 * Words of a batch file. What is written here means the same to cmd.exe and to the reader of OpenClaw (2026.9.6, cmd-argv), and is the same
 * bytes that OpenClaw writes wherever those mean the same to cmd.exe. OpenClaw also writes `^` before `!` and `^`, which cmd.exe keeps as
 * part of a quoted value unless delayed expansion is on (it is not): such values are written plainly here.
 *
 * How cmd.exe reads a line: `%%` becomes `%` first; then a quote switches quoting on and off; outside of quotes `^` takes the meaning
 * from the next character and `& | < >` are operators; within quotes only `"` and `%` mean anything.
 */

import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';

/** `set "NAME=value"`. @throws ExpectedError `definition-write-failed`. */
export function setLine(name: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.()-]*$/.test(name)) {
    throw refuse(say('definition.bad-variable', { name }), say('hint.remove-variable'));
  }
  return `set "${name}=${quotedValue(name, requireLine(value, say('thing.environment-variable', { name })))}"`;
}

/**
 * The value within the quotes of `set "NAME=…"`, where `set` takes all up to the last quote. The first quote of the value ends cmd.exe's
 * quoting, so everything after it is written as outside of quotes.
 */
function quotedValue(name: string, value: string): string {
  const open = value.indexOf('"');
  const inside = open < 0 ? value : value.slice(0, open + 1);
  if (/\^[\^!"]/.test(inside)) {
    throw refuse(say('batch.caret', { name }), say('hint.other-value'));
  }
  const outside = open < 0 ? '' : value.slice(open + 1).replaceAll(/[\^&|<>"]/g, '^$&');
  return (inside + outside).replaceAll('%', '%%');
}

/** One argument of a command line. `program`: the first, where cmd.exe also splits at `,`, `;` and `=`. @throws ExpectedError. */
export function argumentWord(value: string, program = false): string {
  const text = requireLine(value, say('thing.argument-of-command'));
  if (text === '') return '""';
  if (text.includes('"')) {
    throw refuse(say('batch.quote'), say('hint.remove-it'));
  }
  const escaped = text.replaceAll('%', '%%');
  if (!(program ? /[ \t&|<>^()%!,;=@]/ : /[ \t&|<>^()%!]/).test(text)) return escaped;
  if (text.endsWith('\\') || text.includes('^!')) {
    throw refuse(say('batch.unquotable', { text }), say('hint.unquotable'));
  }
  return `"${escaped}"`;
}

/** A value of a batch file is one line without control characters. @throws ExpectedError. */
export function requireLine(value: string, what: Phrase): string {
  if (!/[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029]/.test(value) && value.isWellFormed()) return value;
  throw refuse(say('batch.line-break', { what }), say('hint.remove-it'));
}

/** Undoes the escapes of `set "…"`, ours and those of every OpenClaw: `%%`, and `^` before one of `^ ! " & | < >`. */
export function unescapeValue(text: string): string {
  return text.replaceAll(/%%|\^([\^!"&|<>])/g, (whole, kept: string | undefined) => kept ?? whole.slice(1));
}

/** One line `set …` after the word `set`: name and value, or null when it assigns nothing. */
export function parseSet(rest: string): { readonly name: string; readonly value: string } | null {
  const text = rest.trim();
  const end = text.lastIndexOf('"');
  const quoted = text.startsWith('"') && end > 0;
  const assignment = quoted ? text.slice(1, end) : text;
  const equals = assignment.indexOf('=');
  if (equals <= 0) return null;
  const name = assignment.slice(0, equals).trim();
  const value = assignment.slice(equals + 1);
  if (name === '') return null;
  return quoted ? { name: unescapeValue(name), value: unescapeValue(value) } : { name, value: value.trim() };
}

/** Splits a command line of a batch file as OpenClaw does: quotes group, `\"` is a quote, `%%` is a percent sign, `^!` is `!`. */
export function splitCommandLine(line: string): readonly string[] {
  return splitArguments(line).map((word) => word.replaceAll('^!', '!').replaceAll('%%', '%'));
}

/**
 * Splits a process's command line as the C runtime of Windows does (CommandLineToArgvW, Microsoft): backslashes mean themselves, except in
 * front of a quote, where two make one and an odd one makes the quote a character.
 */
export function splitArguments(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; ) {
    const run = /^(\\*)"/.exec(line.slice(at));
    if (run !== null) {
      const slashes = run[1]?.length ?? 0;
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else quoted = !quoted;
      at += slashes + 1;
      continue;
    }
    const char = line.charAt(at);
    at += 1;
    if (!quoted && /[ \t]/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (word !== null) words.push(word);
  return words;
}

/** Cuts the redirections at the end of a command line (`< NUL`, `>> log 2>&1`). */
export function cutRedirections(line: string): string {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '<' || char === '>')) {
      const head = line.slice(0, at);
      // A single digit right before the sign names the stream that is redirected.
      return head.replace(/(^|[ \t])\d$/, '$1').trimEnd();
    }
  }
  return line.trimEnd();
}

function refuse(message: Phrase, hint: Phrase): ExpectedError {
  return new ExpectedError('definition-write-failed', message, { hint });
}
