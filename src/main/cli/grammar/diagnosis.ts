import type { Grammar } from './grammar.ts';

/** `doctor` and what belongs to finding a cause. */
export function addDiagnosis({ program, cli, run, selection }: Grammar): void {
  program
    .command('doctor')
    .description('name the cause of what is wrong, and its cure')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('../commands/doctor.ts')).doctorCommand(cli, selection(), options)));
}
