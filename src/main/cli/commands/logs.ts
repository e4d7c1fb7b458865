import { isAtLeast, type LogLevel, type LogLine, type LogSourceName } from '../../../shared/log-line.ts';
import type { ShimWords } from '../../../shared/text/shim-words.ts';
import { tellPhrase } from '../../../shared/text/tell.ts';
import { type LogStream, openLogStream } from '../../logs/stream.ts';
import { look } from '../../operations/control.ts';
import { logSubjectOf } from '../../operations/gather.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { logLineText } from '../render-log.ts';
import { profileOf } from './profile-of.ts';

export interface LogsOptions {
  readonly lines?: number;
  readonly follow?: boolean;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly level?: LogLevel;
  readonly grep?: string;
  readonly source?: LogSourceName;
  readonly json?: boolean;
}

const DEFAULT_LINES = 100;
const MAX_LINES = 100_000;
const PAGE = 2_000;

/** The last lines of a profile's logs, and with `follow` all that come until Ctrl+C or until nobody reads the output any more. */
export async function logsCommand(cli: CliContext, selection: Selection, options: LogsOptions): Promise<number> {
  const { output } = cli;
  const follow = options.follow === true;
  const over = AbortSignal.any([cli.signal, output.closed]);
  const core = await cli.core();
  const stream = await look(core, profileOf(core, selection), { probe: false, signal: cli.signal })
    .then((gathered) =>
      openLogStream(core, logSubjectOf(gathered), {
        source: options.source ?? null,
        follow,
        overflow: 'wait',
        onDefect(cause) {
          throw cause;
        },
      }),
    )
    .catch((cause: unknown) => {
      // Ctrl+C before there was anything to follow.
      if (follow && over.aborted) return null;
      throw cause;
    });
  if (stream === null) return EXIT.done;
  try {
    const show = (lines: readonly LogLine[]): void => {
      let text = '';
      for (const line of lines) text += logLineText(line, output, options.json === true);
      if (text !== '' && !output.closed.aborted) output.out(text);
    };
    const last = await lastLines(stream, options, over);
    show(last);
    const said = new Set<string>();
    const sayProblems = (): void => {
      for (const problem of stream.problems()) {
        const { text } = tellPhrase(output.words, problem);
        if (!said.has(text)) output.err(`${text}\n`);
        said.add(text);
      }
    };
    sayProblems();
    if (last.length === 0) output.err(`${nothing(options, stream.labels, output.words)}\n`);
    if (!follow) return last.length === 0 && stream.problems().length > 0 ? EXIT.failed : EXIT.done;
    const wanted = filterOf(options, true);
    stream.follow(async ({ lines }) => {
      show(lines.filter(wanted));
      sayProblems();
      await output.drained();
    });
    await aborted(over);
    return EXIT.done;
  } finally {
    await stream.close();
  }
}

/** The last lines that pass, oldest first: read page by page until there are enough, or until they are too old. */
async function lastLines(stream: LogStream, options: LogsOptions, over: AbortSignal): Promise<LogLine[]> {
  const count = options.lines ?? (options.since === undefined ? DEFAULT_LINES : MAX_LINES);
  const isFiltered = options.level !== undefined || options.grep !== undefined || options.since !== undefined;
  const pages: LogLine[][] = [];
  let found = 0;
  while (found < count && !over.aborted) {
    const page = await stream.older(isFiltered ? PAGE : Math.min(PAGE, count - found));
    const passed = page.lines.filter(filterOf(options, options.since === undefined));
    pages.push(passed);
    found += passed.length;
    const oldest = page.lines.find(({ time }) => time !== null)?.time ?? null;
    if (!page.more || (options.since !== undefined && oldest !== null && Date.parse(oldest) < options.since)) break;
  }
  return pages.reverse().flat().slice(-count);
}

/** Lines without a time belong to the one before; `startsRecent` says it of those before the first that has one. */
function filterOf({ level, grep, since }: LogsOptions, startsRecent: boolean): (line: LogLine) => boolean {
  const text = grep?.toLowerCase();
  let isRecent = startsRecent;
  return (line) => {
    if (since !== undefined && line.time !== null) isRecent = Date.parse(line.time) >= since;
    return (
      isRecent &&
      (level === undefined || isAtLeast(line.level, level)) &&
      (text === undefined ||
        line.text.toLowerCase().includes(text) ||
        (line.subsystem?.toLowerCase().includes(text) ?? false))
    );
  };
}

function nothing({ level, grep, since, source }: LogsOptions, labels: readonly string[], words: ShimWords): string {
  const isFiltered = [level, grep, since, source].some((each) => each !== undefined);
  const { nothingAsked, nothing: none, lookedAt } = words.shim.logs;
  return `${isFiltered ? nothingAsked : none}${words.space}${lookedAt(labels.join('; '))}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  // Neither a file that is watched nor a timer of ours keeps the process alive by itself; this does.
  const alive = setInterval(() => undefined, 60_000);
  return new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  }).finally(() => clearInterval(alive));
}
