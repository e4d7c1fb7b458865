import type { Grammar } from './grammar.ts';

/** Verbs that this program calls itself with; not for people. */
export function addInternal({ program, cli, run }: Grammar): void {
  // What takes administrator rights is done by this same program, started by sudo or pkexec.
  program
    .command('elevated-apply', { hidden: true })
    .action(run(async () => (await import('../commands/elevated-apply.ts')).elevatedApplyCommand(cli)));

  // The built-in supervisor is this same program.
  program
    .command('embedded-supervise', { hidden: true })
    .requiredOption('--definition <path>')
    .action(
      run(async (options) =>
        (await import('../commands/embedded-supervise.ts')).embeddedSuperviseCommand(cli, options),
      ),
    );
}
