/** The name of a program for a headline, from its command line: `node x.ts` for `/opt/…/bin/node --flag /opt/…/x.ts /opt/results`. Pure. */

/**
 * Base name of the program, and for an interpreter also of what it runs; the words as they are where that cannot be told. The command line
 * is one text by now, so that a space may belong to a path: a path goes on where the next word could not begin anything else.
 */
export function shortProgram(command: string): string {
  const { program, rest } = splitProgram(command.trim());
  // A login shell's name begins with a dash; a name that a process gave itself ends with a colon (`nginx: master process`).
  const name = baseName(program).replace(/^-/, '').replace(/:$/, '');
  if (name === '') return command;
  const script = INTERPRETER.test(name) ? scriptOf(rest) : null;
  return script === null ? name : `${name} ${script}`;
}

const INTERPRETER =
  /^(?:node|nodejs|bun|deno|tsx|python|ruby|perl|php|java|dotnet|sh|bash|dash|zsh|fish|pwsh|powershell)[\d.]*(?:\.exe)?$/i;
/** Options whose value is the next word, and is not what is run. */
const WITH_VALUE =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|-cp|-classpath|-W|-X|-I|-S)$/;
/** What is run is the option's value: a module by its name. */
const MODULE = /^-m$/;
/** A program text on the command line, which is nothing for a headline. */
const INLINE = /^(?:-e|-c|-p|-pe|--eval|--print|-Command|-EncodedCommand)$/i;

function splitProgram(command: string): { readonly program: string; readonly rest: readonly string[] } {
  const quoted = /^"([^"]+)"\s*/.exec(command);
  if (quoted !== null) return { program: quoted[1] ?? '', rest: wordsOf(command.slice(quoted[0].length)) };
  const [first = '', ...others] = wordsOf(command);
  let program = first;
  const rest = [...others];
  while (isAbsolute(first) && !INTERPRETER.test(baseName(program)) && goesOn(rest[0])) program += ` ${rest.shift()}`;
  return { program, rest };
}

function scriptOf(words: readonly string[]): string | null {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    if (INLINE.test(word)) return word;
    if (MODULE.test(word)) return next === undefined ? null : `${word} ${next}`;
    if (WITH_VALUE.test(word)) at += 1;
    else if (!word.startsWith('-') && word !== 'run') return baseName(word) || null;
  }
  return null;
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const isAbsolute = (word: string) => /^(?:\/|[A-Za-z]:[\\/])/.test(word);
const goesOn = (word: string | undefined) =>
  word !== undefined && /[\\/]/.test(word) && !isAbsolute(word) && !/^(?:-|\.{1,2}[\\/]|\w+=|\w+:\/\/)/.test(word);
const baseName = (path: string) =>
  path
    .replaceAll('"', '')
    .replace(/[\\/]+$/, '')
    .replace(/^.*[\\/]/, '');
