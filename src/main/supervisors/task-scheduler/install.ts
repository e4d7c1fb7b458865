/** Installing and removing the task. What was there before an install that fails is there again after it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { removeFile, writeFileAtomic } from '../../system/files.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { type ControlDeps, endTask } from './control.ts';
import { encodeText, UTF16 } from './encoding.ts';
import { existingStartupEntries } from './inspect.ts';
import { ownFiles, readBytesIfThere } from './plan.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { renderTaskFiles } from './render.ts';
import { createArgs, deleteArgs, schtasksError } from './schtasks.ts';
import { parseTaskXml, taskDifferences } from './task-xml.ts';
import { joinPath, taskPathsIn } from './windows-paths.ts';

/** @throws ExpectedError; files and task are as they were then. */
export async function installTask(
  deps: ControlDeps,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const name = identity.serviceName;
  const files = renderTaskFiles(deps.host, definition, identity.stateDir);
  const before = await ask(deps, name, options);
  if (before.status === 'unknown') throw stateUnknown(name, before.reason);

  const old = await Promise.all(files.map(async ({ path }) => ({ path, bytes: await readBytesIfThere(path) })));
  let registered = false;
  try {
    for (const file of files) {
      const bytes = encodeText(file.content, file.encoding);
      await writeFileAtomic(file.path, bytes, { mode: file.mode, folderMode: 0o700 });
    }
    const { xml } = taskPathsIn(identity.stateDir);
    const created = await deps.schtasks(createArgs(name, xml), options);
    if (!created.ok) {
      throw schtasksError(`The task "${name}" could not be created`, name, notMissing(created));
    }
    registered = true;
    await verify(deps, name, files.find(({ path }) => path === xml)?.content ?? '', options);
  } catch (cause) {
    for (const { path, bytes } of old) {
      if (bytes === null) await removeFile(path);
      else await writeFileAtomic(path, bytes);
    }
    if (registered) await putTaskBack(deps, name, before);
    throw cause;
  }
  // Only now: until the task exists, such an entry is what starts the gateway.
  for (const path of await existingStartupEntries(deps, name)) await removeFile(path);
}

/** @throws ExpectedError; `state-unknown` when it cannot be seen whether it runs. */
export async function uninstallTask(
  deps: ControlDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const name = identity.serviceName;
  const before = await ask(deps, name, options);
  if (before.status === 'unknown') throw stateUnknown(name, before.reason);
  try {
    await endTask(deps, identity, options);
  } catch (cause) {
    if (!(cause instanceof ExpectedError) || cause.code !== 'not-installed') throw cause; // Nothing there, nothing to end.
  }
  if (before.status === 'found') {
    const deleted = await deps.schtasks(deleteArgs(name), options);
    if (!deleted.ok && deleted.failure !== 'not-found') {
      throw schtasksError(`The task "${name}" could not be deleted`, name, deleted);
    }
    const after = await ask(deps, name, options);
    if (after.status !== 'absent') {
      throw new ExpectedError('not-verified', `The task "${name}" was deleted, but Windows still has it.`, {
        hint: 'Look at the Task Scheduler, then uninstall again. The files were left in place.',
      });
    }
  }
  for (const path of await ownFiles(deps, identity)) await removeFile(path);
}

async function ask(deps: ControlDeps, name: string, options: ControlOptions): Promise<TaskAnswer> {
  const result = await queryTasks(deps, [name], options);
  if (!result.ok) return { status: 'unknown', reason: result.reason };
  return result.tasks[0] ?? { status: 'unknown', reason: 'There was no answer.' };
}

/** Success is said only when Windows has our definition, enabled. */
async function verify(deps: ControlDeps, name: string, xml: string, options: ControlOptions): Promise<void> {
  const answer = await ask(deps, name, options);
  if (answer.status === 'unknown') throw stateUnknown(name, answer.reason);
  const text = answer.status === 'found' ? answer.task.xml : null;
  const found = text === null ? null : parseTaskXml(text);
  const wanted = parseTaskXml(xml);
  if (!wanted.ok) throw new Error(`Our own task definition cannot be read: ${wanted.problem}`);
  const wrong =
    found?.ok === true ? taskDifferences(wanted.model, found.model) : ['the definition cannot be read back'];
  if (answer.status === 'found' && answer.task.enabled !== false && wrong.length === 0) return;
  const what =
    answer.status === 'absent' ? 'Windows does not have it' : `it differs: ${wrong.join(', ') || 'it is disabled'}`;
  throw new ExpectedError('not-verified', `The task "${name}" was registered, but ${what}.`, {
    hint: 'A policy of your organisation may change scheduled tasks. Nothing was kept.',
  });
}

/** Not cancellable, because it is the way back. */
async function putTaskBack(deps: ControlDeps, name: string, before: TaskAnswer): Promise<void> {
  if (before.status !== 'found' || before.task.xml === null) {
    await deps.schtasks(deleteArgs(name));
    return;
  }
  const folder = await mkdtemp(joinPath(deps.host.tempDir, 'openclaw-tray-task-'));
  try {
    const path = joinPath(folder, 'task.xml');
    await writeFileAtomic(path, encodeText(before.task.xml, UTF16), { mode: 0o600 });
    await deps.schtasks(createArgs(name, path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** For /Create, "not found" is the XML file, never the task. */
function notMissing<F extends { readonly failure: string }>(failed: F): F {
  return failed.failure === 'not-found' ? { ...failed, failure: 'other' } : failed;
}

function stateUnknown(name: string, reason: string): ExpectedError {
  return new ExpectedError('state-unknown', `It could not be found out whether the task "${name}" exists: ${reason}`, {
    hint: 'Nothing was changed. Try again.',
  });
}
