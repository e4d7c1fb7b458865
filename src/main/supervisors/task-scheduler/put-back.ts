/** The way back: tasks as they were before an operation that failed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { ExpectedError } from '../../../shared/outcome.ts';
import { writeFileAtomic } from '../../system/files.ts';
import { joinPath } from '../../system/windows-tools.ts';
import type { ControlDeps } from './control.ts';
import { encodeText, UTF16 } from './encoding.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { createArgs, deleteArgs } from './schtasks.ts';

/** A task by its name, as it is registered. */
export interface NamedAnswer {
  readonly name: string;
  readonly answer: TaskAnswer;
}

/**
 * Puts back what is not as it was: a command that failed or did not answer may have done its work all the same. Last change first, not
 * cancellable. Answers with a sentence for each task that could not be put back.
 */
export async function putTasksBack(deps: ControlDeps, tasks: readonly NamedAnswer[]): Promise<readonly string[]> {
  if (tasks.length === 0) return [];
  const result = await queryTasks(
    deps,
    tasks.map(({ name }) => name),
  );
  const notes: string[] = [];
  for (const [index, task] of [...tasks.entries()].reverse()) {
    const now = result.ok ? result.tasks[index] : undefined;
    if (now !== undefined && isSame(task.answer, now)) continue;
    if (!(await putBack(deps, task))) {
      notes.push(`The task "${task.name}" could not be put back as it was; look at it in the Task Scheduler.`);
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

/** The same error, with what could not be undone among its details. */
export function withNotes(cause: unknown, notes: readonly string[]): unknown {
  if (notes.length === 0 || !(cause instanceof ExpectedError)) return cause;
  return new ExpectedError(cause.code, cause.message, {
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    details: [...notes, ...(cause.details ?? [])],
    cause,
  });
}
