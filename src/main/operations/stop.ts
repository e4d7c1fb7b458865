/** `stop`: done when the process is gone and the port is not ours any more. */
import type { OperationResult } from '../../shared/operation.ts';
import type { CoreContext } from './context.ts';
import {
  type ControlRequest,
  look,
  pidOf,
  refuseExternallyManaged,
  requireKnown,
  runControl,
  waitUntilStopped,
} from './control.ts';
import { supervisorName } from './start.ts';

/** @throws ExpectedError `stop-timeout`, `locked`, `state-unknown` … */
export function stopService(context: CoreContext, request: ControlRequest): Promise<OperationResult> {
  return runControl(context, 'stop', request, async (run) => {
    const { profile } = request;
    refuseExternallyManaged(profile);
    const before = await look(context, profile, { probe: false });
    requireKnown(before);
    const { process, definition } = before.facts.inspection;
    if (definition.status === 'absent' && pidOf(before) === null) {
      return {
        result: 'not-installed',
        changed: false,
        message: `${profile.id} is not installed, so there is nothing to stop.`,
      };
    }
    const atRest =
      process.state === 'stopped' ||
      (process.state === 'crashed' && !process.willRestart) ||
      (process.state === 'crash-looping' && process.gaveUp);
    if (atRest) return { result: 'already-stopped', changed: false, message: `${profile.id} does not run.` };
    const { adapter, identity } = before.located;
    const pid = pidOf(before);
    run.steps.plan([
      { id: 'ask', label: `Ask ${supervisorName(adapter.kind)} to stop it` },
      { id: 'ended', label: pid === null ? 'No process is left' : `The process ends (pid ${pid})` },
    ]);
    run.steps.begin('ask');
    await adapter.stop(identity, { signal: request.signal });
    run.steps.done('ask');
    run.steps.begin('ended');
    const after = await waitUntilStopped(run, adapter.stopBudgetMs + 10_000);
    const exit = 'lastExit' in after.facts.inspection.process ? after.facts.inspection.process.lastExit : null;
    run.steps.done(
      'ended',
      pid === null
        ? 'No process is left'
        : `The process ended (pid ${pid}${exit?.code == null ? '' : `, code ${exit.code}`})`,
    );
    return { result: 'stopped', changed: true, message: `${profile.id} is stopped; port ${after.facts.port} is free.` };
  });
}
