/** What a process that was killed in the middle of a change left behind: finished or undone before anything else is done. */
import type { ControlAction } from '../../../shared/operation.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { inARow, type Phrase, say } from '../../../shared/said.ts';
import type { SupervisorAdapter } from '../../supervisors/supervisor.ts';
import type { ControlRun } from '../control-run.ts';
import { look, pidOf } from '../look.ts';
import { createStepRecorder } from '../steps.ts';
import { waitUntilServing } from '../wait-serving.ts';
import { rollbackFailed } from './change.ts';
import { isComplete, isUntouched } from './change-state.ts';
import { type Journal, readJournal, removeJournal, sweep } from './journal.ts';
import { journalPath } from './journal-path.ts';
import { rollBack } from './roll-back.ts';

/**
 * Call it with the profile's lock held: whoever wrote the record has ended then. Answers with a sentence about what was done, or null when
 * there was nothing to do. @param next the operation that goes on afterwards; null = none.
 * @throws ExpectedError `rollback-failed`; the record is kept.
 */
export async function finishInterrupted(run: ControlRun, next: ControlAction | null): Promise<Phrase | null> {
  const { context, request } = run;
  const path = journalPath(context.host.appDirs, request.profile.id);
  const found = await readJournal(path);
  if (found.kind === 'none') return null;
  if (found.kind === 'unusable') {
    run.warnings.push(say('warning.record-unused', { path, reason: found.reason }));
    return null;
  }
  const { journal } = found;
  try {
    await sweep(path, journal);
    const adapter = await context.supervisors.get(journal.supervisor);
    // Its steps are not those of the operation that goes on: the sentence tells of it.
    const quiet = { ...run, steps: createStepRecorder(context.clock, undefined) };
    const said = await finish(quiet, journal, adapter, next);
    await removeJournal(path);
    return said;
  } catch (cause) {
    if (!(cause instanceof ExpectedError) || request.signal?.aborted === true) throw cause;
    throw rollbackFailed(run, path, null, cause);
  }
}

async function finish(
  run: ControlRun,
  journal: Journal,
  adapter: SupervisorAdapter,
  next: ControlAction | null,
): Promise<Phrase | null> {
  const { id } = run.request.profile;
  const seen = await look(run.context, run.request.profile);
  const when = { profile: id, at: journal.startedAt };
  switch (journal.action) {
    case 'restart':
      // Every other operation sees to it itself that it runs, or that it does not.
      if (next !== null || pidOf(seen) !== null || !journal.before.serving) return null;
      await adapter.start(journal.identity, { signal: run.request.signal });
      run.steps.plan(['process', 'port', 'answer'].map((step) => ({ id: step, label: step })));
      await waitUntilServing(run, null);
      return say('interrupted.restart', when);
    case 'uninstall':
      if (next === 'uninstall' || (await isUntouched(journal, adapter, seen))) return null;
      await adapter.uninstall(journal.identity, { signal: run.request.signal });
      return say('interrupted.uninstall', when);
    case 'install': {
      if ((await isUntouched(journal, adapter, seen)) || (await isComplete(journal, adapter, seen))) return null;
      const { now, notes } = await rollBack(run, journal, adapter, { serve: next !== 'uninstall' });
      return inARow(say('interrupted.install', { ...when, now }), ...notes);
    }
    default:
      return journal.action satisfies never;
  }
}
