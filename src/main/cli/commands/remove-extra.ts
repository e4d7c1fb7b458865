import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { needsElevation, planRemoveExtra, removeExtraService } from '../../operations/remove-extra.ts';
import { askYesNo, canAsk } from '../ask.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printNotes } from '../output.ts';
import { renderExtraPlan, renderExtraRemoval } from '../render-extra.ts';

export interface RemoveExtraOptions {
  readonly remove: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `doctor --deep --remove NAME`: the plan first; then, with --yes or after a yes at the terminal, the removal. */
export async function removeExtraCommand(cli: CliContext, options: RemoveExtraOptions): Promise<number> {
  const core = await cli.core();
  const json = options.json === true;
  const plan = await planRemoveExtra(core, { name: options.remove }, { signal: cli.signal });
  if (options.dryRun === true) {
    if (json) printJson(cli.output, { plan });
    else cli.output.out(renderExtraPlan(plan, cli.output));
    return EXIT.done;
  }
  if (!json) cli.output.out(renderExtraPlan(plan, cli.output));
  if (plan.privileges === 'administrator') throw needsElevation(plan);
  if (options.yes !== true && !(await agreed(cli, plan.service.name, json))) {
    throw new ExpectedError('cancelled', say('cancelled.not-removed', { name: plan.service.name }), {
      hint: say('detail.nothing-changed'),
    });
  }
  // By its path: what was shown is what goes.
  const choice = { name: plan.service.name, path: plan.service.path };
  const result = await removeExtraService(core, choice, { signal: cli.signal });
  if (json) {
    printJson(cli.output, result);
    return EXIT.done;
  }
  printNotes(cli.output, result);
  cli.output.out(renderExtraRemoval(result, cli.output));
  return EXIT.done;
}

async function agreed(cli: CliContext, name: string, json: boolean): Promise<boolean> {
  if (!json && canAsk()) return askYesNo(cli.output.words.shim.doctor.remove(name), cli.signal, cli.output.words);
  throw new ExpectedError('usage', say('usage.nobody-asked', { name }), {
    hint: say('hint.yes-or-dry-run'),
  });
}
