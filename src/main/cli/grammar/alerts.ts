import type { Grammar } from './grammar.ts';
import { parsePerMinute, parseSeconds } from './values.ts';

/** `alerts`: commands and webhooks that are told when a verdict changes. */
export function addAlerts({ program, cli, run, selection, after }: Grammar): void {
  const alerts = program.command('alerts').description('commands and webhooks that are told when a verdict changes');
  const load = () => import('../commands/alerts.ts');

  alerts
    .command('list')
    .description('the alerts that are set up')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await load()).listAlerts(cli, options)));

  alerts
    .command('add [command...]')
    .description('tell a command (after "--") or a webhook; of every profile, or of the one that is named')
    .option('--webhook <url>', 'POST to this http(s) address; "-" reads it from standard input')
    .option('--id <id>', 'call it this')
    .option('--on <levels>', 'only when the verdict becomes one of these, with commas between')
    .option('--timeout <s>', 'bound on one attempt, seconds', parseSeconds, 10)
    .option('--per-minute <n>', 'at most so many in a minute; more are collapsed to the latest', parsePerMinute, 6)
    .option('--secret-file <path>', 'send the content of this 0600 file as a header')
    .option('--secret-env <name>', 'send the value of this variable as a header')
    .option('--secret-header <name>', 'the header that carries it', 'Authorization')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      after(
        '\nExamples:\n  openclaw-tray alerts add --on failed,healthy -- /usr/local/bin/notify-me --urgent\n  openclaw-tray alerts add --webhook - < url-of-the-chat-room\n  openclaw-tray --profile work alerts add --webhook https://example.org/hook --secret-file ~/.hook-secret',
      ),
    )
    .action(run(async (command, options) => (await load()).addAlert(cli, selection(), command, options)));

  alerts
    .command('remove <id>')
    .description('forget an alert')
    .option('--json', 'print one JSON object')
    .action(run(async (id, options) => (await load()).removeAlert(cli, id, options)));

  alerts
    .command('test [id]')
    .description('send a test through one alert, or all')
    .option('--json', 'print one JSON object')
    .action(run(async (id, options) => (await load()).testAlerts(cli, id, options)));
}
