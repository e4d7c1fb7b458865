/** Installing and removing the two tasks. What was there before an install that fails is there again after it. */

import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { removeFile, writeFileAtomic } from '../../system/files.ts';
import { withNotes } from '../definition-copy.ts';
import type { ControlOptions, RenderedFile, ServiceIdentity } from '../supervisor.ts';
import { type ControlDeps, endTask } from './control.ts';
import { encodeText } from './encoding.ts';
import { existingStartupEntries } from './inspect.ts';
import { type CreateCommand, createCommandsOf } from './logged-off.ts';
import { ownFiles, readBytesIfThere } from './plan.ts';
import { type NamedAnswer, putTasksBack } from './put-back.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { renderTaskFiles, type TaskLogon } from './render.ts';
import { taskStateOf } from './result-codes.ts';
import { deleteArgs, schtasksError } from './schtasks.ts';
import { parseTaskXml, taskDifferences } from './task-xml.ts';
import { type InstallDeps, requireTerminal, runAsking } from './terminal-create.ts';
import { endWatch, runWatch } from './watch-control.ts';
import { taskPathsIn, watchTaskName } from './windows-paths.ts';

/** @throws ExpectedError; files and tasks are as they were then, or its details say what is not. */
export async function installTask(
  deps: InstallDeps,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  logon: TaskLogon,
  options: ControlOptions,
): Promise<void> {
  const { serviceName, stateDir } = identity;
  const files = renderTaskFiles(deps.host, definition, stateDir, logon);
  const commands = createCommandsOf(deps.host, identity, logon);
  if (logon === 'logged-off') requireTerminal(deps, identity, commands);
  const before = await ask(
    deps,
    commands.map(({ task }) => task),
    options,
  );
  const old = await Promise.all(files.map(async ({ path }) => ({ path, bytes: await readBytesIfThere(path) })));
  const touched: NamedAnswer[] = [];
  try {
    for (const file of files) {
      const bytes = encodeText(file.content, file.encoding);
      await writeFileAtomic(file.path, bytes, { mode: file.mode, folderMode: 0o700 });
    }
    for (const command of commands) {
      touched.push(...before.filter(({ name }) => name === command.task));
      await create(deps, command, options);
    }
    await verify(deps, wantedOf(files, identity), options);
  } catch (cause) {
    for (const { path, bytes } of old) {
      if (bytes === null) await removeFile(path);
      else await writeFileAtomic(path, bytes);
    }
    throw withNotes(cause, await putTasksBack(deps, touched));
  }
  // Only now: until the task exists, such an entry is what starts the gateway.
  for (const path of await existingStartupEntries(deps, serviceName)) await removeFile(path);
  if (before.some(isWatchOf(serviceName))) await renewWatch(deps, identity, options);
}

/** @throws ExpectedError; `state-unknown` when it cannot be seen whether it runs. */
export async function uninstallTask(
  deps: InstallDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const name = identity.serviceName;
  const watchName = watchTaskName(name);
  const before = await ask(deps, [watchName, name], options);
  const watched = before.some(isWatchOf(name));
  if (watched) await endWatch(deps.schtasks, identity, options);
  const removed: NamedAnswer[] = [];
  try {
    await remove(deps, watchName, before, removed, options);
    await endIfThere(deps, identity, options);
    await remove(deps, name, before, removed, options);
    await requireGone(deps, [watchName, name], before, options);
  } catch (cause) {
    const notes = await putTasksBack(deps, removed);
    if (watched) await runWatch(deps.schtasks, identity, {});
    throw withNotes(cause, notes);
  }
  for (const path of await ownFiles(deps, identity)) await removeFile(path);
}

/** @throws ExpectedError. */
async function create(deps: InstallDeps, { task, args, asks }: CreateCommand, options: ControlOptions): Promise<void> {
  const result = asks ? await runAsking(deps, args, options) : await deps.schtasks(args, options);
  if (!result.ok) throw schtasksError(say('failed.task-create', { name: task }), task, notMissing(result));
}

async function remove(
  deps: InstallDeps,
  name: string,
  before: readonly NamedAnswer[],
  removed: NamedAnswer[],
  options: ControlOptions,
): Promise<void> {
  const known = before.find((one) => one.name === name);
  if (known?.answer.status !== 'found') return;
  removed.push(known);
  const deleted = await deps.schtasks(deleteArgs(name), options);
  if (!deleted.ok && deleted.failure !== 'not-found') {
    throw schtasksError(say('failed.task-delete', { name }), name, deleted);
  }
}

