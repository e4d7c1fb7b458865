/**
 * Whether a command line runs an OpenClaw gateway. It looks at the program that is really started and at its subcommand, so that a backup of
 * `~/.openclaw`, a monitor that calls `openclaw gateway status`, or a gateway of another product is not taken for one. Pure.
 */

/** The product by the name it has today, and by its two names before (OpenClaw's own lists of legacy services, 2026.1 to 2026.9). */
export const PRODUCTS = ['openclaw', 'clawdbot', 'moltbot'] as const;
export type Product = (typeof PRODUCTS)[number];

export interface GatewayInvocation {
  readonly product: Product;
  /** The word that says which product it is: a program, a script, a package or an image. */
  readonly program: string;
}

/** null = it runs no gateway, as far as the command tells. `workingDirectory` is where a relative script is looked for. */
export function gatewayInvocationOf(
  command: readonly string[],
  workingDirectory: string | null = null,
): GatewayInvocation | null {
  return invocationOf(command, workingDirectory, 0);
}

const RUNTIMES = new Set(['node', 'nodejs', 'bun', 'deno', 'tsx', 'ts-node']);
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish']);
const PACKAGE_RUNNERS = new Set(['npx', 'pnpx', 'bunx', 'npm', 'pnpm', 'yarn', 'corepack', 'mise', 'volta']);
const CONTAINERS = new Set(['docker', 'podman', 'nerdctl']);
/** Programs that only change how another one is run. */
const WRAPPERS = new Set([
  ...['env', 'nice', 'ionice', 'nohup', 'setsid', 'stdbuf', 'chrt', 'timeout', 'exec', 'time', 'taskset', 'unbuffer'],
  ...['sudo', 'doas', 'runuser', 'systemd-inhibit', 'caffeinate', 'tini', 'dumb-init', 'catatonit', 'dbus-run-session'],
]);
/** Words with which package runners introduce what they run. */
const RUNNER_WORDS = new Set(['exec', 'dlx', 'run', 'x', 'pnpm', 'yarn', 'npm']);
/** Short and long options of the above that take the next word. */
const TAKES_VALUE = new Set([
  ...['-n', '-u', '-g', '-c', '-p', '-s', '-k', '-r', '-C', '-t', '-e', '--require', '--import', '--loader', '--user'],
  ...['--package', '--dir', '--cwd', '--filter', '--prefix', '--conditions', '--env-file', '--signal', '--kill-after'],
]);
const MAX_DEPTH = 6;

function invocationOf(words: readonly string[], cwd: string | null, depth: number): GatewayInvocation | null {
  const [first, ...rest] = words;
  if (first === undefined || depth > MAX_DEPTH) return null;
  const name = programName(first);
  const next = (inner: readonly string[]) => invocationOf(inner, cwd, depth + 1);
  if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) return next(rest);
  if (WRAPPERS.has(name)) return next(afterOptions(name === 'timeout' ? dropDuration(afterOptions(rest)) : rest));
  if (SHELLS.has(name)) return fromShell(rest, next);
  if (name === 'cmd' && /^\/[ck]$/i.test(rest[0] ?? '')) return fromText(rest.slice(1).join(' '), next);
  if (CONTAINERS.has(name)) return fromContainer(rest);
  if (RUNTIMES.has(name)) {
    const script = afterOptions(rest);
    const at = script[0] === 'run' ? 1 : 0;
    return fromScript(script[at], script.slice(at + 1), cwd);
  }
  if (PACKAGE_RUNNERS.has(name)) {
    let inner = afterOptions(rest);
    while (RUNNER_WORDS.has(inner[0] ?? '')) inner = afterOptions(inner.slice(1));
    return fromNamed(inner[0], inner.slice(1), /^(?<name>[a-z]+)(?:@[^/]*)?$/i);
  }
  return fromNamed(first, rest, null);
}

/** A program of the product's own name. */
function fromNamed(
  word: string | undefined,
  rest: readonly string[],
  pattern: RegExp | null,
): GatewayInvocation | null {
  if (word === undefined) return null;
  const name = pattern === null ? programName(word) : (pattern.exec(word)?.groups?.name ?? programName(word));
  const product = productOf(name);
  return product !== null && startsGateway(rest) ? { product, program: word } : null;
}

/** A script that a runtime runs: in a package or checkout of the product, or the product's own script. */
function fromScript(script: string | undefined, rest: readonly string[], cwd: string | null): GatewayInvocation | null {
  if (script === undefined || !startsGateway(rest)) return null;
  const own = productOf(programName(script));
  if (own !== null) return { product: own, program: script };
  const whole = /^(?:[/\\~]|[A-Za-z]:)/.test(script) || cwd === null ? script : `${cwd}/${script}`;
  const folders = withoutHome(whole)
    .split(/[\\/]+/)
    .slice(0, -1);
  for (const folder of folders.toReversed()) {
    const product = productOf(folder.replace(/@.*$/, ''));
    if (product !== null) return { product, program: script };
  }
  return null;
}

