/** `enable` and `disable`: whether a service starts by itself at login or boot. What runs goes on, what is stopped stays so. */

import type { AutostartResult } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { AutostartPlan } from '../../shared/plan.ts';
import { type Phrase, say, textOf, told } from '../../shared/said.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { acquireLock } from '../system/lock.ts';
import type { CoreContext } from './context.ts';
import { type ControlRequest, look, refuseExternallyManaged, requireKnown } from './control.ts';
import type { GatheredProfile } from './gather.ts';
import { lockName } from './lock-name.ts';
import { reportOf } from './report.ts';

const LOCK_WAIT_MS = 30_000;

/** What would be done; touches nothing. @throws ExpectedError as `setAutostart`. */
export async function planAutostart(
  context: CoreContext,
  profile: ResolvedProfile,
  on: boolean,
): Promise<AutostartPlan> {
  const seen = await look(context, profile, { probe: false });
  const { adapter, identity } = seen.located;
  const commands = await commandsFor(seen, on);
  const warnings = warningsOf(seen, on);
  return {
    action: on ? 'enable' : 'disable',
    profile: profile.id,
    supervisor: adapter.kind,
    serviceName: identity.serviceName,
    files: [],
    commands: seen.facts.inspection.enabled === on ? [] : commands.map((argv) => [...argv]),
    privileges: adapter.installsAtOnce === true ? 'administrator' : 'user',
    warnings: warnings.map(textOf),
    ...told({ warnings }),
  };
}

/**
 * Asks the supervisor and reads back what it says then. @throws ExpectedError `not-installed`, `definition-masked`, `externally-managed`,
 * `not-supported`, `needs-elevation`, `not-verified` and what the supervisor says.
 */
export async function setAutostart(
  context: CoreContext,
  request: Pick<ControlRequest, 'profile' | 'signal' | 'lockWaitMs'>,
  on: boolean,
): Promise<AutostartResult> {
  const { profile, signal } = request;
  const action = on ? 'enable' : 'disable';
  const lock = await acquireLock({
    folder: context.host.appDirs.runtime,
    name: lockName(profile.id),
    purpose: say(`doing.${action}`),
    waitMs: request.lockWaitMs ?? LOCK_WAIT_MS,
    clock: context.clock,
    signal,
  });
  try {
    const before = await look(context, profile, { probe: false, signal });
    await commandsFor(before, on);
    const { adapter, identity } = before.located;
    const changed = before.facts.inspection.enabled !== on;
    if (changed) await adapter.setAutostart(identity, on, { signal });
    // The whole report, with the probe: whoever shows it must not see "not asked".
    const after = await look(context, profile, { signal });
    if (after.facts.inspection.enabled !== on) throw notVerified(after, on);
    const message = say(`result.autostart-${changed ? 'now' : 'already'}-${on ? 'on' : 'off'}`, {
      profile: profile.id,
    });
    const warnings = warningsOf(before, on);
    return {
      ok: true,
      action,
      profile: profile.id,
      changed,
      result: changed ? `${action}d` : `already-${action}d`,
      message: textOf(message),
      warnings: warnings.map(textOf),
      ...told({ message, warnings }),
      report: reportOf(after.facts),
    };
  } finally {
    await lock.release();
  }
}

/** Refuses what cannot be done before anything is asked of the supervisor. */
async function commandsFor(seen: GatheredProfile, on: boolean): Promise<readonly (readonly string[])[]> {
  const { facts, located } = seen;
  const { definition, serviceName } = facts.inspection;
  refuseExternallyManaged(facts.profile);
  requireKnown(seen);
  if (definition.status !== 'present') {
    throw new ExpectedError('not-installed', say('not-installed.profile', { profile: facts.profile.id }), {
      hint: say('hint.install-first'),
    });
  }
  if (definition.masked) {
    throw new ExpectedError('definition-masked', say('definition-masked.nothing-starts', { service: serviceName }), {
      hint: say('hint.take-mask-away'),
    });
  }
  const commands = located.adapter.autostartCommands(located.identity, on);
  // Says why, in the supervisor's own words; it does nothing else where there are no commands.
  if (commands === null) await located.adapter.setAutostart(located.identity, on);
  return commands ?? [];
}

function warningsOf({ facts, located }: GatheredProfile, on: boolean): Phrase[] {
  if (!on && located.adapter.kind === 'launchd') return [say('warning.one-switch')];
  if (on && located.adapter.kind === 'systemd-user' && facts.survival.logout === false)
    return [say('warning.at-login')];
  return [];
}

function notVerified({ facts }: GatheredProfile, on: boolean): ExpectedError {
  const { enabled, serviceName } = facts.inspection;
  return new ExpectedError(
    'not-verified',
    say(on ? 'not-verified.autostart-on' : 'not-verified.autostart-off', { profile: facts.profile.id }),
    {
      hint: say('hint.other-starter'),
      details: [`${serviceName}: enabled = ${enabled ?? 'not known'}.`],
    },
  );
}
