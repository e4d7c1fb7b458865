/** `install`: definition and configuration written as planned, enabled, started, and seen to answer. */

import type { InstallOptions, OperationResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import { say, textOf } from '../../shared/said.ts';
import { applyConfigEdits } from '../openclaw/config-edit.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { readTextIfThere, removeFile, writeFileAtomic } from '../system/files.ts';
import type { CoreContext } from './context.ts';
import {
  type ControlRequest,
  type ControlRun,
  type Done,
  isServing,
  look,
  pidOf,
  refuseMissingProgram,
  refuseTakenPort,
  runControl,
  waitUntilServing,
} from './control.ts';
import type { GatheredProfile } from './gather.ts';
import { type PreparedInstall, prepareInstall } from './plan-install.ts';
import { startSteps } from './start.ts';
import { beginChange } from './transaction/change.ts';
import { refuseInvalidConfig } from './transaction/preflight.ts';
import { whole } from './whole-error.ts';

export async function planInstall(
  context: CoreContext,
  profile: ResolvedProfile,
  options: InstallOptions,
): Promise<Plan> {
  const before = await look(context, profile);
  return (await prepareInstall(context, profile, options, before, 'review')).plan;
}

/** @throws ExpectedError; `rolled-back` when it did not come up and everything is as it was before. */
export function installService(
  context: CoreContext,
  request: ControlRequest,
  options: InstallOptions,
): Promise<OperationResult> {
  return runControl(context, 'install', request, async (run) => {
    const { profile } = request;
    const before = await look(context, profile);
    const { definition } = before.facts.inspection;
    if (definition.status === 'present' && options.force !== true) return ensureInstalled(run, before, options);
    const prepared = await prepareInstall(context, profile, options, before);
    const known = new Set(run.warnings.map(textOf));
    run.warnings.push(...prepared.warnings.filter((warning) => !known.has(textOf(warning))));
    await refuseInvalidConfig(run, before, prepared);
    const change = await beginChange(run, before, {
      action: 'install',
      adapter: prepared.adapter,
      identity: prepared.identity,
      files: prepared.plan.files,
      config: prepared.configText === null ? null : { path: profile.configPath, text: prepared.configText },
      undo: options.rollback !== false,
    });
    const after = await installPrepared(run, before, prepared, options).catch(async (cause: unknown) => {
      throw await change.failed(cause);
    });
    await change.done();
    if (options.linger === true) await linger(run, prepared);
    else warnAboutSurvival(run, after);
    return {
      result: definition.status === 'present' ? 'reinstalled' : 'installed',
      changed: true,
      message: say('result.installed', { profile: profile.id, pid: pidOf(after) ?? '-', port: after.facts.port }),
    };
  });
}

/** Written, started, and seen to serve. */
async function installPrepared(
  run: ControlRun,
  before: GatheredProfile,
  prepared: PreparedInstall,
  options: InstallOptions,
): Promise<GatheredProfile> {
  const { request } = run;
  const { profile } = request;
  const oldPid = pidOf(before);
  run.steps.plan([
    { id: 'write', label: say('step.write', { service: prepared.plan.serviceName }) },
    ...startSteps(prepared.adapter.kind, profile.id, prepared.plan.port),
    ...(options.linger === true ? [{ id: 'linger', label: say('step.linger') }] : []),
  ]);
  run.steps.begin('write');
  const atOnce = prepared.adapter.installsAtOnce === true;
  if (atOnce) {
    const { stateFiles } = prepared;
    const atOnceOptions = { stateFiles, thenStart: true, signal: request.signal };
    await prepared.adapter.install(prepared.definition, prepared.identity, atOnceOptions);
  } else await writeAll(profile, prepared, run, options);
  run.steps.done('write');
  run.steps.begin('ask');
  if (atOnce) run.steps.done('ask');
  else if (oldPid === null) await prepared.adapter.start(prepared.identity, { signal: request.signal });
  else await prepared.adapter.restart(prepared.identity, { signal: request.signal });
  if (!atOnce) run.steps.done('ask');
  run.steps.begin('process');
  return waitUntilServing(run, oldPid);
}

async function writeAll(
  profile: ResolvedProfile,
  prepared: PreparedInstall,
  run: ControlRun,
  options: InstallOptions,
): Promise<void> {
  const path = profile.configPath;
  const before = await readTextIfThere(path);
  const edits = await applyConfigEdits(path, prepared.configEdits, { env: profile.env, home: profile.home });
  const written = edits.length === 0 ? null : await readTextIfThere(path);
  try {
    await prepared.adapter.install(prepared.definition, prepared.identity, {
      signal: run.request.signal,
      loggedOff: options.loggedOff,
    });
  } catch (cause) {
    if (written !== null) await putBack(path, before, written);
    throw cause;
  }
}

/** Only what we wrote is taken back: a file that somebody changed meanwhile is theirs. */
async function putBack(path: string, before: string | null, written: string): Promise<void> {
  if ((await readTextIfThere(path)) !== written) return;
  if (before === null) await removeFile(path);
  else await writeFileAtomic(path, before);
}

async function linger(run: ControlRun, prepared: PreparedInstall): Promise<void> {
  run.steps.begin('linger');
  if (await enableLinger(run, { located: { adapter: prepared.adapter } })) run.steps.done('linger');
  else run.steps.skip('linger');
}

/** False, with a warning, when it could not be turned on: the service itself is fine; that it ends at logout is said, and no failure. */
async function enableLinger(
  run: ControlRun,
  { located }: { readonly located: Pick<GatheredProfile['located'], 'adapter'> },
): Promise<boolean> {
  const { adapter } = located;
  if (adapter.enableLinger === undefined) {
    run.warnings.push(say('warning.no-linger', { supervisor: adapter.kind }));
    return false;
  }
  try {
    await adapter.enableLinger({ signal: run.request.signal });
    return true;
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    run.warnings.push(whole(cause));
    return false;
  }
}

function warnAboutSurvival(run: ControlRun, after: GatheredProfile): void {
  const { survival } = after.facts;
  if (survival.logout === false || survival.reboot === false) {
    run.warnings.push(survival.reason ?? say('warning.after-logout'));
  }
}

/**
 * A definition is there: ours, or OpenClaw's own. It is not rewritten without --force; it is made to run. A port or token that was asked
 * for and differs is a conflict, not something to pass over in silence.
 */
async function ensureInstalled(run: ControlRun, before: GatheredProfile, options: InstallOptions): Promise<Done> {
  const { profile } = run.request;
  const force = say('hint.write-it-again', {
    command: `openclaw-tray${profile.name === null ? '' : ` --profile ${profile.name}`} gateway install --force`,
  });
  if (options.supervisor !== undefined && options.supervisor !== before.located.adapter.kind) {
    throw new ExpectedError(
      'definition-conflict',
      say('definition-conflict.supervisor', { profile: profile.id, supervisor: before.located.adapter.kind }),
      { hint: say('hint.uninstall-first') },
    );
  }
  if (options.port !== undefined && options.port !== before.facts.port) {
    throw new ExpectedError(
      'definition-conflict',
      say('definition-conflict.port', { profile: profile.id, port: before.facts.port, wanted: options.port }),
      { hint: force },
    );
  }
  const changes = [options.token, options.runtime, options.runtimePath, options.entry, options.loggedOff].some(
    (value) => value !== undefined,
  );
  if (changes) {
    throw new ExpectedError('definition-conflict', say('definition-conflict.no-force', { profile: profile.id }), {
      hint: force,
    });
  }
  const enabled = await enableIfOff(run, before, options);
  const lingers = options.linger === true && before.facts.survival.logout !== true && (await enableLinger(run, before));
  if (isServing(before)) {
    return {
      result: 'already-installed',
      changed: enabled || lingers,
      message: say('result.already-installed', { profile: profile.id, pid: pidOf(before) ?? '-' }),
    };
  }
  refuseMissingProgram(before);
  refuseTakenPort(before);
  run.steps.plan(startSteps(before.located.adapter.kind, profile.id, before.facts.port));
  run.steps.begin('ask');
  if (pidOf(before) === null)
    await before.located.adapter.start(before.located.identity, { signal: run.request.signal });
  run.steps.done('ask');
  run.steps.begin('process');
  const after = await waitUntilServing(run, null);
  return {
    result: 'already-installed',
    changed: true,
    message: say('result.was-installed', { profile: profile.id, pid: pidOf(after) ?? '-', port: after.facts.port }),
  };
}

/**
 * A service that does not start by itself is only half installed: an installation was interrupted, or somebody disabled it. It is enabled
 * when its definition is what would be written; a different one is somebody's own and only spoken about. True when it was enabled.
 */
async function enableIfOff(run: ControlRun, before: GatheredProfile, options: InstallOptions): Promise<boolean> {
  const { enabled, definition, supervisor, serviceName } = before.facts.inspection;
  const masked = definition.status === 'present' && definition.masked;
  if (enabled !== false || masked || supervisor === 'embedded') return false;
  const prepared = await prepareInstall(run.context, run.request.profile, options, before);
  if (!prepared.unchanged) {
    run.warnings.push(say('warning.disabled', { service: serviceName }));
    return false;
  }
  await prepared.adapter.install(prepared.definition, prepared.identity, { signal: run.request.signal });
  return true;
}
