import type { Grammar } from './grammar.ts';
import { parseLines } from './values.ts';

/** `logs`. */
export function addLogs({ program, cli, run, selection }: Grammar): void {
  program
    .command('logs')
    .description("the last lines of the service's logs")
    .option('-n, --lines <number>', 'how many', parseLines, 100)
    .option('--json', 'print one JSON object a line')
    .action(run(async (options) => (await import('../commands/logs.ts')).logsCommand(cli, selection(), options)));
}
