/**
 * The grammar of the shim as a commander program: the groups of `grammar/` in order. What each verb does is in `commands/`, loaded when called.
 */
import { Command, CommanderError, Option } from 'commander';
import { LANGUAGES } from '../../shared/settings-language.ts';
import type { HelpWords } from '../../shared/text/help-words.ts';
import type { CliContext, Selection } from './cli-context.ts';
import { addDiagnosis } from './grammar/diagnosis.ts';
import { addGateway } from './grammar/gateway.ts';
import type { Grammar } from './grammar/grammar.ts';
import { addInternal } from './grammar/internal.ts';
import { addLogs } from './grammar/logs.ts';
import { addMonitoring } from './grammar/monitoring.ts';
import { addScripts } from './grammar/scripts.ts';
import { afterHelp, translateHelp } from './help.ts';

const EXAMPLES = `
Examples:
  openclaw-tray gateway install                      install the default profile and start it
  openclaw-tray gateway status                       what is true right now
  openclaw-tray --profile work gateway restart       restart another profile
  openclaw-tray gateway status --json | jq .verdict  the same for scripts
  openclaw-tray doctor                               the one cause that matters, and its cure

Exit codes: 0 done or healthy, 1 failed, 2 usage, 3 not running (status --check), 4 unknown, 5 needs elevation, 6 conflict,
7 rolled back (it did not come up; what was before is back), 8 could not be rolled back.`;

/** Calls `finish` with the exit code of the verb that ran. @param help the words of its help; null = English. */
export function buildProgram(
  cli: CliContext,
  finish: (exitCode: number) => void,
  help: HelpWords | null = null,
): Command {
  const after = (text: string) => () => afterHelp(help, text);
  const program = new Command('openclaw-tray');
  const run =
    <A extends unknown[]>(work: (...parameters: A) => Promise<number>) =>
    async (...parameters: A): Promise<void> => {
      finish(await work(...parameters));
    };
  program
    .description('Runs the OpenClaw gateway as a background service.')
    .version(cli.version, '-V, --version', 'print the version')
    .option('--profile <name>', 'use this profile (own configuration, state and service)')
    .option('--dev', 'use the predefined profile "dev"')
    .addOption(new Option('--lang <language>', 'speak this language (messages for people only)').choices(LANGUAGES))
    .addHelpText('after', after(EXAMPLES))
    .helpCommand('help [command]', 'show the help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError(true);

  const grammar: Grammar = { program, cli, run, after, selection: () => selection(program) };
  addGateway(grammar);
  addLogs(grammar);
  addDiagnosis(grammar);
  addMonitoring(grammar);
  addScripts(grammar);
  addInternal(grammar);

  configure(program, cli, help);
  return program;
}

function selection(program: Command): Selection {
  const { profile, dev } = program.opts<{ profile?: string; dev?: boolean }>();
  return { profile, dev: dev ?? false };
}

/** Errors are thrown to `main`, and help goes where the output goes, for every command of the tree. */
function configure(command: Command, cli: CliContext, help: HelpWords | null): void {
  command.exitOverride();
  command.configureOutput({ writeOut: (text) => cli.output.out(text), writeErr: () => undefined });
  if (help !== null) translateHelp(command, help);
  for (const child of command.commands) configure(child, cli, help);
}

export { CommanderError };