async function endIfThere(deps: InstallDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  try {
    await endTask(deps, identity, options);
  } catch (cause) {
    if (!(cause instanceof ExpectedError) || cause.code !== 'not-installed') throw cause; // Nothing there, nothing to end.
  }
}

async function requireGone(
  deps: InstallDeps,
  names: readonly string[],
  before: readonly NamedAnswer[],
  options: ControlOptions,
): Promise<void> {
  if (before.every(({ answer }) => answer.status === 'absent')) return;
  for (const { name, answer } of await ask(deps, names, options)) {
    if (answer.status === 'absent') continue;
    throw new ExpectedError('not-verified', say('not-verified.task-deleted', { name }), {
      hint: say('hint.task-uninstall-again'),
    });
  }
}

/** A watch that runs has the old script in memory. */
async function renewWatch(deps: InstallDeps, identity: ServiceIdentity, options: ControlOptions): Promise<void> {
  if (await endWatch(deps.schtasks, identity, options)) await runWatch(deps.schtasks, identity, options);
}

function isWatchOf(serviceName: string): (one: NamedAnswer) => boolean {
  const watchName = watchTaskName(serviceName);
  return ({ name, answer }) =>
    name === watchName && answer.status === 'found' && taskStateOf(answer.task.state) === 'running';
}

/** @throws ExpectedError `state-unknown` when one of them could not be looked up. */
async function ask(
  deps: ControlDeps,
  names: readonly string[],
  options: ControlOptions,
): Promise<readonly NamedAnswer[]> {
  const result = await queryTasks(deps, names, options);
  return names.map((name, index) => {
    const answer: TaskAnswer = result.ok
      ? (result.tasks[index] ?? { status: 'unknown', reason: say('task.no-answer') })
      : { status: 'unknown', reason: result.reason };
    if (answer.status === 'unknown') throw stateUnknown(name, answer.reason);
    return { name, answer };
  });
}

interface Wanted {
  readonly name: string;
  readonly xml: string;
}

function wantedOf(files: readonly RenderedFile[], { serviceName, stateDir }: ServiceIdentity): readonly Wanted[] {
  const { xml, watch } = taskPathsIn(stateDir);
  const contentOf = (path: string) => files.find((file) => file.path === path)?.content ?? '';
  return [
    { name: watchTaskName(serviceName), xml: contentOf(watch.xml) },
    { name: serviceName, xml: contentOf(xml) },
  ];
}

/** Success is said only when Windows has our definitions, enabled. */
async function verify(deps: ControlDeps, tasks: readonly Wanted[], options: ControlOptions): Promise<void> {
  const answers = await ask(
    deps,
    tasks.map(({ name }) => name),
    options,
  );
  for (const [index, { name, xml }] of tasks.entries()) {
    const problem = problemOf(answers[index]?.answer, xml);
    if (problem === null) continue;
    throw new ExpectedError('not-verified', say('not-verified.task', { name, problem }), {
      hint: say('hint.task-policy'),
    });
  }
}

function problemOf(answer: TaskAnswer | undefined, xml: string): Phrase | null {
  if (answer?.status !== 'found') return say('task.absent');
  const wanted = parseTaskXml(xml);
  if (!wanted.ok) throw new Error(`Our own task definition cannot be read: ${wanted.problem}`);
  const found = answer.task.xml === null ? null : parseTaskXml(answer.task.xml);
  if (found?.ok !== true) return say('task.not-read-back');
  const described = wanted.model.description === found.model.description;
  const wrong = [...taskDifferences(wanted.model, found.model), ...(described ? [] : ['description'])];
  if (wrong.length > 0) return say('task.differs', { fields: wrong.join(', ') });
  return answer.task.enabled === false ? say('task.is-disabled') : null;
}

/** For /Create, "not found" is the XML file, never the task. */
function notMissing<F extends { readonly failure: string }>(failed: F): F {
  return failed.failure === 'not-found' ? { ...failed, failure: 'other' } : failed;
}

function stateUnknown(name: string, reason: Phrase): ExpectedError {
  return new ExpectedError('state-unknown', say('task.exists-unknown', { name, reason }), {
    hint: say('hint.look-status-again'),
  });
}
