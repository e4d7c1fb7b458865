/** Steps of an elevated plan about units: written, removed, enabled, and what systemd says of them afterwards. */

import { lstat, readdir, readlink, rmdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { CommandRunner } from './command-runner.ts';
import { CommandFailed } from './elevation-failure.ts';
import { BACKUP_SUFFIX, type ElevatedStep, SYSTEM_UNIT_MODE, systemctlArgv } from './elevation-plan.ts';
import { errnoOf, readTextIfThere, removeFile, writeFileAtomic } from './files.ts';
import { SYSTEM_UNIT_FOLDER } from './unit-folder.ts';

/** A stop may take as long as the unit's TimeoutStopSec, and systemd then kills. Milliseconds. */
const STOP_TIMEOUT_MS = 345_000;
const COMMAND_TIMEOUT_MS = 60_000;
const NOT_LOADED = /not loaded|not found|does not exist|No such file or directory/;
const OWN_DROP_IN = '50-openclaw-tray.conf';
/** In each unit that OpenClaw or this product writes (openclaw 2026.9.6, service markers). */
export const UNIT_MARKER = 'OPENCLAW_SERVICE_MARKER';

export interface UnitStepDeps {
  /** Runs commands as root. */
  readonly runner: CommandRunner;
  /** Other than the machine's own, for tests. */
  readonly unitFolder?: string;
}

type Undo = () => Promise<void>;

export async function writeUnit(
  step: Extract<ElevatedStep, { kind: 'write-unit' }>,
  deps: UnitStepDeps,
  undo: Undo[],
): Promise<string> {
  const path = unitPath(step.unit, deps);
  const backup = `${path}${BACKUP_SUFFIX}`;
  const before = await readOwnUnit(path, step.unit);
  if (before !== step.before) {
    throw new ExpectedError('definition-conflict', say('unit.changed-meanwhile', { path }), {
      hint: say('hint.look-then-again'),
    });
  }
  const oldBackup = await readTextIfThere(backup);
  undo.push(async () => {
    await putBack(path, before);
    await putBack(backup, oldBackup);
    await deps.runner.run(['systemctl', 'daemon-reload'], { timeoutMs: COMMAND_TIMEOUT_MS });
  });
  if (step.backup !== null) await writeFileAtomic(backup, step.backup, { mode: 0o600 });
  await writeFileAtomic(path, step.content, { mode: SYSTEM_UNIT_MODE });
  return `Wrote ${path}.`;
}

async function putBack(path: string, text: string | null): Promise<void> {
  if (text === null) await removeFile(path);
  else await writeFileAtomic(path, text, { mode: SYSTEM_UNIT_MODE });
}

/** Text of the unit that is there, or null. @throws ExpectedError for a link, a mask, and a unit that carries no marker. */
async function readOwnUnit(path: string, unit: string): Promise<string | null> {
  const found = await look(path);
  if (found === null) return null;
  if (found.isSymbolicLink()) {
    const target = await readlink(path);
    if (target === '/dev/null') {
      throw new ExpectedError('definition-masked', say('definition-masked.forbidden', { service: unit }), {
        hint: say('hint.allow-again', { systemctl: 'sudo systemctl', service: unit }),
      });
    }
    throw new ExpectedError('definition-conflict', say('unit.is-link', { path, target }), {
      hint: say('hint.remove-with-tool'),
    });
  }
  const text = found.isFile() ? await readTextIfThere(path) : null;
  if (text === null || !text.includes(UNIT_MARKER)) {
    throw new ExpectedError('definition-conflict', say('unit.not-ours', { path }), {
      hint: say('hint.give-up-unit', { service: unit }),
    });
  }
  return text;
}

export async function removeUnit(unit: string, deps: UnitStepDeps): Promise<string> {
  const path = unitPath(unit, deps);
  const there = (await readOwnUnit(path, unit)) !== null;
  for (const file of [path, `${path}${BACKUP_SUFFIX}`, posix.join(`${path}.d`, OWN_DROP_IN)]) await removeFile(file);
  await removeEmptyFolder(`${path}.d`);
  const folder = deps.unitFolder ?? SYSTEM_UNIT_FOLDER;
  for (const name of await readdir(folder)) {
    // `disable` leaves these when the unit file was gone before it.
    const link = posix.join(folder, name, unit);
    if (/\.(?:wants|requires)$/.test(name) && (await look(link))?.isSymbolicLink()) await removeFile(link);
  }
  return there ? `Removed ${path}.` : `${path} was not there.`;
}

export async function runSystemctl(
  step: Extract<ElevatedStep, { kind: 'systemctl' }>,
  deps: UnitStepDeps,
  undo: Undo[],
): Promise<string | null> {
  const { verb, unit } = step;
  if (verb === 'enable' && unit !== null && (await isEnabled(unit, deps)) === false) {
    undo.push(async () => {
      await deps.runner.run(['systemctl', 'disable', unit], { timeoutMs: COMMAND_TIMEOUT_MS });
    });
  }
  const timeoutMs = step.wait && (verb === 'stop' || verb === 'restart') ? STOP_TIMEOUT_MS : COMMAND_TIMEOUT_MS;
  const result = await deps.runner.run(systemctlArgv(step), { timeoutMs });
  if (result.exitCode === 0) return unit === null ? null : `systemctl ${verb} ${unit}.`;
  const tolerated = step.tolerate === 'any' || (step.tolerate === 'missing' && NOT_LOADED.test(result.stderr));
  if (tolerated && result.startError === null && !result.timedOut) return null;
  throw new CommandFailed(result);
}

async function isEnabled(unit: string, deps: UnitStepDeps): Promise<boolean | null> {
  const found = await showUnit(unit, deps);
  return found === null ? null : found.UnitFileState === 'enabled';
}

export async function verifyUnit(unit: string, deps: UnitStepDeps): Promise<void> {
  const found = await showUnit(unit, deps);
  const path = unitPath(unit, deps);
  if (found === null) {
    throw new ExpectedError('state-unknown', say('systemd.silent-about', { service: unit }), {
      hint: say('hint.try-again'),
    });
  }
  if (found.LoadState !== 'loaded') {
    throw new ExpectedError(
      'definition-write-failed',
      say('systemd.refuses-unit', { said: found.LoadError || (found.LoadState ?? '') }),
      {
        hint: say('hint.run-why-system', { service: unit }),
      },
    );
  }
  if (found.FragmentPath !== path) {
    throw new ExpectedError(
      'definition-conflict',
      say('systemd.reads-from', { service: unit, path: found.FragmentPath || 'nowhere' }),
      {
        hint: say('hint.unit-belongs', { path }),
      },
    );
  }
  if (found.UnitFileState !== 'enabled') {
    throw new ExpectedError(
      'not-verified',
      say('not-verified.enable', { service: unit, state: found.UnitFileState ?? '' }),
      {
        hint: say('hint.look-at', { command: `systemctl status ${unit}` }),
      },
    );
  }
}

async function showUnit(
  unit: string,
  deps: UnitStepDeps,
): Promise<Readonly<Record<string, string | undefined>> | null> {
  const result = await deps.runner.run(
    ['systemctl', 'show', '--no-pager', '--property=LoadState,LoadError,FragmentPath,UnitFileState', '--', unit],
    { timeoutMs: COMMAND_TIMEOUT_MS },
  );
  if (result.exitCode !== 0) return null;
  return Object.fromEntries(
    result.stdout.split('\n').map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
}

function unitPath(unit: string, deps: UnitStepDeps): string {
  return posix.join(deps.unitFolder ?? SYSTEM_UNIT_FOLDER, unit);
}

async function look(path: string) {
  try {
    return await lstat(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || errnoOf(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}

async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (cause) {
    // Not there, or it holds drop-ins that are somebody else's.
    if (!['ENOENT', 'ENOTEMPTY', 'ENOTDIR', 'EEXIST'].includes(errnoOf(cause) ?? '')) throw cause;
  }
}
