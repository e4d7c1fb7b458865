/** The way back: definition and configuration as they were, and the service that served before serves again. */
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { leftAlone } from '../../supervisors/definition-copy.ts';
import type { SupervisorAdapter } from '../../supervisors/supervisor.ts';
import { type FileCopy, fileNow, type IsOurs, putFileBack } from '../../system/file-copy.ts';
import type { ControlRun } from '../control-run.ts';
import { isServing, look, pidOf } from '../look.ts';
import { createStepRecorder } from '../steps.ts';
import { waitUntilServing, waitUntilStopped } from '../wait-serving.ts';
import { isOursBy, type Journal } from './journal.ts';

export interface RolledBack {
  /** What is true now, as a sentence without a subject's name: "it serves again (pid 12, port 18789)". */
  readonly now: Phrase;
  /** What is not as before, in sentences. */
  readonly notes: readonly Phrase[];
  /** Its steps, in order; all of them were done. */
  readonly steps: readonly Phrase[];
}

const STOP_SLACK_MS = 10_000;

/**
 * Only what the change wrote is taken back. Not cancellable.
 * @param serve false = a service that served before need not serve again, because it is about to be stopped or removed.
 * @throws ExpectedError when something could not be put back, or the old service does not come up either.
 */
export async function rollBack(
  run: ControlRun,
  journal: Journal,
  adapter: SupervisorAdapter,
  { serve }: { readonly serve: boolean },
): Promise<RolledBack> {
  const { context, request, steps } = run;
  const { before, identity } = journal;
  const isOurs = isOursBy(journal);
  const wasServing = before.serving && serve;
  const planned = [
    { id: 'put-back', label: say(before.installed ? 'step.put-back' : 'step.take-away') },
    ...(wasServing ? [{ id: 'old-answers', label: say('step.old-answers') }] : []),
  ];
  const labels = planned.map(({ label }) => label);
  steps.plan(planned);
  steps.begin('put-back');
  const notes: Phrase[] = [];
  if (!before.installed || before.pid === null) await stopWhatRuns(run, adapter, journal);
  const theirs = await isTheirs(journal);
  // A supervisor keeps more of a service than files (a loaded job, a process of its own), which only its uninstall takes away.
  if (!before.installed && !theirs) await adapter.uninstall(identity);
  notes.push(...(await adapter.putBack(identity, journal.definition, isOurs)));
  if (journal.config !== null) notes.push(...(await putConfigBack(run, journal.config, adapter, isOurs)));
  const now = await look(context, request.profile);
  if (!wasServing) {
    // It ran without serving, for example in a crash loop: that is what it is left to again, and nobody waits for it.
    if (before.pid !== null && serve && pidOf(now) !== before.pid) await adapter.restart(identity);
    steps.done('put-back');
    const words = say(before.installed ? 'rolled-back.as-before' : 'rolled-back.not-installed');
    return { now: words, notes, steps: labels };
  }
  const stillTheOld = pidOf(now) === before.pid && isServing(now);
  if (!stillTheOld) await adapter.restart(identity);
  steps.done('put-back');
  steps.begin('old-answers');
  const after = stillTheOld ? now : await waitUntilServing(unseen(run), pidOf(now));
  steps.done('old-answers');
  const words = { pid: String(pidOf(after)), port: after.facts.port };
  const how = say(stillTheOld ? 'rolled-back.never-stopped' : 'rolled-back.serves-again', words);
  return { now: how, notes, steps: labels };
}

/** That of another account is written with that account's rights: it stays its own, and root follows no link in its folders. */
async function putConfigBack(
  { request: { profile } }: ControlRun,
  config: FileCopy,
  adapter: SupervisorAdapter,
  isOurs: IsOurs,
): Promise<readonly Phrase[]> {
  const { account } = profile;
  if (account === null || adapter.putStateBack === undefined) {
    return (await putFileBack(config, isOurs)) === 'theirs' ? [leftAlone(config.path)] : [];
  }
  const found = await fileNow(config, isOurs);
  if (found !== 'ours') return found === 'theirs' ? [leftAlone(config.path)] : [];
  // The account and what is in its home are kept, as by an uninstall.
  if (config.bytes === null) return [say('rolled-back.stays', { path: config.path, account: account.name })];
  const content = Buffer.from(config.bytes, 'base64').toString('utf8');
  await adapter.putStateBack(account.name, { path: config.path, content });
  return [];
}

async function isTheirs({ definition, planned }: Journal): Promise<boolean> {
  for (const file of definition.files) {
    if ((await fileNow(file, isOursBy({ planned }))) === 'theirs') return true;
  }
  return false;
}

/** What did not run before must not run afterwards. */
async function stopWhatRuns(run: ControlRun, adapter: SupervisorAdapter, { identity }: Journal): Promise<void> {
  const seen = await look(run.context, run.request.profile, { probe: false });
  const { state } = seen.facts.inspection.process;
  if (state === 'stopped' || state === 'unknown' || seen.facts.inspection.definition.status !== 'present') return;
  try {
    await adapter.stop(identity);
  } catch (cause) {
    // Nothing there, nothing to stop.
    if (!(cause instanceof ExpectedError) || cause.code !== 'not-installed') throw cause;
    return;
  }
  await waitUntilStopped(unseen(run), adapter.stopBudgetMs + STOP_SLACK_MS);
}

/** The same run, for a wait that has no steps of its own, cannot be cancelled and takes what time the profile is known to need. */
function unseen({ context, request, warnings }: ControlRun): ControlRun {
  const steps = createStepRecorder(context.clock, undefined);
  steps.plan(['process', 'port', 'answer'].map((id) => ({ id, label: id })));
  const { signal: _signal, readyTimeoutMs: _timeout, ...rest } = request;
  return { context, request: rest, steps, warnings };
}
