/** What install and uninstall are going to do. On Windows the registered task is looked at too; elsewhere the disk is all there is. */

import { readFile } from 'node:fs/promises';
import type { PlannedFile } from '../../../shared/plan.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { errnoOf } from '../../system/files.ts';
import type { RenderedFile, ServiceIdentity, SupervisorPlan } from '../supervisor.ts';
import { decodeScript, UTF16 } from './encoding.ts';
import { existingStartupEntries, type InspectDeps } from './inspect.ts';
import { createCommandsOf, LOGGED_OFF_PRICE } from './logged-off.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { renderTaskFiles, type TaskLogon } from './render.ts';
import { deleteArgs, endArgs, schtasksArgv } from './schtasks.ts';
import { parseTaskXml, taskDifferences } from './task-xml.ts';
import { taskPathsIn, taskUserOf, watchTaskName } from './windows-paths.ts';

export async function planTaskInstall(
  deps: InspectDeps,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  logon: TaskLogon = 'interactive',
): Promise<SupervisorPlan> {
  const name = identity.serviceName;
  const paths = taskPathsIn(identity.stateDir);
  const [gateway, watch] = await registeredXml(deps, [name, watchTaskName(name)]);
  const files: PlannedFile[] = [];
  const warnings: Phrase[] = [];
  for (const file of renderTaskFiles(deps.host, definition, identity.stateDir, logon)) {
    const before = await readScriptIfThere(file.path);
    const planned = plannedFile(file, before);
    const registered = file.path === paths.xml ? gateway : file.path === paths.watch.xml ? watch : undefined;
    const drift = registered === undefined ? null : driftOf(registered, file.content);
    if (registered === undefined || drift === null || drift.length === 0) {
      files.push(planned);
      continue;
    }
    if (planned.change === 'unchanged') {
      files.push({ ...planned, change: 'update', before: registered.kind === 'xml' ? registered.text : '' });
    } else files.push(planned);
    if (registered.kind === 'xml') {
      const code = registered === watch ? 'warning.watch-changed' : 'warning.task-changed';
      warnings.push(say(code, { fields: drift.join(', ') }));
    }
  }
  if (gateway?.kind === 'unknown') warnings.push(say('warning.task-not-compared', { reason: gateway.reason }));
  if (logon === 'logged-off') warnings.push(...LOGGED_OFF_PRICE(taskUserOf(deps.host)));
  for (const path of await existingStartupEntries(deps, name)) {
    files.push(await plannedRemoval(path));
    warnings.push(say('warning.startup-removed', { path }));
  }
  const commands = createCommandsOf(deps.host, identity, logon).map(({ args }) => schtasksArgv(args));
  return { files, commands, privileges: logon === 'logged-off' ? 'administrator' : 'user', warnings };
}

export async function planTaskUninstall(deps: InspectDeps, identity: ServiceIdentity): Promise<SupervisorPlan> {
  const files: PlannedFile[] = [];
  for (const path of await ownFiles(deps, identity)) files.push(await plannedRemoval(path));
  const { serviceName } = identity;
  return {
    files,
    commands: [watchTaskName(serviceName), serviceName].flatMap((name) => [
      schtasksArgv(endArgs(name)),
      schtasksArgv(deleteArgs(name)),
    ]),
    privileges: 'user',
    warnings: [],
  };
}

/** Files that uninstall removes and that are there now: ours, OpenClaw's copies of them, and entries of the Startup folder. */
export async function ownFiles(deps: InspectDeps, identity: ServiceIdentity): Promise<readonly string[]> {
  const { script, launcher, xml, watch } = taskPathsIn(identity.stateDir);
  const backups = [`${script}.bak`, `${launcher}.bak`, `${script}.task.xml.bak`];
  const candidates = [script, launcher, xml, ...backups, watch.script, watch.xml, watch.state, watch.hold];
  const found: string[] = [];
  for (const path of candidates) if ((await readScriptIfThere(path)) !== null) found.push(path);
  return [...found, ...(await existingStartupEntries(deps, identity.serviceName))];
}

/** Text of a script or XML file, or null when there is none. Every other failure throws. */
export async function readScriptIfThere(path: string): Promise<string | null> {
  const bytes = await readBytesIfThere(path);
  return bytes === null ? null : decodeScript(bytes);
}

export async function readBytesIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}

function plannedFile(file: RenderedFile, before: string | null): PlannedFile {
  const same = before === file.content;
  return {
    path: file.path,
    mode: `0${file.mode.toString(8)}`,
    content: file.content,
    change: before === null ? 'create' : same ? 'unchanged' : 'update',
    before: before === null || same ? null : hideSecrets(before),
    ...(file.encoding === undefined ? {} : { encoding: file.encoding }),
  };
}

async function plannedRemoval(path: string): Promise<PlannedFile> {
  const before = hideSecrets((await readScriptIfThere(path)) ?? '');
  const encoding = /\.(vbs|xml)$/.test(path) ? { encoding: UTF16 } : {};
  return { path, mode: '0600', content: '', change: 'delete', before, ...encoding };
}

/** Older definitions, and hand-made ones, carry credentials in `set` lines. */
function hideSecrets(text: string): string {
  return text.replaceAll(
    /^(\s*set\s+"?[^=\r\n]*(?:TOKEN|PASSWORD|SECRET|API_KEY)[^=\r\n]*=)[^\r\n]*/gim,
    '$1(hidden)"',
  );
}

type Registered =
  | { readonly kind: 'xml'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'unknown'; readonly reason: Phrase };

async function registeredXml(deps: InspectDeps, names: readonly string[]): Promise<readonly Registered[]> {
  if (deps.host.platform !== 'win32') return names.map(() => ({ kind: 'not-asked' }));
  const result = await queryTasks(deps, names);
  if (!result.ok) return names.map(() => ({ kind: 'unknown', reason: result.reason }));
  return result.tasks.map(registeredOf);
}

function registeredOf(answer: TaskAnswer): Registered {
  if (answer.status === 'absent') return { kind: 'none' };
  if (answer.status !== 'found' || answer.task.xml === null) {
    return { kind: 'unknown', reason: answer.status === 'unknown' ? answer.reason : say('task.unreadable') };
  }
  return { kind: 'xml', text: answer.task.xml };
}

/** Differences between the registered task and ours; null when they cannot be compared. */
function driftOf(registered: Registered, content: string): readonly Phrase[] | null {
  if (registered.kind === 'none') return [say('task.not-registered')];
  if (registered.kind !== 'xml') return null;
  const wanted = parseTaskXml(content);
  const found = parseTaskXml(registered.text);
  if (!wanted.ok) throw new Error(`Our own task definition cannot be read: ${wanted.problem}`);
  return found.ok ? taskDifferences(wanted.model, found.model) : [found.problem];
}
