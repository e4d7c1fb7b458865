import { planAutostart, setAutostart } from '../../operations/autostart.ts';
import { showArgv } from '../../system/command-runner.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint, printJson } from '../output.ts';
import { profileOf } from './profile-of.ts';

/** `gateway enable` and `gateway disable`. */
export async function autostartCommand(
  cli: CliContext,
  selection: Selection,
  verb: 'enable' | 'disable',
  options: { readonly dryRun?: boolean; readonly json?: boolean },
): Promise<number> {
  const core = await cli.core();
  const profile = profileOf(core, selection);
  const on = verb === 'enable';
  const note = (warning: string): void => cli.output.err(`${paint(cli.output, 'yellow', 'Note')}: ${warning}\n`);
  if (options.dryRun === true) {
    const plan = await planAutostart(core, profile, on);
    if (options.json === true) {
      printJson(cli.output, { plan });
      return EXIT.done;
    }
    for (const warning of plan.warnings) note(warning);
    const lines = plan.commands.map((argv) => `  ${showArgv(argv)}`);
    cli.output.out(
      lines.length === 0
        ? `Nothing to do: ${profile.id} ${on ? 'starts' : 'does not start'} by itself.\n`
        : `Would run${plan.privileges === 'administrator' ? ' as administrator' : ''}:\n${lines.join('\n')}\n`,
    );
    return EXIT.done;
  }
  const result = await setAutostart(core, { profile, signal: cli.signal }, on);
  if (options.json === true) {
    printJson(cli.output, result);
    return EXIT.done;
  }
  for (const warning of result.warnings) note(warning);
  cli.output.out(`${result.message}\n`);
  return EXIT.done;
}
