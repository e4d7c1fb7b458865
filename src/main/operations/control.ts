/**
 * What all control operations share: the profile's lock, one look before, steps while it runs, and waiting for what was asked to be
 * seen. Nothing is reported as done that was not seen.
 */

import type { ControlAction, OperationResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { say, textOf, told } from '../../shared/said.ts';
import { reasonSaid } from '../../shared/said-facts.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { removeTemporaries } from '../system/file-copy.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';
import type { ControlRequest, ControlRun, Done } from './control-run.ts';
import type { GatheredProfile } from './gather.ts';
import { lockName } from './lock-name.ts';
import { look } from './look.ts';
import { freePortHint, otherHolder } from './other-holder.ts';
import { reportOf } from './report.ts';
import { createStepRecorder } from './steps.ts';
import { hasJournal, journalPath } from './transaction/journal-path.ts';

export type { ControlRequest, ControlRun, Done } from './control-run.ts';
export { isServing, look, pidOf } from './look.ts';
export { waitUntilServing, waitUntilStopped } from './wait-serving.ts';

/** A restart on a slow machine may take a minute and more; whoever comes second waits for it instead of failing. */
const DEFAULT_LOCK_WAIT_MS = 120_000;

/** Runs `work` under the profile's lock and turns its outcome into a result with a fresh report. @throws ExpectedError. */
export async function runControl(
  context: CoreContext,
  action: ControlAction,
  request: ControlRequest,
  work: (run: ControlRun) => Promise<Done>,
): Promise<OperationResult> {
  const steps = createStepRecorder(context.clock, request.onStep);
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: lockName(request.profile.id),
    purpose: say(`doing.${action}`),
    waitMs: request.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS,
    clock: context.clock,
    signal: request.signal,
  });
  try {
    const run: ControlRun = { context, request, steps, warnings: [...request.profile.warnings] };
    // A record that was being written when its process was killed: nothing was changed by then.
    await removeTemporaries([journalPath(context.host.appDirs, request.profile.id)]);
    // A service can always be stopped, whatever was left behind.
    if (action !== 'stop' && (await hasJournal(context.host.appDirs, request.profile.id))) {
      const { finishInterrupted } = await import('./transaction/recover.ts');
      const said = await finishInterrupted(run, action);
      if (said !== null) run.warnings.push(said);
    }
    const done = await work(run);
    const after = await look(context, request.profile);
    return {
      ok: true,
      action,
      profile: request.profile.id,
      changed: done.changed,
      result: done.result,
      message: textOf(done.message),
      warnings: run.warnings.map(textOf),
      ...told({ message: done.message, warnings: run.warnings }),
      report: reportOf(after.facts),
    };
  } catch (cause) {
    steps.fail();
    if (request.signal?.aborted === true) {
      throw new ExpectedError('cancelled', say('cancelled.waiting', { action, profile: request.profile.id }), {
        hint: say('hint.look-at-status'),
        cause,
      });
    }
    throw cause;
  } finally {
    await lock.release();
  }
}

/** Nothing is started onto a port that somebody else holds: a supervised gateway would end whatever gateway is there. @throws `port-in-use`. */
export function refuseTakenPort({ facts }: GatheredProfile): void {
  const holder = otherHolder(facts);
  if (holder === null) return;
  throw new ExpectedError('port-in-use', say('port-in-use.held', { port: facts.port, holder }), {
    hint: freePortHint(facts),
  });
}

/**
 * Refused before anything is asked of the supervisor: a restart would end a gateway that still runs, and nothing would come after it.
 * @throws ExpectedError `entry-not-found` or `runtime-not-found`.
 */
export function refuseMissingProgram({ facts }: GatheredProfile): void {
  const { missing, runtime } = facts.program;
  const [first] = missing;
  if (first === undefined) return;
  const { id, name } = facts.profile;
  throw new ExpectedError(
    runtime === first ? 'runtime-not-found' : 'entry-not-found',
    say('program-gone.service', { profile: id, programs: missing }),
    {
      hint: say('hint.write-again', {
        command: `openclaw-tray${name === null ? '' : ` --profile ${name}`} gateway install --force`,
      }),
      details: [say('detail.nothing-changed')],
    },
  );
}

export function requireKnown(seen: GatheredProfile): void {
  const { process, definition } = seen.facts.inspection;
  const reason =
    definition.status === 'unknown' ? reasonSaid(definition) : process.state === 'unknown' ? reasonSaid(process) : null;
  if (reason !== null) {
    throw new ExpectedError('state-unknown', say('state-unknown.profile', { profile: seen.facts.profile.id, reason }), {
      hint: say('hint.solve-first'),
    });
  }
}

export function refuseExternallyManaged(profile: ResolvedProfile): void {
  if (profile.env.OPENCLAW_SUPERVISOR_MODE === 'external') {
    throw new ExpectedError('externally-managed', say('externally-managed.profile', { profile: profile.id }), {
      hint: say('hint.use-other-supervisor'),
    });
  }
}
