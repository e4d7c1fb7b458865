/** Steps of an elevated plan about units: written, removed, enabled, and what systemd says of them afterwards. */
import { lstat, readdir, readlink, rmdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
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
    throw new ExpectedError('definition-conflict', `${path} was changed by somebody meanwhile.`, {
      hint: 'Look at it, then try again.',
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
      throw new ExpectedError('definition-masked', `The service ${unit} is masked: somebody forbade it to start.`, {
        hint: `Allow it again with "sudo systemctl unmask ${unit}", then try again.`,
      });
    }
    throw new ExpectedError(
      'definition-conflict',
      `The unit ${path} is a symbolic link to ${target}; another tool manages it.`,
      {
        hint: 'Remove it with that tool, then try again.',
      },
    );
  }
  const text = found.isFile() ? await readTextIfThere(path) : null;
  if (text === null || !text.includes(UNIT_MARKER)) {
    throw new ExpectedError('definition-conflict', `${path} was not written by OpenClaw or this app.`, {
      hint: `Look at it; to give it up, run "sudo systemctl disable --now ${unit}" and move the file away.`,
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
    throw new ExpectedError('state-unknown', `systemd did not answer about ${unit}.`, { hint: 'Try again.' });
  }
  if (found.LoadState !== 'loaded') {
    throw new ExpectedError(
      'definition-write-failed',
      `systemd refuses the unit: ${found.LoadError || found.LoadState}.`,
      {
        hint: `Run "systemd-analyze verify ${unit}" to see why.`,
      },
    );
  }
  if (found.FragmentPath !== path) {
    throw new ExpectedError('definition-conflict', `systemd reads ${unit} from ${found.FragmentPath || 'nowhere'}.`, {
      hint: `The unit belongs at ${path}; remove the other one.`,
    });
  }
  if (found.UnitFileState !== 'enabled') {
    throw new ExpectedError('not-verified', `${unit} was enabled, but systemd says "${found.UnitFileState ?? ''}".`, {
      hint: `Look at "systemctl status ${unit}".`,
    });
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
