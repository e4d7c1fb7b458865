/** `start`: ensure that the installed service runs and answers. */

import type { OperationResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Said, say } from '../../shared/said.ts';
import type { CoreContext } from './context.ts';
import {
  type ControlRequest,
  isServing,
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
import type { PlannedStep } from './steps.ts';

/** @throws ExpectedError `not-installed`, `port-in-use`, `start-failed`, `not-verified`, `locked` … */
export function startService(context: CoreContext, request: ControlRequest): Promise<OperationResult> {
  return runControl(context, 'start', request, async (run) => {
    const { profile } = request;
    refuseExternallyManaged(profile);
    const before = await look(context, profile);
    requireKnown(before);
    requireInstalled(before);
    if (isServing(before)) {
      return {
        result: 'already-running',
        changed: false,
        message: say('result.already-running', { profile: profile.id, pid: pidOf(before) ?? '-' }),
      };
    }
    refuseMissingProgram(before);
    refuseTakenPort(before);
    const { adapter, identity } = before.located;
    run.steps.plan(startSteps(adapter.kind, profile.id, before.facts.port));
    run.steps.begin('ask');
    const alreadyStarting = pidOf(before) !== null;
    if (!alreadyStarting) await adapter.start(identity, { signal: request.signal });
    run.steps.done('ask');
    run.steps.begin('process');
    const after = await waitUntilServing(run, null);
    return {
      result: 'started',
      changed: true,
      message: say('result.started', { profile: profile.id, pid: pidOf(after) ?? '-', port: after.facts.port }),
    };
  });
}

export function startSteps(supervisor: string, name: string, port: number): PlannedStep[] {
  return [
    { id: 'ask', label: say('step.ask-start', { supervisor: supervisorName(supervisor) }) },
    { id: 'process', label: say('step.new-process') },
    { id: 'port', label: say('step.port', { port }) },
    { id: 'answer', label: say('step.answer', { profile: name }) },
  ];
}

export function supervisorName(kind: string): string | Said {
  if (kind.startsWith('systemd')) return 'systemd';
  if (kind === 'task-scheduler') return 'Task Scheduler';
  return kind === 'embedded' ? say('supervisor.embedded') : kind;
}

/** The command as a person types it: for the system's units with the rights that it takes. */
function systemctlFor(kind: string): string {
  return kind === 'systemd-system' ? 'sudo systemctl' : 'systemctl --user';
}

export function requireInstalled(seen: GatheredProfile): void {
  const { definition } = seen.facts.inspection;
  const { name, id } = seen.facts.profile;
  const flag = name === null ? '' : ` --profile ${name}`;
  if (definition.status === 'absent') {
    throw new ExpectedError('not-installed', say('not-installed.service', { profile: id }), {
      hint: say('hint.install', { command: `openclaw-tray${flag} gateway install` }),
    });
  }
  if (definition.status === 'present' && definition.masked) {
    throw new ExpectedError(
      'definition-masked',
      say('definition-masked.service', { service: seen.facts.inspection.serviceName }),
      {
        hint: say('hint.unmask', {
          command: `${systemctlFor(seen.facts.inspection.supervisor)} unmask ${seen.facts.inspection.serviceName}`,
        }),
      },
    );
  }
}
