/**
 * The XDG autostart entry of the app on Linux, as text: written and read back. Pure.
 * Sources: freedesktop.org Desktop Entry Specification 1.5 ("Exec key", "Possible value types"), Autostart Specification 0.5.
 */

/** File name, and the id that desktops know the app by. Must neither begin with `ai.openclaw.` nor hold "openclaw gateway". */
export const AUTOSTART_FILE = 'dev.openclaw-tray.app.desktop';

/** What an entry says about starting, as far as we understand it. */
export interface AutostartEntry {
  /** False when it says that it is not to be started. */
  readonly active: boolean;
  /** argv of `Exec`, field codes taken out; null when it has none or cannot be understood. */
  readonly command: readonly string[] | null;
}

/** The whole file for this argv. null when no entry can hold it: a program path with `=` is not allowed, nor are control characters. */
export function renderAutostart(command: readonly string[], name: string): string | null {
  const [program] = command;
  if (program === undefined || program.includes('=')) return null;
  if (command.some((part) => /[\u0000-\u001f\u007f]/.test(part))) return null;
  const exec = command.map(quoteArgument).join(' ');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${escapeString(name)}`,
    'Comment=Shows whether OpenClaw is well, from the tray',
    `Exec=${escapeString(exec)}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoted always, which is allowed and simpler than knowing when it must be; `%` would begin a field code. */
function quoteArgument(text: string): string {
  return `"${text.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** The escapes of every string value, applied after those of `Exec`. */
function escapeString(text: string): string {
  return text.replaceAll('\\', '\\\\');
}

/** Reads an entry of whoever wrote it. Never throws. */
export function parseAutostart(text: string): AutostartEntry {
  const keys = mainKeys(text);
  const off = keys.get('Hidden') === 'true' || keys.get('X-GNOME-Autostart-enabled') === 'false';
  const exec = keys.get('Exec');
  return { active: !off, command: exec === undefined ? null : splitExec(unescapeString(exec)) };
}

/** Keys of the group `[Desktop Entry]`; the first of a name counts. */
function mainKeys(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let group = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[(.*)\]\s*$/.exec(line);
    if (heading !== null) group = heading[1] ?? '';
    const pair = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line);
    if (group !== 'Desktop Entry' || pair === null) continue;
    const [, key = '', value = ''] = pair;
    if (!keys.has(key)) keys.set(key, value.trimEnd());
  }
  return keys;
}

const ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

function unescapeString(text: string): string {
  return text.replaceAll(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

/** argv of an Exec line; null when a quote is not closed or nothing is left. */
function splitExec(text: string): readonly string[] | null {
  const parts: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
    const plain = /^[^\s"]+/.exec(rest);
    if (quoted !== null) parts.push((quoted[1] ?? '').replaceAll(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'));
    else if (plain === null) return null;
    // A field code by itself stands for files or icons that an autostart does not have.
    else if (!/^%[a-zA-Z]$/.test(plain[0])) parts.push(plain[0].replaceAll('%%', '%'));
    rest = rest.slice((quoted ?? plain)?.[0].length).trimStart();
  }
  return parts.length === 0 ? null : parts;
}
