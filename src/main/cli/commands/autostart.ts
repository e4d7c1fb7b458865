import { tell } from '../../../shared/text/tell.ts';
import { planAutostart, setAutostart } from '../../operations/autostart.ts';
import { showArgv } from '../../system/command-runner.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printNotes } from '../output.ts';
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
  const { words } = cli.output;
  if (options.dryRun === true) {
    const plan = await planAutostart(core, profile, on);
    if (options.json === true) {
      printJson(cli.output, { plan });
      return EXIT.done;
    }
    printNotes(cli.output, plan);
    const lines = plan.commands.map((argv) => `  ${showArgv(argv)}`);
    cli.output.out(
      lines.length === 0
        ? `${words.shim.autostart.nothingToDo(profile.id, on)}\n`
        : `${words.shim.autostart.wouldRun(plan.privileges === 'administrator')}\n${lines.join('\n')}\n`,
    );
    return EXIT.done;
  }
  const result = await setAutostart(core, { profile, signal: cli.signal }, on);
  if (options.json === true) {
    printJson(cli.output, result);
    return EXIT.done;
  }
  printNotes(cli.output, result);
  cli.output.out(`${tell(words, result, 'message').text}\n`);
  return EXIT.done;
}
