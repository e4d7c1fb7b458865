/** What install and uninstall are going to do; reads the disk, runs nothing, so it works on every platform. */

import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import type { PlannedFile } from '../../../shared/plan.ts';
import { type Phrase, say, textOf } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import type { ServiceIdentity, SupervisorPlan } from '../supervisor.ts';
import { specifiersOf } from './inspect.ts';
import { parseUnit, type UnitContext } from './parse-unit.ts';
import { renderUserUnit } from './render.ts';
import { stripSecrets } from './strip-secrets.ts';

/** First line of a file of environment values that this product wrote; only such a file is removed on uninstall. */
export const ENV_FILE_MARK = '# Written by OpenClaw Tray.';
/** Name of the only drop-in that this product would write. */
export const OWN_DROP_IN = '50-openclaw-tray.conf';

export const UNIT_MODE = 0o600;
const UNIT_MODE_TEXT = '0600';

export interface UnitPaths {
  readonly unit: string;
  readonly backup: string;
  readonly dropIns: string;
  readonly ownDropIn: string;
  /** File-backed environment values, in OpenClaw's place for them. */
  readonly envFile: string;
}

/**
 * User units live below the account's own home, whatever HOME says, because that is where the user's manager looks
 * (systemd.unit(5), "User Unit Search Path").
 */
export function unitFolderOf(host: Host): string {
  return posix.join(host.accountHome, '.config', 'systemd', 'user');
}

export function pathsOf(unitFolder: string, identity: ServiceIdentity): UnitPaths {
  const unit = posix.join(unitFolder, identity.serviceName);
  return {
    unit,
    backup: `${unit}.bak`,
    dropIns: `${unit}.d`,
    ownDropIn: posix.join(`${unit}.d`, OWN_DROP_IN),
    envFile: posix.join(identity.stateDir, 'gateway.systemd.env'),
  };
}

export async function planUnitInstall(
  host: Host,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
): Promise<SupervisorPlan> {
  const paths = pathsOf(unitFolderOf(host), identity);
  const content = renderUserUnit(definition);
  const before = await readTextIfThere(paths.unit);
  const files: PlannedFile[] = [
    {
      path: paths.unit,
      mode: UNIT_MODE_TEXT,
      content,
      change: before === null ? 'create' : before === content ? 'unchanged' : 'update',
      before: before === null || before === content ? null : stripSecrets(before),
    },
  ];
  if (before !== null && before !== content) {
    const old = await readTextIfThere(paths.backup);
    const backup = stripSecrets(before);
    files.push({
      path: paths.backup,
      mode: UNIT_MODE_TEXT,
      content: backup,
      change: old === null ? 'create' : old === backup ? 'unchanged' : 'update',
      before: old === null || old === backup ? null : stripSecrets(old),
    });
  }
  return {
    files,
    commands: [
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', identity.serviceName],
    ],
    privileges: 'user',
    warnings: [
      ...lostEdits(paths.unit, before, content, {
        serviceName: identity.serviceName,
        specifiers: specifiersOf(host, identity.serviceName),
      }),
      ...(await dropInWarnings(paths)),
    ],
  };
}

export async function planUnitUninstall(host: Host, identity: ServiceIdentity): Promise<SupervisorPlan> {
  const paths = pathsOf(unitFolderOf(host), identity);
  const files: PlannedFile[] = [];
  for (const path of await ownFiles(paths)) {
    const before = stripSecrets((await readTextIfThere(path)) ?? '');
    files.push({
      path,
      mode: UNIT_MODE_TEXT,
      content: '',
      change: 'delete',
      before: path === paths.envFile ? null : before,
    });
  }
  const { serviceName } = identity;
  return {
    files,
    commands: [
      ['systemctl', '--user', 'stop', serviceName],
      ['systemctl', '--user', 'disable', serviceName],
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'reset-failed', serviceName],
    ],
    privileges: 'user',
    warnings: await dropInWarnings(paths),
  };
}

/** Files that uninstall removes and that are there now. */
export async function ownFiles(paths: UnitPaths): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of [paths.unit, paths.backup, paths.ownDropIn]) {
    if ((await readTextIfThere(path)) !== null) found.push(path);
  }
  if ((await readTextIfThere(paths.envFile))?.startsWith(ENV_FILE_MARK)) found.push(paths.envFile);
  return found;
}

/** Names of the drop-ins beside the unit. */
export async function dropInNames(paths: Pick<UnitPaths, 'dropIns'>): Promise<readonly string[]> {
  try {
    return (await readdir(paths.dropIns)).filter((name) => name.endsWith('.conf')).sort();
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return [];
    throw cause;
  }
}

export async function dropInWarnings(paths: Pick<UnitPaths, 'dropIns'>): Promise<readonly Phrase[]> {
  const foreign = (await dropInNames(paths)).filter((name) => name !== OWN_DROP_IN);
  return foreign.map((name) => say('warning.drop-in-kept', { path: posix.join(paths.dropIns, name) }));
}

/** Settings that somebody wrote into the unit and that the new one does not have. */
export function lostEdits(
  path: string,
  before: string | null,
  content: string,
  context: UnitContext,
): readonly Phrase[] {
  if (before === null) return [];
  const kept = new Set(parseUnit([{ path, text: content }], context).odd.map(textOf));
  return parseUnit([{ path, text: before }], context)
    .odd.filter((sentence) => !kept.has(textOf(sentence)))
    .map((sentence) => say('warning.unit-edits-lost', { what: sentence }));
}
