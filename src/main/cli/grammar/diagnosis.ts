import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';

/** `doctor` and what belongs to finding a cause. */
export function addDiagnosis({ program, cli, run, selection }: Grammar): void {
  program
    .command('doctor')
    .description('name the cause of what is wrong, and its cure')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--remove <name>', 'remove an extra service that --deep finds; its definition is kept')
    .option('--yes', 'with --remove: do not ask')
    .option('--dry-run', 'with --remove: print the plan, touch nothing')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        options.remove === undefined
          ? (await import('../commands/doctor.ts')).doctorCommand(cli, scoped(selection(), options), options)
          : (await import('../commands/remove-extra.ts')).removeExtraCommand(cli, options),
      ),
    );
}
