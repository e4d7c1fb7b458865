/** Composition root of the shim. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ExpectedError, errorOf, type OperationError } from '../../shared/outcome.ts';
import { quote, say } from '../../shared/said.ts';
import { type HelpWords, loadHelpWords } from '../../shared/text/help-words.ts';
import { englishShimWords, loadShimWords } from '../../shared/text/shim-words.ts';
import { readHost } from '../system/host.ts';
import { createSpawnRunner } from '../system/spawn-runner.ts';
import type { CliContext } from './cli-context.ts';
import { EXIT, exitCodeOfError } from './exit-codes.ts';
import { chooseLanguage, langOption, languageOfSettings } from './language.ts';
import { type Output, printError } from './output.ts';
import { buildProgram, CommanderError } from './program.ts';
import { usageIn } from './usage-words.ts';

declare const __APP_VERSION__: string;

/** Runs the shim; resolves with its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  hideSecretsOfArgv(argv);
  const host = readHost();
  const language = chooseLanguage(langOption(argv), host.env, () => languageOfSettings(host.appDirs));
  const words = await loadShimWords(language);
  const stdout = watchStdout();
  const output: Output = {
    ...stdout,
    out: (text) => void process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: wantsColour(),
    words,
    interactive: process.stderr.isTTY === true,
  };
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const json = argv.includes('--json');
  const cli: CliContext = {
    version: __APP_VERSION__,
    output,
    signal: controller.signal,
    async core() {
      const { createContext } = await import('../operations/context.ts');
      const { terminalSurface } = await import('../system/surface.ts');
      const launcher = fileURLToPath(new URL('openclaw-tray.mjs', import.meta.url));
      return createContext({
        host,
        runner: createSpawnRunner(host.env),
        version: __APP_VERSION__,
        embeddedProgram: {
          execPath: process.execPath,
          args: [launcher],
        },
        elevation: {
          surface: () => terminalSurface(process),
          helper: [process.execPath, launcher, 'elevated-apply'],
        },
      });
    },
    readInput: async () => readFileSync(0, 'utf8').trim(),
  };
  let exitCode: number = EXIT.done;
  try {
    const program = buildProgram(
      cli,
      (code) => {
        exitCode = code;
      },
      asksForHelp(argv) ? await loadHelpWords(language) : null,
    );
    if (argv.length === 0) {
      output.err(program.helpInformation());
      return EXIT.usage;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (cause) {
    if (cause instanceof CommanderError)
      return usageProblem(cause, output, json, json ? null : await loadHelpWords(language));
    if (cause instanceof ExpectedError) {
      printError(output, cause.toOutcome().error, json);
      return exitCodeOfError(cause.code);
    }
    if (controller.signal.aborted) {
      printError(output, errorOf('cancelled', say('cancelled.interrupted')), json);
      return EXIT.failed;
    }
    printError(output, defect(cause), json);
    return EXIT.failed;
  }
}

/** A reader that goes away is no failure of ours: what is written after that is lost, and long outputs end. */
function watchStdout(): Pick<Output, 'closed' | 'drained'> {
  const closed = new AbortController();
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE' && cause.code !== 'EOF') throw cause;
    closed.abort();
  });
  return {
    closed: closed.signal,
    drained: () =>
      new Promise((resolve) => {
        if (closed.signal.aborted || !process.stdout.writableNeedDrain) {
          resolve();
          return;
        }
        const done = () => {
          process.stdout.off('drain', done);
          closed.signal.removeEventListener('abort', done);
          resolve();
        };
        process.stdout.once('drain', done);
        closed.signal.addEventListener('abort', done, { once: true });
      }),
  };
}

/** Nothing is lost when it is wrong: the words of the help are loaded for nothing, or the help is English. */
function asksForHelp(argv: readonly string[]): boolean {
  return argv.length === 0 || argv.some((word) => word === 'help' || word === '-h' || word === '--help');
}

/** commander throws for --help and --version too; those were printed and are no problem. */
function usageProblem(cause: CommanderError, output: Output, json: boolean, help: HelpWords | null): number {
  if (cause.exitCode === 0) return EXIT.done;
  if (cause.code === 'commander.help') return EXIT.usage;
  const english = cause.message.replace(/^error: /, '');
  const message = help === null ? english : usageIn(help, english);
  printError(
    output,
    {
      code: 'usage',
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
      hint: json ? englishShimWords.shim.seeHelp : output.words.shim.seeHelp,
    },
    json,
  );
  return EXIT.usage;
}

function defect(cause: unknown): OperationError {
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return errorOf(
    'internal',
    say('internal.defect', { error: cause instanceof Error ? cause.message : String(cause) }),
    say('hint.report-defect'),
    stack
      .split('\n')
      .slice(1, 6)
      .map((line) => quote(line.trim())),
  );
}

/** NO_COLOR (no-color.org) wins; colours only for a terminal. */
function wantsColour(): boolean {
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false;
  return process.stdout.isTTY === true;
}

const SECRET_OPTION = /^--(?:token|password)(?:=|$)/;

/**
 * A secret given on the command line stands in the process list for everybody. Setting the title overwrites that memory (Linux, macOS);
 * "-" or the environment are better, and the help says so.
 */
function hideSecretsOfArgv(argv: readonly string[]): void {
  if (argv.some((argument) => SECRET_OPTION.test(argument))) process.title = 'openclaw-tray';
}
