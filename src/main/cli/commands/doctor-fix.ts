/** `doctor --fix ID`: the plan first, then the cure, then the rule again. */
import { ExpectedError } from '../../../shared/outcome.ts';
import type { CoreContext } from '../../operations/context.ts';
import { planRepair, type RepairRequest, runRepair } from '../../operations/repair.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { paint, printJson } from '../output.ts';
import { renderRepairPlan } from '../render-doctor.ts';
import { confirm } from './confirm.ts';
import type { DoctorOptions } from './doctor.ts';
import { stepPrinter } from './step-printer.ts';

export async function fixCommand(
  cli: CliContext,
  core: CoreContext,
  profile: ResolvedProfile,
  options: DoctorOptions & { readonly fix: string },
): Promise<number> {
  const json = options.json === true;
  const request: RepairRequest = {
    profile,
    rule: options.fix,
    choice: options.choice === undefined ? undefined : options.choice - 1,
    deep: options.deep ?? false,
    confirmed: false,
    signal: cli.signal,
    onStep: stepPrinter(cli),
  };
  // Whoever agreed beforehand does not wait for a plan that nobody reads: carrying it out plans it anyway.
  if (options.yes !== true || options.dryRun === true) {
    const plan = await planRepair(core, request);
    if (plan === null) return nothingToDo(cli, options.fix, profile.id, json);
    if (options.dryRun === true) {
      if (json) printJson(cli.output, { repair: plan });
      else cli.output.out(renderRepairPlan(plan, cli.output));
      return EXIT.done;
    }
    if (!json) cli.output.err(renderRepairPlan(plan, cli.output));
    const agreed = json ? null : await confirm('Do this?', cli.signal);
    if (agreed === null) {
      throw new ExpectedError(
        'needs-confirmation',
        `The cure of ${options.fix} was not carried out: nobody agreed to it.`,
        {
          hint: 'Look at it with --dry-run, and agree with --yes.',
        },
      );
    }
    if (!agreed) {
      cli.output.err('Nothing was changed.\n');
      return EXIT.failed;
    }
  }
  const result = await runRepair(core, { ...request, confirmed: true });
  if (result === null) return nothingToDo(cli, options.fix, profile.id, json);
  if (json) printJson(cli.output, result);
  else {
    for (const warning of result.warnings) cli.output.err(`${paint(cli.output, 'yellow', 'Note')}: ${warning}\n`);
    cli.output.out(`${result.message}\nLooked again: ${options.fix} is cured.\n`);
  }
  return EXIT.done;
}

function nothingToDo(cli: CliContext, rule: string, profile: string, json: boolean): number {
  const message = `${rule} is not found on ${profile}: there is nothing to cure.`;
  if (json) printJson(cli.output, { ok: true, rule, profile, changed: false, message });
  else cli.output.out(`${message}\n`);
  return EXIT.done;
}
