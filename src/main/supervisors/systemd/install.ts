/** Installing and removing a user unit. What was there before an install that fails is there again after it. */
import { rmdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { errnoOf, exists, readTextIfThere, removeFile, writeFileAtomic } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import { type DefinitionCopy, withNotes } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity } from '../supervisor.ts';
import { enablingLinks, putLinksBack } from './enabling-links.ts';
import { showUnits } from './inspect.ts';
import { masked, requireOwnFile } from './ownership.ts';
import { parseShow, type ShowBlock } from './parse-show.ts';
import { ownFiles, pathsOf, UNIT_MODE, type UnitPaths } from './plan.ts';
import { copyUnitFiles, putUnitBack } from './put-back.ts';
import { renderUserUnit } from './render.ts';
import { stripSecrets } from './strip-secrets.ts';
import { commandError, type SystemdPlaces, type UserBus } from './user-bus.ts';

export interface InstallDeps {
  readonly host: Host;
  readonly bus: UserBus;
  readonly places: SystemdPlaces;
  readonly unitFolder: string;
  readonly stopBudgetMs: number;
}

/** What systemctl says of a unit that it does not know. */
export const NOT_LOADED = /not loaded|not found|does not exist|No such file or directory/;

/** @throws ExpectedError; the files and the enabled state are as they were then. */
export async function installUnit(
  deps: InstallDeps,
  definition: ServiceDefinition,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const unit = identity.serviceName;
  const content = renderUserUnit(definition);
  const paths = pathsOf(deps.unitFolder, identity);
  await requireBus(deps, say('failed.install', { service: unit }), options);
  await refuseSystemUnit(deps, unit, options);
  const before = await showOne(deps.bus, unit, options);
  if (before.LoadState === 'masked') throw masked(unit);
  await requireOwnFile(paths.unit, deps.host.accountHome, deps.host.uid ?? -1);

  const copy = await copyUnitFiles(deps, identity, before.UnitFileState);
  try {
    const old = await readTextIfThere(paths.unit);
    if (old !== null && old !== content) await writeFileAtomic(paths.backup, stripSecrets(old), { mode: UNIT_MODE });
    await writeFileAtomic(paths.unit, content, { mode: UNIT_MODE, folderMode: 0o700 });
    await run(deps.bus, ['daemon-reload'], say('failed.read-new-unit'), options);
    await run(deps.bus, ['enable', unit], say('failed.enable', { service: unit }), options);
    await verifyInstalled(deps, paths, unit, options);
  } catch (cause) {
    throw withNotes(cause, await undo(deps, identity, copy));
  }
}

/** Answers with what could not be put back: the failure that led here is the one that is reported. */
async function undo(deps: InstallDeps, identity: ServiceIdentity, copy: DefinitionCopy): Promise<readonly Phrase[]> {
  try {
    return await putUnitBack(deps, identity, copy, () => true);
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return [cause.said.message];
  }
}

/** Stops (waiting as long as systemd may take), disables, removes our files, and makes systemd forget. */
export async function uninstallUnit(
  deps: InstallDeps,
  identity: ServiceIdentity,
  options: ControlOptions,
): Promise<void> {
  const unit = identity.serviceName;
  const paths = pathsOf(deps.unitFolder, identity);
  await requireBus(deps, say('failed.remove', { service: unit }), options);
  await requireOwnFile(paths.unit, deps.host.accountHome, deps.host.uid ?? -1);
  const before = await showOne(deps.bus, unit, options);
  if (before.LoadState === 'masked') throw masked(unit);
  const foreign = before.FragmentPath ?? '';
  if (foreign !== '' && foreign !== paths.unit && !(await exists(paths.unit))) {
    throw new ExpectedError('definition-conflict', say('unit.not-own', { service: unit, path: foreign }), {
      hint: say('hint.turn-off', { command: `systemctl --user disable --now ${unit}` }),
    });
  }

  const waitMs = deps.stopBudgetMs + 15_000;
  const stopped = await deps.bus.run(['systemctl', '--user', 'stop', unit], { ...options, timeoutMs: waitMs });
  if (stopped.exitCode !== 0 && !NOT_LOADED.test(stopped.stderr)) {
    throw await commandError(deps.bus, stopped, say('failed.stop', { service: unit }));
  }
  await requireStopped(deps.bus, unit, options);
  const links = await enablingLinks(deps.unitFolder, unit);
  const disabled = await deps.bus.run(['systemctl', '--user', 'disable', unit], options);
  if (disabled.exitCode !== 0 && !NOT_LOADED.test(disabled.stderr)) {
    await putLinksBack(links);
    throw await commandError(deps.bus, disabled, say('failed.disable', { service: unit }));
  }
  for (const path of await ownFiles(paths)) await removeFile(path);
  await removeEmptyFolder(paths.dropIns);
  for (const link of (await enablingLinks(deps.unitFolder, unit)).keys()) await removeFile(link);
  await run(deps.bus, ['daemon-reload'], say('failed.tell-gone'), options);
  // Fails when systemd has already forgotten the unit, which is what is wanted.
  await deps.bus.run(['systemctl', '--user', 'reset-failed', unit], options);
}