/** A user may be called like the product: the home folder's own name says nothing about what is run. */
function withoutHome(path: string): string {
  return path.replace(/^(?:[A-Za-z]:)?[\\/](?:home|Users)[\\/][^\\/]+/i, '');
}

function fromShell(
  rest: readonly string[],
  next: (words: readonly string[]) => GatewayInvocation | null,
): GatewayInvocation | null {
  const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  const text = at < 0 ? undefined : rest[at + 1];
  if (text !== undefined) return fromText(text, next);
  // A script of the shell: only its name is known.
  return next(afterOptions(rest));
}

/** A line of a shell: each of its simple commands. */
function fromText(
  text: string,
  next: (words: readonly string[]) => GatewayInvocation | null,
): GatewayInvocation | null {
  let command: string[] = [];
  for (const word of [...wordsOfLine(text), ';']) {
    if (!/^(?:&&?|\|\|?|;)$/.test(word)) {
      command.push(word);
      continue;
    }
    const found = next(command);
    if (found !== null) return found;
    command = [];
  }
  return null;
}

/** Words of a shell line: quotes group, operators are words of their own. Good enough to know what is started; it is never run. */
function wordsOfLine(text: string): readonly string[] {
  const found = text.match(/&&|\|\||[;|&]|(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s;|&"'])+/gs) ?? [];
  return found.map((word) => word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/gs, (_, one = '', two = '') => one || two));
}

const IMAGE = /(?:^|\/)(?<product>openclaw|clawdbot|moltbot)(?:[:@].*)?$/i;

function fromContainer(rest: readonly string[]): GatewayInvocation | null {
  const at = rest.findIndex((word) => !word.startsWith('-') && IMAGE.test(word));
  const image = rest[at];
  const product = image === undefined ? null : productOf(IMAGE.exec(image)?.groups?.product ?? '');
  if (image === undefined || product === null) return null;
  const inside = rest.slice(at + 1);
  const verb = inside.indexOf('gateway');
  return verb >= 0 && startsGateway(inside.slice(verb)) ? { product, program: image } : null;
}

/** Options of OpenClaw before its subcommand that take a value (openclaw 2026.9.6). */
const PRODUCT_VALUES = new Set(['--profile', '--log-level', '--container']);

/** `gateway` or `gateway run`, with options; `gateway status` and the like end by themselves. */
function startsGateway(args: readonly string[]): boolean {
  let at = 0;
  while (args[at]?.startsWith('-') === true) at += PRODUCT_VALUES.has(args[at] ?? '') ? 2 : 1;
  if (args[at]?.toLowerCase() !== 'gateway') return false;
  const verb = args[at + 1];
  return verb === undefined || verb.startsWith('-') || verb === 'run';
}

function afterOptions(words: readonly string[]): readonly string[] {
  let at = 0;
  for (;;) {
    const word = words[at];
    if (word === undefined || !(word.startsWith('-') || /^[A-Za-z_][A-Za-z0-9_]*=/.test(word))) break;
    at += 1;
    if (word === '--') break;
    if (TAKES_VALUE.has(word)) at += 1;
  }
  return words.slice(at);
}

function dropDuration(words: readonly string[]): readonly string[] {
  return /^[\d.]+[smhd]?$/.test(words[0] ?? '') ? words.slice(1) : words;
}

function programName(word: string): string {
  const base = word.split(/[\\/]/).at(-1) ?? '';
  return base.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1|[cm]?js|ts)$/, '');
}

function productOf(name: string): Product | null {
  return PRODUCTS.find((product) => product === name.toLowerCase()) ?? null;
}

const SECRET_NAME = /(?:token|password|passwd|secret|api[-_]?key|credential)/i;

/** A command line that may be shown: the values of secret options, and of variables that sound like secrets, are hidden. */
export function withoutSecretArguments(command: readonly string[]): string[] {
  return command.map((word, index) => {
    const before = command[index - 1] ?? '';
    if (/^--?[\w-]+$/.test(before) && SECRET_NAME.test(before) && !word.startsWith('-')) return '(hidden)';
    const assigned = /^(?<name>(?:--)?[\w-]+)=/.exec(word)?.groups?.name;
    if (assigned !== undefined && SECRET_NAME.test(assigned)) return `${assigned}=(hidden)`;
    // A whole line for a shell may hold them as well.
    return word.replaceAll(/((?:--)?[\w-]*(?:token|password|secret|api[-_]?key)[\w-]*[= ])[^\s"']+/gi, '$1(hidden)');
  });
}
