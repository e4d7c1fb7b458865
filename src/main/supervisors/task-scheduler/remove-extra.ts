/** Removing a task that the deep scan found, on request: its definition kept as a file, ended, deleted, and seen to be gone. */

import type { ExtraService } from '../../../shared/extra-service.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { ensureFolder, removeFile, writeFileAtomic } from '../../system/files.ts';
import type { ExtraDeps, ExtraSteps } from '../extra.ts';
import { backupFolderOf, backupPathOf } from '../extra-backup.ts';
import type { ControlOptions } from '../supervisor.ts';
import { endTask } from './control.ts';
import { encodeText, UTF16 } from './encoding.ts';
import { queryTasks, type TaskAnswer } from './query.ts';
import { createArgs, createSchtasks, deleteArgs, endArgs, schtasksArgv, schtasksError } from './schtasks.ts';

/**
 * The definition is saved first; by hand with `schtasks /Query /XML`, whose text the console's code page may damage, here through COM.
 * There is no sudo: for a task of the system the same commands go into an administrator's terminal.
 */
export async function taskRemoval(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  { name, scope }: ExtraService,
): Promise<ExtraSteps> {
  const backup = await backupPathOf(deps, `${name}.xml`);
  return {
    backup,
    commands: [
      ['powershell.exe', '-NoProfile', '-Command', exportCommand(name, backup)],
      [...schtasksArgv(endArgs(name))],
      [...schtasksArgv(deleteArgs(name))],
    ],
    restore: [[...schtasksArgv(createArgs(name, backup))]],
    warnings: scope === 'system' ? [say('warning.run-as-administrator')] : [],
  };
}

/** Export-ScheduledTask gives the XML as it is registered; quotes of PowerShell are doubled within its quotes. */
function exportCommand(name: string, backup: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const at = name.lastIndexOf('\\');
  const folder = `\\${name.slice(0, at + 1)}`;
  const make = `New-Item -ItemType Directory -Force (Split-Path ${quoted(backup)})`;
  const save = `Export-ScheduledTask -TaskPath ${quoted(folder)} -TaskName ${quoted(name.slice(at + 1))} | Set-Content -Encoding Unicode ${quoted(backup)}`;
  return `${make}; ${save}`;
}

/** @throws ExpectedError. The task is there, and its backup is not, when it could not be deleted. */
export async function removeExtraTask(
  { host, runner, clock }: Pick<ExtraDeps, 'host' | 'runner' | 'clock'>,
  { name }: ExtraService,
  backup: string,
  options: ControlOptions,
): Promise<void> {
  const deps = { host, runner, clock, schtasks: createSchtasks({ host, runner }) };
  const before = await ask(deps, name, options);
  if (before.status === 'unknown') throw unknown(name, before.reason);
  if (before.status === 'absent') return;
  if (before.task.xml === null) throw unknown(name, say('task.not-kept'));
  await ensureFolder(backupFolderOf(host), 0o700);
  await writeFileAtomic(backup, encodeText(before.task.xml, UTF16), { mode: 0o600 });
  try {
    // The gateway's own processes as well: ending a task ends only its script host.
    await endTask(deps, { profile: 'default', serviceName: name, stateDir: host.tempDir }, options);
    const deleted = await deps.schtasks(deleteArgs(name), options);
    if (!deleted.ok && deleted.failure !== 'not-found') {
      throw schtasksError(say('failed.task-delete', { name }), name, deleted);
    }
  } catch (cause) {
    await removeFile(backup);
    throw cause;
  }
  const after = await ask(deps, name, options);
  if (after.status === 'absent') return;
  throw new ExpectedError('not-verified', say('not-verified.task-deleted', { name }), {
    hint: say('hint.task-kept', { path: backup }),
  });
}

async function ask(
  deps: Pick<ExtraDeps, 'host' | 'runner'>,
  name: string,
  options: ControlOptions,
): Promise<TaskAnswer> {
  const result = await queryTasks(deps, [name], options);
  if (!result.ok) return { status: 'unknown', reason: result.reason };
  return result.tasks[0] ?? { status: 'unknown', reason: say('task.no-answer') };
}

function unknown(name: string, reason: Phrase): ExpectedError {
  return new ExpectedError('state-unknown', say('state-unknown.task', { name, reason }), {
    hint: say('hint.unchanged-try-again'),
  });
}