/** One `systemctl --user` command that must succeed. */
export async function run(bus: UserBus, verb: readonly string[], what: Phrase, options: ControlOptions): Promise<void> {
  const result = await bus.run(['systemctl', '--user', ...verb], options);
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0) throw await commandError(bus, result, what);
}

async function requireBus(deps: InstallDeps, what: Phrase, options: ControlOptions): Promise<void> {
  const answer = await deps.bus.detect(options);
  if (!answer.available)
    throw new ExpectedError(answer.code, say('what.why', { what, why: answer.reason }), { hint: answer.hint });
}

/** What is decided by these must have been said: half an answer would be taken for "not enabled" or "not running". */
const NEEDED = ['LoadState', 'ActiveState', 'UnitFileState'] as const;

async function showOne(bus: UserBus, unit: string, options: ControlOptions): Promise<ShowBlock> {
  const shown = await showUnits(bus, [unit], options);
  if (!shown.ok)
    throw new ExpectedError('state-unknown', say('what.why', { what: unit, why: shown.reason }), {
      hint: say('hint.try-again'),
    });
  const block = shown.blocks[0] ?? {};
  if (NEEDED.every((key) => block[key] !== undefined)) return block;
  const show = [...bus.systemctl, 'show', unit].join(' ');
  throw new ExpectedError('state-unknown', say('systemd.half-answer', { service: unit }), {
    hint: say('hint.look-try-again', { command: show }),
  });
}

/** A stop that was accepted is not a process that ended: without its unit nothing would ever stop it again. */
async function requireStopped(bus: UserBus, unit: string, options: ControlOptions): Promise<void> {
  const { ActiveState: active = '', MainPID: pid = '0' } = await showOne(bus, unit, options);
  if ((active === 'inactive' || active === 'failed') && pid === '0') return;
  throw new ExpectedError('not-verified', say('not-verified.stop', { service: unit, state: active }), {
    hint: say('hint.nothing-removed', { command: [...bus.systemctl, 'status', unit].join(' ') }),
  });
}

/** A system unit of the same name would run a second gateway with the same state; OpenClaw refuses that as well. */
async function refuseSystemUnit(deps: InstallDeps, unit: string, options: ControlOptions): Promise<void> {
  const result = await deps.bus.run(
    ['systemctl', 'show', '--no-pager', '--property=LoadState,FragmentPath', '--', unit],
    options,
  );
  options.signal?.throwIfAborted();
  const block = result.exitCode === 0 ? parseShow(result.stdout)[0] : undefined;
  let path = block?.LoadState === undefined || block.LoadState === 'not-found' ? null : block.FragmentPath || unit;
  if (block?.LoadState === undefined) {
    for (const folder of deps.places.systemUnitFolders) {
      if (path === null && (await exists(posix.join(folder, unit)))) path = posix.join(folder, unit);
    }
  }
  if (path === null) return;
  throw new ExpectedError('definition-conflict', say('definition-conflict.system-unit', { path }), {
    hint: say('hint.use-system-unit', { service: unit }),
  });
}

/** Success is said only when systemd has read exactly our file and will start it by itself. */
async function verifyInstalled(
  deps: InstallDeps,
  paths: UnitPaths,
  unit: string,
  options: ControlOptions,
): Promise<void> {
  const block = await showOne(deps.bus, unit, options);
  if (block.LoadState !== 'loaded') {
    throw new ExpectedError(
      'definition-write-failed',
      say('systemd.refuses-unit', { said: block.LoadError || (block.LoadState ?? '') }),
      {
        hint: say('hint.run-why-user', { service: unit }),
      },
    );
  }
  if (block.FragmentPath !== paths.unit) {
    throw new ExpectedError(
      'definition-conflict',
      say('systemd.reads-from', { service: unit, path: block.FragmentPath || 'nowhere' }),
      {
        hint: say('hint.unit-belongs-user', { path: paths.unit }),
      },
    );
  }
  if (block.UnitFileState !== 'enabled') {
    throw new ExpectedError(
      'not-verified',
      say('not-verified.enable', { service: unit, state: block.UnitFileState ?? '' }),
      {
        hint: say('hint.look-at', { command: `systemctl --user status ${unit}` }),
      },
    );
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
