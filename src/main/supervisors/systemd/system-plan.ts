/** What installing and removing a system unit takes: the plan for a person to read, and the same as steps for the elevated process. */

import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { PlannedFile } from '../../../shared/plan.ts';
import { say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { ServiceUser } from '../../system/dedicated-account.ts';
import { BACKUP_SUFFIX, type ElevatedPlan, type ElevatedStep, SYSTEM_UNIT_MODE } from '../../system/elevation-plan.ts';
import { fileNow, type IsOurs } from '../../system/file-copy.ts';
import { readTextIfThere } from '../../system/files.ts';
import { SYSTEM_UNIT_FOLDER } from '../../system/unit-folder.ts';
import type { DefinitionCopy } from '../definition-copy.ts';
import type { ServiceIdentity, StateFile } from '../supervisor.ts';
import { renderSystemUnit } from './render.ts';
import { stripSecrets } from './strip-secrets.ts';
import type { AccountNow } from './system-account.ts';

export interface SystemInstall {
  readonly definition: ServiceDefinition;
  readonly identity: ServiceIdentity;
  readonly user: ServiceUser;
  readonly account: AccountNow;
  readonly stateFiles: readonly StateFile[];
  /** Also start it (again) in the same run, so that the person is asked once. */
  readonly thenStart: boolean;
}

const MODE_TEXT = SYSTEM_UNIT_MODE.toString(8).padStart(4, '0');

export function systemUnitPath(unit: string): string {
  return posix.join(SYSTEM_UNIT_FOLDER, unit);
}

/** Values of the specifiers in a system unit: `%h` and `%u` are root's, whatever User= says (systemd.unit(5), "Specifiers"). */
export function systemSpecifiers(unit: string): Readonly<Record<string, string>> {
  return { h: '/root', u: 'root', U: '0', t: '/run', n: unit, N: unit.replace(/\.service$/, '') };
}

/** What the account must be able to use: program, scripts, and what is there of its folders. */
export function neededAccess(
  definition: ServiceDefinition,
): readonly { readonly path: string; readonly need: 'execute' | 'read' | 'read-if-there' }[] {
  const [program = '', ...rest] = definition.command;
  const scripts = rest.filter((part) => posix.isAbsolute(part) && /\.[cm]?js$/.test(part));
  const config = definition.environment.OPENCLAW_CONFIG_PATH;
  return [
    { path: program, need: 'execute' },
    ...scripts.map((path) => ({ path, need: 'read' as const })),
    ...(config === undefined ? [] : [{ path: config, need: 'read-if-there' as const }]),
  ];
}

/**
 * HOME, state folder and configuration of the service must be those of its account: inherited from the person who installs, they would
 * lead into a home that the account cannot enter. @throws ExpectedError `invalid-option`.
 */
export function requireOwnEnvironment(definition: ServiceDefinition, account: AccountNow): void {
  const { HOME, OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH } = definition.environment;
  const problem =
    HOME !== account.home
      ? say('definition.other-home', { home: HOME ?? say('home.not-set'), account: account.name, path: account.home })
      : OPENCLAW_STATE_DIR === undefined || OPENCLAW_CONFIG_PATH === undefined
        ? say('definition.no-state')
        : null;
  if (problem === null) return;
  throw new ExpectedError('invalid-option', say('definition.not-for-account', { account: account.name, problem }), {
    hint: say('hint.for-account', { path: account.home }),
  });
}

/** Steps of an install. @param before text of the unit that is there now. */
export function installSteps(install: SystemInstall, before: string | null): ElevatedPlan {
  const { definition, identity, user, stateFiles } = install;
  const unit = identity.serviceName;
  const account = user.name;
  const content = renderSystemUnit(definition, { user: user.name, group: user.group });
  const stateDir = definition.environment.OPENCLAW_STATE_DIR ?? identity.stateDir;
  const make: readonly ElevatedStep[] =
    install.account.ids === null ? [{ kind: 'ensure-account', account, home: user.home }] : [];
  const changed = before !== null && before !== content;
  const folders = new Set([stateDir, ...stateFiles.map((file) => posix.dirname(file.path))]);
  const steps: readonly ElevatedStep[] = [
    ...make,
    ...neededAccess(definition)
      .filter(({ need }) => need !== 'read-if-there')
      .map(({ path, need }): ElevatedStep => ({ kind: 'require-access', account, path, need })),
    ...[...folders].map((path): ElevatedStep => ({ kind: 'make-folder', account, path })),
    { kind: 'require-access', account, path: stateDir, need: 'write' },
    ...stateFiles.map((file): ElevatedStep => ({ kind: 'write-state-file', account, ...file })),
    ...neededAccess(definition)
      .filter(({ need }) => need === 'read-if-there')
      .map(({ path, need }): ElevatedStep => ({ kind: 'require-access', account, path, need })),
    { kind: 'write-unit', unit, content, before, backup: changed ? stripSecrets(before) : null },
    systemctl('daemon-reload', null),
    systemctl('enable', unit),
    { kind: 'verify-unit', unit },
    ...(install.thenStart ? startSteps('restart', unit) : []),
  ];
  return { version: 1, steps: [...steps] };
}

/** A unit that ran into the start limit must be forgiven first; one that is not loaded has nothing to forgive. */
export function startSteps(verb: 'start' | 'restart', unit: string): readonly ElevatedStep[] {
  return [systemctl('reset-failed', unit, 'any'), systemctl(verb, unit)];
}

export function stopSteps(unit: string): readonly ElevatedStep[] {
  return [systemctl('stop', unit)];
}

/** Without starting or stopping anything. */
export function autostartSteps(on: boolean, unit: string): readonly ElevatedStep[] {
  return [systemctl(on ? 'enable' : 'disable', unit)];
}

export function uninstallSteps(unit: string): readonly ElevatedStep[] {
  return [
    { kind: 'systemctl', verb: 'stop', unit, tolerate: 'missing', wait: true },
    systemctl('disable', unit, 'missing'),
    { kind: 'remove-unit', unit },
    systemctl('daemon-reload', null),
    systemctl('reset-failed', unit, 'any'),
  ];
}

/** What makes a unit what it was. Only ever a unit's text: the account's own files are not this user's to put back. */
export async function putBackSteps(
  unit: string,
  copy: DefinitionCopy,
  isOurs: IsOurs,
): Promise<{ readonly kind: 'theirs' } | { readonly kind: 'steps'; readonly steps: readonly ElevatedStep[] }> {
  const [file] = copy.files;
  const found = file === undefined ? 'same' : await fileNow(file, isOurs);
  if (found === 'theirs') return { kind: 'theirs' };
  if (file === undefined || found === 'same') return { kind: 'steps', steps: [] };
  if (file.bytes === null) return { kind: 'steps', steps: uninstallSteps(unit) };
  const content = Buffer.from(file.bytes, 'base64').toString('utf8');
  const before = await readTextIfThere(file.path);
  return {
    kind: 'steps',
    steps: [
      { kind: 'write-unit', unit, content, before, backup: null },
      systemctl('daemon-reload', null),
      systemctl(copy.enabled === false ? 'disable' : 'enable', unit),
    ],
  };
}

/** The files of an install, for a person to read. */
export function installFiles(
  unit: string,
  content: string,
  before: string | null,
  oldBackup: string | null,
): readonly PlannedFile[] {
  const file = (path: string, mode: string, text: string, old: string | null): PlannedFile => ({
    path,
    mode,
    content: text,
    change: old === null ? 'create' : old === text ? 'unchanged' : 'update',
    before: old === null || old === text ? null : stripSecrets(old),
  });
  const path = systemUnitPath(unit);
  const files = [file(path, MODE_TEXT, content, before)];
  if (before !== null && before !== content)
    files.push(file(`${path}${BACKUP_SUFFIX}`, '0600', stripSecrets(before), oldBackup));
  return files;
}

/** Files that uninstalling removes and that are there now. */
export async function removedFiles(paths: readonly string[]): Promise<readonly PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const path of paths) {
    const before = await readTextIfThere(path);
    if (before !== null)
      files.push({ path, mode: MODE_TEXT, content: '', change: 'delete', before: stripSecrets(before) });
  }
  return files;
}

function systemctl(
  verb: Extract<ElevatedStep, { kind: 'systemctl' }>['verb'],
  unit: string | null,
  tolerate: 'nothing' | 'missing' | 'any' = 'nothing',
): ElevatedStep {
  return { kind: 'systemctl', verb, unit, tolerate, wait: verb !== 'start' && verb !== 'stop' && verb !== 'restart' };
}
