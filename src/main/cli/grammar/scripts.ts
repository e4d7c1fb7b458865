import { Option } from 'commander';
import { addAlerts } from './alerts.ts';
import type { Grammar } from './grammar.ts';
import { parseSeconds, parseTimeout } from './values.ts';

/** Kept here and not imported: `--help` must not load what waits. A test compares it with the operation's own list. */
export const WAIT_CHOICES = ['healthy', 'running', 'stopped', 'port-free', 'not-installed'];

/** Verbs that scripts and monitoring systems call. */
export function addScripts(grammar: Grammar): void {
  const { program, cli, run, selection, after } = grammar;
  program
    .command('wait')
    .description('wait until the profile is in a state: exit 0 when it is, 1 when not in time, 4 when not known')
    .addOption(new Option('--for <state>', 'what to wait for').choices(WAIT_CHOICES).makeOptionMandatory())
    .option('--timeout <s>', 'how long, seconds; 0 looks once', parseSeconds, 60)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      after(
        '\nExamples:\n  openclaw-tray wait --for healthy --timeout 120 && ./after-start\n  openclaw-tray gateway stop && openclaw-tray wait --for port-free',
      ),
    )
    .action(run(async (options) => (await import('../commands/wait.ts')).waitCommand(cli, selection(), options)));

  program
    .command('metrics')
    .description('the status of every profile, or of the one that is named, as Prometheus metrics')
    .option('--textfile <path>', "write them to this file, as a whole, for node_exporter's textfile collector")
    .option('--no-probe', 'ask the supervisor only, not the gateway')
    .option('--timeout <ms>', 'bound on each probe, milliseconds', parseTimeout, 10_000)
    .action(run(async (options) => (await import('../commands/metrics.ts')).metricsCommand(cli, selection(), options)));

  addAlerts(grammar);
}
