import type { Grammar } from './grammar.ts';

/** Verbs that this program calls itself with; not for people. */
export function addInternal({ program, cli, run }: Grammar): void {
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
