/** Removing a unit that the deep scan found, on request: stopped, disabled, moved aside, and seen to be forgotten. */

import { dirname } from 'node:path';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { exists, removeFile } from '../../system/files.ts';
import type { ExtraDeps, ExtraSteps } from '../extra.ts';
import { backupPathOf, dayOf, moveAside } from '../extra-backup.ts';
import type { ControlOptions } from '../supervisor.ts';
import { STOP_BUDGET_MS } from './adapter.ts';
import { enablingLinks } from './enabling-links.ts';
import { showUnits } from './inspect.ts';
import { NOT_LOADED } from './install.ts';
import type { ShowBlock } from './parse-show.ts';
import { dropInNames } from './plan.ts';
import { requireUnitName } from './unit-words.ts';
import { commandError, createUserBus, SYSTEMD_PLACES, type UserBus } from './user-bus.ts';

/** What is going to be done; looks only whether the backup's name is free, and for drop-ins. */
export async function unitRemoval(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  { name, path, scope, supervisor }: ExtraService,
): Promise<ExtraSteps> {
  const user = supervisor === 'systemd-user';
  const dropIns = `${path}.d`;
  const warnings = (await dropInNames({ dropIns })).length > 0 ? [say('warning.drop-ins-stay', { path: dropIns })] : [];
  if (scope === 'user') {
    const backup = await backupPathOf(deps, name);
    const ctl = ['systemctl', '--user'];
    return {
      backup,
      commands: [
        [...ctl, 'disable', '--now', name],
        ['mkdir', '-p', '-m', '0700', dirname(backup)],
        ['mv', '-n', path, backup],
        [...ctl, 'daemon-reload'],
        [...ctl, 'reset-failed', name],
      ],
      restore: [
        ['mv', '-n', backup, path],
        [...ctl, 'daemon-reload'],
        [...ctl, 'enable', '--now', name],
      ],
      warnings,
    };
  }
  // Of a file that a package brought, the package is asked to go, or the unit is forbidden; its file is the package's.
  const packaged = /^\/(?:usr\/)?lib\//.test(path);
  const off = user
    ? [
        ['systemctl', '--user', 'stop', name],
        ['sudo', 'systemctl', '--global', 'disable', name],
      ]
    : [['sudo', 'systemctl', 'disable', '--now', name]];
  const all = user ? ['--global'] : [];
  const reload = user ? ['systemctl', '--user', 'daemon-reload'] : ['sudo', 'systemctl', 'daemon-reload'];
  const on = user ? ['sudo', 'systemctl', '--global', 'enable', name] : ['sudo', 'systemctl', 'enable', '--now', name];
  if (packaged) {
    return {
      backup: path,
      commands: [...off, ['sudo', 'systemctl', ...all, 'mask', name]],
      restore: [['sudo', 'systemctl', ...all, 'unmask', name], on],
      warnings: [...warnings, say('warning.packaged', { path })],
    };
  }
  const backup = `${path}.removed-${dayOf(deps.clock)}`;
  return {
    backup,
    commands: [...off, ['sudo', 'mv', '-n', path, backup], reload],
    restore: [['sudo', 'mv', '-n', backup, path], reload, on],
    warnings,
  };
}

/** @throws ExpectedError. What fails before the file was moved leaves the unit enabled and running as it was. */
export async function removeExtraUnit(
  { host, runner, places }: Pick<ExtraDeps, 'host' | 'runner' | 'places'>,
  { name, path }: ExtraService,
  backup: string,
  options: ControlOptions,
): Promise<void> {
  requireUnitName(name);
  const bus = createUserBus({ host, runner, places: places?.systemd ?? SYSTEMD_PLACES });
  const answer = await bus.detect(options);
  if (!answer.available) throw new ExpectedError(answer.code, answer.reason, { hint: answer.hint });
  const before = await showOne(bus, name, options);
  // Another file of this name wins over ours: stopping it would stop something that was not asked about.
  const fragment = before.FragmentPath ?? '';
  const loadedHere = fragment === '' || fragment === path;

  const stopMs = STOP_BUDGET_MS + 15_000;
  if (loadedHere)
    await tolerant(bus, ['stop', name], say('failed.stop', { service: name }), { ...options, timeoutMs: stopMs });
  const folder = dirname(path);
  if (loadedHere) await tolerant(bus, ['disable', name], say('failed.disable', { service: name }), options);
  try {
    await moveAside(host, path, backup);
  } catch (cause) {
    // The way back, not cancellable.
    if (before.UnitFileState === 'enabled') await bus.run(['systemctl', '--user', 'enable', name]);
    if (before.ActiveState === 'active') await bus.run(['systemctl', '--user', 'start', '--no-block', name]);
    throw cause;
  }
  for (const link of loadedHere ? (await enablingLinks(folder, name)).keys() : []) await removeFile(link);
  const reloaded = await bus.run(['systemctl', '--user', 'daemon-reload'], options);
  if (reloaded.exitCode !== 0) {
    throw await commandError(bus, reloaded, say('failed.tell-gone'));
  }
  // Fails when systemd has already forgotten it, which is what is wanted.
  await bus.run(['systemctl', '--user', 'reset-failed', name], options);
  await requireForgotten(bus, name, path, backup, options);
}

async function requireForgotten(
  bus: UserBus,
  name: string,
  path: string,
  backup: string,
  options: ControlOptions,
): Promise<void> {
  const after = await showOne(bus, name, options);
  const elsewhere = after.LoadState === 'loaded' && after.FragmentPath !== path;
  const forgotten = after.LoadState === 'not-found' && !['active', 'activating'].includes(after.ActiveState ?? '');
  if ((forgotten || elsewhere) && !(await exists(path))) return;
  throw new ExpectedError('not-verified', say('not-verified.removed', { service: name }), {
    hint: say('hint.unit-kept', { service: name, path: backup }),
    details: [`LoadState=${after.LoadState ?? ''}`, `ActiveState=${after.ActiveState ?? ''}`],
  });
}

/** A unit that systemd does not know needs neither stopping nor disabling. */
async function tolerant(
  bus: UserBus,
  verb: readonly string[],
  what: Phrase,
  options: ControlOptions & { readonly timeoutMs?: number },
): Promise<void> {
  const result = await bus.run(['systemctl', '--user', ...verb], options);
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0 && !NOT_LOADED.test(result.stderr)) throw await commandError(bus, result, what);
}

async function showOne(bus: UserBus, unit: string, options: ControlOptions): Promise<ShowBlock> {
  const shown = await showUnits(bus, [unit], options);
  if (!shown.ok) throw new ExpectedError('state-unknown', shown.reason, { hint: say('hint.unchanged-try-again') });
  return shown.blocks[0] ?? {};
}
