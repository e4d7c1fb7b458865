/** `restart`: one request to the supervisor; done only when a NEW process owns the port and answers. */

import type { OperationResult } from '../../shared/operation.ts';
import { say } from '../../shared/said.ts';
import type { CoreContext } from './context.ts';
import {
  type ControlRequest,
  type ControlRun,
  look,
  pidOf,
  refuseExternallyManaged,
  refuseMissingProgram,
  refuseTakenPort,
  requireKnown,
  runControl,
  waitUntilServing,
} from './control.ts';
import type { GatheredProfile } from './gather.ts';
import { requireInstalled, supervisorName } from './start.ts';
import { beginChange } from './transaction/change.ts';
import { refuseDoomedRestart } from './transaction/preflight.ts';

/** @throws ExpectedError `not-installed`, `port-in-use`, `config-invalid` (the old process goes on), `start-failed`, `not-verified`, `locked` … */
export function restartService(context: CoreContext, request: ControlRequest): Promise<OperationResult> {
  return runControl(context, 'restart', request, async (run) => {
    const { profile } = request;
    refuseExternallyManaged(profile);
    const before = await look(context, profile);
    requireKnown(before);
    requireInstalled(before);
    refuseMissingProgram(before);
    refuseTakenPort(before);
    await refuseDoomedRestart(run, before);
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
    // It writes nothing: the record is for a restart that is interrupted between the end of the old process and the start of the new one.
    const change = await beginChange(run, before, {
      action: 'restart',
      adapter,
      identity,
      files: [],
      config: null,
      undo: false,
    });
    const after = await restarted(run, before).catch(async (cause: unknown) => {
      throw await change.failed(cause);
    });
    await change.done();
    const now = { profile: profile.id, pid: pidOf(after) ?? '-', port: after.facts.port };
    return {
      result: 'restarted',
      changed: true,
      message: oldPid === null ? say('result.restarted', now) : say('result.restarted-was', { ...now, before: oldPid }),
    };
  });
}

async function restarted(run: ControlRun, before: GatheredProfile): Promise<GatheredProfile> {
  const { adapter, identity } = before.located;
  await adapter.restart(identity, { signal: run.request.signal });
  run.steps.done('ask');
  run.steps.begin('process');
  return waitUntilServing(run, pidOf(before));
}
