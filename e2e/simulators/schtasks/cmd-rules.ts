/**
 * How cmd.exe reads one line of a batch file, without delayed expansion, written from its documented phases and not from our escaping, so
 * that it can judge it: percent signs; then quotes, carets and operators; then the words of the program by the C runtime's rules.
 */

export interface BatchLine {
  /** Commands of the line; more than one means that an operator was met. */
  readonly commands: readonly string[];
  readonly redirections: readonly string[];
}

/** Phase 1: `%%` is `%`, `%NAME%` the variable (nothing when unset), a lone `%` goes. */
export function expandPercent(line: string, env: Readonly<Record<string, string | undefined>>): string {
  return line.replaceAll(/%%|%([^%\r\n]*)%|%/g, (whole, name: string | undefined) => {
    if (whole === '%%') return '%';
    return name === undefined ? '' : (env[name] ?? '');
  });
}

/** Phase 2: quotes switch, `^` outside of quotes takes the meaning from the next character, `& |` split, `< >` redirect. */
export function splitCommands(line: string): BatchLine {
  const commands: string[] = [];
  const redirections: string[] = [];
  let current = '';
  let target: string | null = null;
  let quoted = false;
  const put = (char: string) => {
    if (target === null) current += char;
    else target += char;
  };
  const endTarget = () => {
    if (target !== null) redirections.push(target.trim());
    target = null;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '"') {
      quoted = !quoted;
      put(char);
    } else if (quoted) put(char);
    else if (char === '^') {
      at += 1;
      put(line.charAt(at));
    } else if (char === '&' || char === '|') {
      endTarget();
      commands.push(current.trim());
      current = '';
    } else if (char === '<' || char === '>') {
      endTarget();
      target = '';
    } else put(char);
  }
  endTarget();
  commands.push(current.trim());
  return { commands: commands.filter((command) => command !== ''), redirections };
}

/** `set "NAME=value"`: all between the first quote and the last one. */
export function readSet(command: string): readonly [string, string] | null {
  const match = /^set "(.*)"[^"]*$/is.exec(command);
  const equals = match?.[1]?.indexOf('=') ?? -1;
  if (match?.[1] === undefined || equals <= 0) return null;
  return [match[1].slice(0, equals), match[1].slice(equals + 1)];
}

/** Words as a program sees them: quotes group, a backslash escapes only a quote. */
export function programWords(command: string): readonly string[] {
  return [...command.matchAll(/(?:[^\s"]|"(?:\\"|[^"])*")+/g)].map(([word]) =>
    word.replaceAll(/\\"|"/g, (part) => (part === '"' ? '' : '"')),
  );
}
