import type { Grammar } from './grammar.ts';

/** `profiles` and `watch`: the view over all of them. */
export function addMonitoring({ program, cli, run }: Grammar): void {
  program
    .command('profiles')
    .description('the profiles of this machine, with their ports and verdicts')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('../commands/profiles.ts')).profilesCommand(cli, options)));

  program
    .command('watch')
    .description('the live status of every profile, until Ctrl+C')
    .option('--json', 'one JSON object a line, at each change')
    .action(run(async (options) => (await import('../commands/watch.ts')).watchCommand(cli, options)));
}
