/**
 * Pure: what `launchctl print <target>` and `print-disabled <domain>` say. Apple calls this output no interface (launchctl(1)), so
 * whatever is not recognised is left out, and a text without a state is not understood at all.
 */

export interface PrintedJob {
  /** Keys of the job itself, as launchctl writes them. Nested blocks (environments, coalitions) are not in it. */
  readonly words: Readonly<Record<string, string>>;
  /** What launchd starts, as it has it in memory; null when it does not say. */
  readonly arguments: readonly string[] | null;
}

/**
 * Reads `print` of one service. The coalition blocks always hold `state = active` and `active count = 1`, so only lines one tab deep
 * count, and the first of a name wins; texts without tabs (quoted by people, OS X 10.10) are read by their braces.
 */
export function parsePrint(text: string): PrintedJob {
  const lines = text.split(/\r?\n/);
  const tabbed = lines.some((line) => /^\t[^\t]/.test(line));
  const words: Record<string, string> = {};
  let listed: string[] | null = null;
  let inArguments = false;
  let depth = 0;
  const top = lines[0]?.trimEnd().endsWith('= {') === true ? 1 : 0;
  for (const line of lines) {
    const content = line.trim();
    const opens = /=>? \{$/.test(content) || content === '{';
    const closes = content === '}' || content === '};';
    const level = tabbed ? (/^\t*/.exec(line)?.[0].length ?? 0) : closes ? depth - 1 : depth;
    if (inArguments && level > (tabbed ? 1 : top) && listed !== null) {
      listed.push(tabbed ? line.slice(2) : content);
      continue;
    }
    inArguments = false;
    if (opens) {
      if (level === (tabbed ? 1 : top) && content === 'arguments = {' && listed === null) {
        listed = [];
        inArguments = true;
      }
      depth += 1;
      continue;
    }
    if (closes) {
      depth -= 1;
      continue;
    }
    const equals = content.indexOf(' = ');
    if (level !== (tabbed ? 1 : top) || equals <= 0) continue;
    const key = content.slice(0, equals);
    if (!Object.hasOwn(words, key)) words[key] = content.slice(equals + 3);
  }
  return { words, arguments: listed };
}

export type Override = 'enabled' | 'disabled';

/**
 * Labels of `print-disabled` with what was decided about them; a label that is not there was never decided about. `=> true` (11, 12)
 * and `=> disabled` (13 and later) mean the same. null when the text has no such list.
 */
export function parsePrintDisabled(text: string): ReadonlyMap<string, Override> | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf('disabled services = {');
  if (start < 0) return null;
  const found = new Map<string, Override>();
  for (const line of lines.slice(start + 1)) {
    if (line === '}') return found;
    const entry = /^"(.*)" => (true|false|enabled|disabled)$/.exec(line);
    if (entry?.[1] !== undefined)
      found.set(entry[1], entry[2] === 'true' || entry[2] === 'disabled' ? 'disabled' : 'enabled');
  }
  return null; // Cut off: a label that is not in it may still be switched off.
}
