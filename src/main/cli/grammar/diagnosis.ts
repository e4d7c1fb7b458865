import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';

/** `doctor` and what belongs to finding a cause. */
export function addDiagnosis({ program, cli, run, selection }: Grammar): void {
  program
    .command('doctor')
    .description('name the cause of what is wrong, and its cure')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/doctor.ts')).doctorCommand(cli, scoped(selection(), options), options),
      ),
    );
}
