import { Option } from 'commander';
import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';
import { parseLines, parseSince } from './values.ts';

/** Written out here, because the schema that knows them too is not loaded at start; the command's types hold both together. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const SOURCES = ['journal', 'service', 'gateway', 'supervisor'];

/** `logs`. */
export function addLogs({ program, cli, run, selection }: Grammar): void {
  program
    .command('logs')
    .description('what the service, the gateway and its supervisor logged, merged by time')
    .option('-n, --lines <number>', 'how many of the last lines (100; with --since all)', parseLines)
    .option('-f, --follow', 'go on with what is written from now on, until Ctrl+C')
    .option('--since <when>', 'not before: 30s, 10m, 2h, 3d ago, a time of day, or an ISO time', parseSince)
    .addOption(new Option('--level <level>', 'this level and above').choices(LEVELS))
    .option('--grep <text>', 'only lines with this text, in any letter case')
    .addOption(new Option('--source <source>', 'only lines of this source').choices(SOURCES))
    .option('--json', 'print one JSON object a line')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/logs.ts')).logsCommand(cli, scoped(selection(), options), options),
      ),
    );
}
