/** `doctor --fix ID`: the plan first, then the cure, then the rule again. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { englishShimWords } from '../../../shared/text/shim-words.ts';
import { tell } from '../../../shared/text/tell.ts';
import type { CoreContext } from '../../operations/context.ts';
import { planRepair, type RepairRequest, runRepair } from '../../operations/repair.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printNotes } from '../output.ts';
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
  const { doctor } = cli.output.words.shim;
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
    const agreed = json ? null : await confirm(doctor.doThis, cli.signal, cli.output.words);
    if (agreed === null) {
      throw new ExpectedError('needs-confirmation', say('needs-confirmation.cure', { rule: options.fix }), {
        hint: say('hint.agree'),
      });
    }
    if (!agreed) {
      cli.output.err(`${doctor.nothingChanged}\n`);
      return EXIT.failed;
    }
  }
  const result = await runRepair(core, { ...request, confirmed: true });
  if (result === null) return nothingToDo(cli, options.fix, profile.id, json);
  if (json) printJson(cli.output, result);
  else {
    printNotes(cli.output, result);
    cli.output.out(`${tell(cli.output.words, result, 'message').text}\n${doctor.cured(options.fix)}\n`);
  }
  return EXIT.done;
}

function nothingToDo(cli: CliContext, rule: string, profile: string, json: boolean): number {
  if (json) {
    const message = englishShimWords.shim.doctor.nothingToCure(rule, profile);
    printJson(cli.output, { ok: true, rule, profile, changed: false, message });
  } else cli.output.out(`${cli.output.words.shim.doctor.nothingToCure(rule, profile)}\n`);
  return EXIT.done;
}
