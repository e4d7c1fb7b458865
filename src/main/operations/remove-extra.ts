/**
 * Removing a service that the deep scan found, and only such a one: planned first, then done and looked at again. Its definition is kept.
 * Services of the system are planned but never touched: their commands are the person's to run.
 */

import type { ExtraPlan, ExtraRemoval, ExtraService } from '../../shared/extra-service.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { say, textOf, told } from '../../shared/said.ts';
import type { ExtraDeps, ExtraScan } from '../supervisors/extra.ts';
import { showArgv } from '../system/command-runner.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';

/** Which one is meant: by name, and by its definition's path where two have one name. */
export interface ExtraChoice {
  readonly name: string;
  /** The path that a plan showed: when something else stands there by now, nothing is done. */
  readonly path?: string | undefined;
}

export interface ExtraOptions {
  readonly signal?: AbortSignal | undefined;
  /** Other places than the machine's own, for tests. */
  readonly places?: ExtraDeps['places'];
}

const LOCK_WAIT_MS = 30_000;

/** Scans and plans; touches nothing. @throws ExpectedError `not-installed`, `definition-conflict`, `invalid-option`, `state-unknown`. */
export async function planRemoveExtra(
  context: CoreContext,
  choice: ExtraChoice,
  options: ExtraOptions = {},
): Promise<ExtraPlan> {
  const { planExtraRemoval, scanExtra } = await import('../supervisors/extra.ts');
  const deps = depsOf(context, options);
  const service = await pick(context, await scanExtra(deps, { signal: options.signal }), choice);
  const steps = await planExtraRemoval(deps, service);
  return {
    action: 'remove-extra',
    service: { ...service, removal: steps.commands.map((argv) => [...argv]) },
    backup: steps.backup,
    commands: steps.commands.map((argv) => [...argv]),
    restore: steps.restore.map((argv) => [...argv]),
    privileges: service.scope === 'system' ? 'administrator' : 'user',
    warnings: steps.warnings.map(textOf),
    ...told({ warnings: steps.warnings }),
  };
}

/**
 * Does it. @throws ExpectedError as the plan does, and `needs-elevation` (the commands are its details; nothing was touched), `locked`,
 * `not-verified` …
 */
export async function removeExtraService(
  context: CoreContext,
  choice: ExtraChoice,
  options: ExtraOptions = {},
): Promise<ExtraRemoval> {
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: 'remove-extra',
    purpose: say('doing.remove-extra'),
    waitMs: LOCK_WAIT_MS,
    clock: context.clock,
    signal: options.signal,
  });
  try {
    const { removeExtra } = await import('../supervisors/extra.ts');
    // Planned anew under the lock: what is removed is what is there now.
    const plan = await planRemoveExtra(context, choice, options);
    if (plan.privileges === 'administrator') throw needsElevation(plan);
    await removeExtra(depsOf(context, options), plan.service, plan, { signal: options.signal });
    const message = say('result.extra-removed', { name: plan.service.name, path: plan.backup });
    return {
      ok: true,
      action: 'remove-extra',
      service: plan.service,
      backup: plan.backup,
      restore: plan.restore,
      message: textOf(message),
      warnings: plan.warnings,
      told: { ...plan.told, ...told({ message }).told },
    };
  } finally {
    await lock.release();
  }
}

/** The refusal of a service of the system, with the exact commands. */
export function needsElevation({ service, commands }: ExtraPlan): ExpectedError {
  return new ExpectedError('needs-elevation', say('needs-elevation.remove-extra', { name: service.name }), {
    hint: say('hint.run-in-order'),
    details: commands.map((argv) => showArgv(argv)),
  });
}

function depsOf({ host, runner, clock, supervisors }: CoreContext, { places }: ExtraOptions): ExtraDeps {
  return { host, runner, clock, supervisors, ...(places === undefined ? {} : { places }) };
}

async function pick(context: CoreContext, scan: ExtraScan, { name, path }: ExtraChoice): Promise<ExtraService> {
  // A path may be given for the name: two places can have a service of one name.
  const found = scan.services.filter(
    (service) => (isNamed(service, name) || service.path === name) && (path === undefined || service.path === path),
  );
  const [only, ...more] = found;
  if (only === undefined) throw await notFound(context, scan, name);
  if (more.length === 0) return only;
  throw new ExpectedError('invalid-option', say('invalid-option.ambiguous', { count: found.length, name }), {
    hint: say('hint.path-of-service'),
    details: found.map((service) => service.path),
  });
}

/** A unit may be named without its `.service`, as everywhere. */
function isNamed(service: ExtraService, name: string): boolean {
  return service.name === name || service.name === `${name}.service`;
}

async function notFound(context: CoreContext, scan: ExtraScan, name: string): Promise<ExpectedError> {
  const { discoverProfiles } = await import('../profiles/discover.ts');
  const owner = (await discoverProfiles(context.host)).find(({ names }) =>
    [names.systemdUnit, names.systemdUnit.replace(/\.service$/, ''), names.launchdLabel, names.windowsTask].includes(
      name,
    ),
  );
  if (owner !== undefined) {
    const profile = owner.name === null ? '' : ` --profile ${owner.name}`;
    return new ExpectedError('definition-conflict', say('definition-conflict.not-extra', { name, profile: owner.id }), {
      hint: say('hint.own-verb', { selection: profile }),
    });
  }
  if (scan.problems.length > 0) {
    return new ExpectedError('state-unknown', say('state-unknown.extra', { name }), {
      hint: say('hint.readable-places'),
      details: scan.problems,
    });
  }
  const names = scan.services.map((service) => service.name);
  return new ExpectedError('not-installed', say('not-installed.extra', { name }), {
    hint: names.length === 0 ? say('hint.finds-none') : say('hint.finds', { names: names.join(', ') }),
  });
}
