/** `restart --force`: ends what holds the port, when it is proved to be a gateway of this profile; asks when that is not sure. */
import { tellPhrase } from '../../../shared/text/tell.ts';
import { look, refuseExternallyManaged, requireKnown } from '../../operations/control.ts';
import { freePort, planFreePort } from '../../operations/free-port.ts';
import { requireInstalled } from '../../operations/start.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { confirm } from './confirm.ts';
import { profileOf } from './profile-of.ts';

/** @throws ExpectedError `port-in-use`, `needs-confirmation`, `stop-timeout` … Nothing was ended then, unless the message says so. */
export async function endHolder(
  cli: CliContext,
  selection: Selection,
  options: { readonly json?: boolean; readonly yes?: boolean },
): Promise<void> {
  const core = await cli.core();
  const profile = profileOf(core, selection);
  refuseExternallyManaged(profile);
  const gathered = await look(core, profile, { signal: cli.signal });
  requireKnown(gathered);
  requireInstalled(gathered);
  const plan = await planFreePort(core, gathered);
  if (plan.holder === null) return;
  const confirmed =
    options.yes === true ||
    (plan.ask &&
      options.json !== true &&
      (await confirm(
        cli.output.words.shim.doctor.endGateway(plan.holder.command, plan.holder.pid ?? 0),
        cli.signal,
        cli.output.words,
      )) === true);
  const done = await freePort(core, gathered, plan, { confirmed, signal: cli.signal });
  cli.output.err(`${tellPhrase(cli.output.words, done).text}\n`);
}
