import type { Grammar } from './grammar.ts';
import { parseSeconds, parseSpanHours } from './values.ts';

/** `profiles` and `watch`: the view over all of them. `history`: what the app saw of one. */
export function addMonitoring({ program, cli, run, selection }: Grammar): void {
  program
    .command('profiles')
    .description('the profiles of this machine, with their ports and verdicts')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('../commands/profiles.ts')).profilesCommand(cli, options)));

  program
    .command('watch')
    .description('the live status of every profile, or of the one that is named, until Ctrl+C')
    .option('--heartbeat <s>', 'repeat the status when nothing changed for this long, seconds', parseSeconds)
    .option('--alerts', 'also run the hooks of "alerts" when a verdict changes')
    .option('--json', 'one JSON object a line, at each change')
    .action(run(async (options) => (await import('../commands/watch.ts')).watchCommand(cli, selection(), options)));

  program
    .command('history')
    .description('what the app saw of the gateway: availability, outages, restarts')
    .option('--since <span>', 'how far back: hours (36h) or days (7d), at most 7d', parseSpanHours, 24)
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('../commands/history.ts')).historyCommand(cli, selection(), options)));
}
