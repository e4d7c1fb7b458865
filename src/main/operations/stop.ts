/** `stop`: done when the process is gone and the port is not ours any more. */

import type { OperationResult } from '../../shared/operation.ts';
import { say } from '../../shared/said.ts';
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
        message: say('result.nothing-to-stop', { profile: profile.id }),
      };
    }
    const atRest =
      process.state === 'stopped' ||
      (process.state === 'crashed' && !process.willRestart) ||
      (process.state === 'crash-looping' && process.gaveUp);
    if (atRest)
      return {
        result: 'already-stopped',
        changed: false,
        message: say('result.already-stopped', { profile: profile.id }),
      };
    const { adapter, identity } = before.located;
    const pid = pidOf(before);
    run.steps.plan([
      { id: 'ask', label: say('step.ask-stop', { supervisor: supervisorName(adapter.kind) }) },
      { id: 'ended', label: pid === null ? say('step.no-process') : say('step.ends', { pid }) },
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
        ? say('step.no-process')
        : exit?.code == null
          ? say('step.ended', { pid })
          : say('step.ended-code', { pid, code: exit.code }),
    );
    return {
      result: 'stopped',
      changed: true,
      message: say('result.stopped', { profile: profile.id, port: after.facts.port }),
    };
  });
}
