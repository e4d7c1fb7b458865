/** The way back: tasks as they were before an operation that failed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { copyOfFile, type IsOurs } from '../../system/file-copy.ts';
import { writeFileAtomic } from '../../system/files.ts';
import { joinPath } from '../../system/windows-tools.ts';
import { type DefinitionCopy, putFilesBack } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import type { ControlDeps } from './control.ts';
import { encodeText, UTF16 } from './encoding.ts';
import { existingStartupEntries } from './inspect.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { createArgs, deleteArgs } from './schtasks.ts';
import { taskPathsIn, watchTaskName } from './windows-paths.ts';

/** A task by its name, as it is registered. */
export interface NamedAnswer {
  readonly name: string;
  readonly answer: TaskAnswer;
}

/**
 * Puts back what is not as it was: a command that failed or did not answer may have done its work all the same. Last change first, not
 * cancellable. Answers with a sentence for each task that could not be put back.
 */
export async function putTasksBack(deps: ControlDeps, tasks: readonly NamedAnswer[]): Promise<readonly Phrase[]> {
  if (tasks.length === 0) return [];
  const result = await queryTasks(
    deps,
    tasks.map(({ name }) => name),
  );
  const notes: Phrase[] = [];
  for (const [index, task] of [...tasks.entries()].reverse()) {
    const now = result.ok ? result.tasks[index] : undefined;
    if (now !== undefined && isSame(task.answer, now)) continue;
    if (!(await putBack(deps, task))) {
      notes.push(say('left-alone.task', { name: task.name }));
    }
  }
  return notes;
}

function isSame(before: TaskAnswer, now: TaskAnswer): boolean {
  if (before.status === 'found' && now.status === 'found') return before.task.xml === now.task.xml;
  return before.status === 'absent' && now.status === 'absent';
}

async function putBack(deps: ControlDeps, { name, answer }: NamedAnswer): Promise<boolean> {
  if (answer.status !== 'found' || answer.task.xml === null) {
    const deleted = await deps.schtasks(deleteArgs(name));
    return deleted.ok || deleted.failure === 'not-found';
  }
  const folder = await mkdtemp(joinPath(deps.host.tempDir, 'openclaw-tray-task-'));
  try {
    const path = joinPath(folder, 'task.xml');
    await writeFileAtomic(path, encodeText(answer.task.xml, UTF16), { mode: 0o600 });
    return (await deps.schtasks(createArgs(name, path))).ok;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files and both tasks as they are now. @throws ExpectedError `state-unknown` when Windows does not tell of a task. */
export async function copyTask(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<DefinitionCopy> {
  const { script, launcher, xml, watch } = taskPathsIn(identity.stateDir);
  const backups = [`${script}.bak`, `${launcher}.bak`, `${script}.task.xml.bak`];
  const startup = await existingStartupEntries(deps, identity.serviceName);
  const names = [watchTaskName(identity.serviceName), identity.serviceName];
  const result = await queryTasks(deps, names, options);
  const tasks = names.map((name, index) => {
    const answer = result.ok ? result.tasks[index] : undefined;
    if (answer === undefined || answer.status === 'unknown') {
      const reason = result.ok
        ? answer?.status === 'unknown'
          ? answer.reason
          : say('task.no-answer-either')
        : result.reason;
      throw new ExpectedError('state-unknown', say('state-unknown.task', { name, reason }), {
        hint: say('hint.look-status-again'),
      });
    }
    return { name, xml: answer.status === 'found' ? answer.task.xml : null };
  });
  const files = [script, launcher, xml, ...backups, watch.script, watch.xml, ...startup];
  return { files: await Promise.all(files.map(copyOfFile)), links: [], tasks, enabled: null };
}

/**
 * A task that runs while nobody is logged on cannot be registered again without the password, which only the person knows: that is among
 * the sentences.
 */
export async function putTaskBack(deps: ControlDeps, copy: DefinitionCopy, isOurs: IsOurs): Promise<readonly Phrase[]> {
  const notes = await putFilesBack(copy, isOurs);
  const tasks = copy.tasks.map(({ name, xml }): NamedAnswer => {
    if (xml === null) return { name, answer: { status: 'absent' } };
    const task = { state: null, enabled: null, lastResult: null, lastRun: null, xml };
    return { name, answer: { status: 'found', task } };
  });
  return [...notes, ...(await putTasksBack(deps, tasks))];
}
