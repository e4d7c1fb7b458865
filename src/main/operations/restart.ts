/** `restart`: one request to the supervisor; done only when a NEW process owns the port and answers. */
import type { OperationResult } from '../../shared/operation.ts';
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
      { id: 'ask', label: `Ask ${supervisorName(adapter.kind)} to restart it` },
      {
        id: 'process',
        label: oldPid === null ? 'A new process runs' : `The old process ends (pid ${oldPid}) and a new one runs`,
      },
      { id: 'port', label: `It owns port ${before.facts.port}` },
      { id: 'answer', label: `It answers as ${profile.id}` },
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
    const was = oldPid === null ? '' : ` (it was ${oldPid})`;
    return {
      result: 'restarted',
      changed: true,
      message: `${profile.id} was restarted: pid ${pidOf(after)}${was}, and it answers on port ${after.facts.port}.`,
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
