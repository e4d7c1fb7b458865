/** `restart`: one request to the supervisor; done only when a NEW process owns the port and answers. */

import type { OperationResult } from '../../shared/operation.ts';
import { say } from '../../shared/said.ts';
import type { CoreContext } from './context.ts';
import {
  type ControlRequest,
  look,
  pidOf,
  refuseExternallyManaged,
  refuseMissingProgram,
  refuseTakenPort,
  requireKnown,
  runControl,
  waitUntilServing,
} from './control.ts';
import { requireInstalled, supervisorName } from './start.ts';

/** @throws ExpectedError `not-installed`, `port-in-use`, `start-failed`, `not-verified`, `locked` … */
export function restartService(context: CoreContext, request: ControlRequest): Promise<OperationResult> {
  return runControl(context, 'restart', request, async (run) => {
    const { profile } = request;
    refuseExternallyManaged(profile);
    const before = await look(context, profile);
    requireKnown(before);
    requireInstalled(before);
    refuseMissingProgram(before);
    refuseTakenPort(before);
    const { adapter, identity } = before.located;
    const oldPid = pidOf(before);
    run.steps.plan([
      { id: 'ask', label: say('step.ask-restart', { supervisor: supervisorName(adapter.kind) }) },
      {
        id: 'process',
        label: oldPid === null ? say('step.new-process') : say('step.replaced', { pid: oldPid }),
      },
      { id: 'port', label: say('step.port', { port: before.facts.port }) },
      { id: 'answer', label: say('step.answer', { profile: profile.id }) },
    ]);
    run.steps.begin('ask');
    await adapter.restart(identity, { signal: request.signal });
    run.steps.done('ask');
    run.steps.begin('process');
    const after = await waitUntilServing(run, oldPid);
    const now = { profile: profile.id, pid: pidOf(after) ?? '-', port: after.facts.port };
    return {
      result: 'restarted',
      changed: true,
      message: oldPid === null ? say('result.restarted', now) : say('result.restarted-was', { ...now, before: oldPid }),
    };
  });
}
