import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';
import { parseLines } from './values.ts';

/** `logs`. */
export function addLogs({ program, cli, run, selection }: Grammar): void {
  program
    .command('logs')
    .description("the last lines of the service's logs")
    .option('-n, --lines <number>', 'how many', parseLines, 100)
    .option('--json', 'print one JSON object a line')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/logs.ts')).logsCommand(cli, scoped(selection(), options), options),
      ),
    );
}
