import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';
import { parseChoice, parseLines } from './values.ts';

/** `doctor` and what belongs to finding a cause. */
export function addDiagnosis({ program, cli, run, selection, after }: Grammar): void {
  program
    .command('doctor')
    .description('name the cause of what is wrong, and its cure')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--remove <name>', 'remove an extra service that --deep finds; its definition is kept')
    .option('--fix <id>', 'carry out the cure of this finding, then look whether it helped')
    .option('--choice <number>', 'with --fix: which of its cures, 1 is the first', parseChoice)
    .option('--dry-run', 'with --fix or --remove: print the plan, touch nothing')
    .option('--yes', 'with --fix or --remove: agree to the plan')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .addHelpText(
      'after',
      after(
        '\nExit codes: 0 nothing is wrong, 1 something is, or the cure did not help, 4 could not be found out.\n\nExamples:\n  openclaw-tray doctor --deep\n  openclaw-tray doctor --fix definition-drift --dry-run\n  openclaw-tray doctor --fix config-exposed --yes --json',
      ),
    )
    .action(
      run(async (options) =>
        options.remove === undefined
          ? (await import('../commands/doctor.ts')).doctorCommand(cli, scoped(selection(), options), options)
          : (await import('../commands/remove-extra.ts')).removeExtraCommand(cli, options),
      ),
    );

  program
    .command('selftest')
    .description('which tools of the platform are here, and what it costs when one is missing')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('../commands/selftest.ts')).selftestCommand(cli, options)));

  program
    .command('support-bundle')
    .description('everything a maintainer needs in one file, without secrets')
    .option('--output <file>', 'where to write it; by default into the current folder')
    .option('--lines <number>', 'how many log lines', parseLines, 500)
    .option('--dry-run', 'show what would be in it, write nothing')
    .option('--markdown', 'print it as text for an issue instead')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/support-bundle.ts')).supportBundleCommand(
          cli,
          scoped(selection(), options),
          options,
        ),
      ),
    );
}
