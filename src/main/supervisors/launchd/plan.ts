/** What install and uninstall are going to do; reads the disk, runs nothing, so it works on every platform. */

import { readFile } from 'node:fs/promises';
import type { PlannedFile } from '../../../shared/plan.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { ServiceIdentity, SupervisorPlan } from '../supervisor.ts';
import { envFileWithoutSecrets } from './env-file.ts';
import type { Launchctl } from './launchctl.ts';
import { oddKeysOf, parseAgentPlist, plistWithoutSecrets } from './parse-plist.ts';
import type { AgentPaths } from './paths.ts';
import { ENV_FILE_MODE, PLIST_MODE, renderAgent, renderWrapper, WRAPPER_MODE } from './render.ts';

export const BACKUP_MODE = 0o600;

export async function planAgentInstall(
  launchctl: Launchctl,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  paths: AgentPaths,
): Promise<SupervisorPlan> {
  const files: PlannedFile[] = [];
  for (const file of renderAgent(definition, paths)) {
    const old = await readBytes(file.path);
    const same = old !== null && old.toString('utf8') === file.content;
    files.push({
      path: file.path,
      mode: octal(file.mode),
      content: file.content,
      change: old === null ? 'create' : same ? 'unchanged' : 'update',
      before: old === null || same ? null : shownBefore(paths, file.path, old),
    });
  }
  const plist = files.find((file) => file.path === paths.plist);
  if (plist?.change === 'update') files.push(await backupOf(paths, plist.before ?? ''));
  const target = launchctl.target(identity.serviceName);
  return {
    files,
    commands: [
      ['launchctl', 'enable', target],
      ...(plist?.change === 'update' ? [['launchctl', 'bootout', target]] : []),
    ],
    privileges: 'user',
    warnings: await lostEdits(paths),
  };
}

export async function planAgentUninstall(
  launchctl: Launchctl,
  identity: ServiceIdentity,
  paths: AgentPaths,
): Promise<SupervisorPlan> {
  const files: PlannedFile[] = [];
  for (const { path, mode } of await ownFiles(paths)) {
    const old = await readBytes(path);
    files.push({
      path,
      mode: octal(mode),
      content: '',
      change: 'delete',
      before: old === null ? null : shownBefore(paths, path, old),
    });
  }
  return {
    files,
    commands: [['launchctl', 'bootout', launchctl.target(identity.serviceName)]],
    privileges: 'user',
    warnings: files.length === 0 ? [] : [say('warning.files-deleted', { path: paths.log })],
  };
}

/** Files that uninstall removes and that are there now. Their names are the generated ones, so they are nobody else's. */
export async function ownFiles(
  paths: AgentPaths,
): Promise<readonly { readonly path: string; readonly mode: number }[]> {
  const candidates = [
    { path: paths.plist, mode: PLIST_MODE },
    { path: paths.backup, mode: BACKUP_MODE },
    { path: paths.envFile, mode: ENV_FILE_MODE },
    { path: paths.wrapper, mode: WRAPPER_MODE },
  ];
  const there = await Promise.all(candidates.map(async ({ path }) => (await readBytes(path)) !== null));
  return candidates.filter((_each, index) => there[index] === true);
}

/** The backup of a plist that is going to change, without its secrets. */
async function backupOf(paths: AgentPaths, content: string): Promise<PlannedFile> {
  const old = await readTextIfThere(paths.backup);
  return {
    path: paths.backup,
    mode: octal(BACKUP_MODE),
    content,
    change: old === null ? 'create' : old === content ? 'unchanged' : 'update',
    before: old === null || old === content ? null : plistWithoutSecrets(Buffer.from(old)),
  };
}

/** Settings that somebody wrote by hand and that the new files do not have. */
async function lostEdits(paths: AgentPaths): Promise<readonly Phrase[]> {
  const warnings: Phrase[] = [];
  const bytes = await readBytes(paths.plist);
  const read = bytes === null ? null : parseAgentPlist(bytes);
  if (read?.ok === true) {
    warnings.push(...oddKeysOf(read.agent).map((sentence) => say('warning.plist-edits-lost', { what: sentence })));
  } else if (read !== null) {
    warnings.push(say('warning.plist-replaced', { path: paths.plist, reason: read.reason }));
  }
  const wrapper = await readTextIfThere(paths.wrapper);
  if (wrapper !== null && wrapper !== renderWrapper()) {
    warnings.push(say('warning.wrapper-replaced', { path: paths.wrapper }));
  }
  return warnings;
}

function shownBefore(paths: AgentPaths, path: string, bytes: Buffer): string {
  if (path === paths.plist || path === paths.backup) return plistWithoutSecrets(bytes);
  const text = bytes.toString('utf8');
  return path === paths.envFile ? envFileWithoutSecrets(text) : text;
}

/** Bytes of a file, null when there is none. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
