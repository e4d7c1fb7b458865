/** `uninstall`: stopped, forgotten by the supervisor, nothing of ours left. OpenClaw's state and configuration are never touched. */

import type { OperationResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import { quote, say, textOf, told } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type ControlRequest, look, pidOf, refuseExternallyManaged, requireKnown, runControl } from './control.ts';
import type { GatheredProfile } from './gather.ts';
import { beginChange } from './transaction/change.ts';

export async function planUninstall(context: CoreContext, profile: ResolvedProfile): Promise<Plan> {
  const before = await look(context, profile, { probe: false });
  return planOf(before);
}

async function planOf(before: GatheredProfile): Promise<Plan> {
  const { adapter, identity } = before.located;
  const plan = await adapter.planUninstall(identity);
  return {
    action: 'uninstall',
    profile: before.facts.profile.id,
    supervisor: adapter.kind,
    serviceName: identity.serviceName,
    files: [...plan.files],
    configEdits: [],
    commands: plan.commands.map((argv) => [...argv]),
    privileges: plan.privileges,
    warnings: plan.warnings.map(textOf),
    ...told({ warnings: plan.warnings }),
    port: before.facts.port,
  };
}

/** @throws ExpectedError `state-unknown`, `command-failed`, `locked`, `rolled-back` (it failed half-way, and the service is there again) … */
export function uninstallService(context: CoreContext, request: ControlRequest): Promise<OperationResult> {
  return runControl(context, 'uninstall', request, async (run) => {
    const { profile } = request;
    refuseExternallyManaged(profile);
    const before = await look(context, profile);
    requireKnown(before);
    const plan = await planOf(before);
    const nothingThere =
      before.facts.inspection.definition.status === 'absent' &&
      pidOf(before) === null &&
      !plan.files.some((file) => file.change === 'delete');
    if (nothingThere) {
      return { result: 'not-installed', changed: false, message: say('result.not-installed', { profile: profile.id }) };
    }
    const { adapter, identity } = before.located;
    run.steps.plan([
      { id: 'remove', label: say('step.remove', { service: identity.serviceName }) },
      { id: 'check', label: say('step.nothing-left') },
    ]);
    run.steps.begin('remove');
    const change = await beginChange(run, before, {
      action: 'uninstall',
      adapter,
      identity,
      files: plan.files,
      config: null,
      undo: true,
    });
    try {
      await adapter.uninstall(identity, { signal: request.signal });
    } catch (cause) {
      throw await change.failed(cause);
    }
    run.steps.done('remove');
    run.steps.begin('check');
    // Until nothing is left the record stays, and the next operation goes on with it.
    await requireNoResidue(context, profile);
    run.steps.done('check');
    await change.done();
    return {
      result: 'uninstalled',
      changed: true,
      message: say('result.uninstalled', { profile: profile.id, path: profile.stateDir }),
    };
  });
}

const SETTLE_MS = 5_000;

/** Looks again instead of trusting the commands: definition gone, process gone, no file left. */
async function requireNoResidue(context: CoreContext, profile: ResolvedProfile): Promise<void> {
  const began = context.clock.monotonic();
  for (;;) {
    const after = await look(context, profile, { probe: false });
    const left = (await planOf(after)).files.filter((file) => file.change === 'delete').map((file) => file.path);
    const pid = pidOf(after);
    if (left.length === 0 && pid === null && after.facts.inspection.definition.status === 'absent') return;
    if (context.clock.monotonic() - began > SETTLE_MS) {
      throw new ExpectedError('not-verified', say('not-verified.residue', { profile: profile.id }), {
        hint: say('hint.residue'),
        details: [...left.map(quote), ...(pid === null ? [] : [say('residue.process', { pid })])],
      });
    }
    await context.clock.sleep(200);
  }
}
