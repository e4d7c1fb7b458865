/** Lingering: whether the user's services live on after logout and come back at boot (loginctl(1), enable-linger). */

import { lstat } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { quote, type Said, say } from '../../../shared/said.ts';
import { showArgv } from '../../system/command-runner.ts';
import { errnoOf } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import type { ControlOptions, Survival } from '../supervisor.ts';
import { type SystemdPlaces, tail, type UserBus } from './user-bus.ts';

export interface LingerDeps {
  readonly host: Host;
  readonly bus: UserBus;
  readonly places: SystemdPlaces;
}

/** A dialog may ask the person for a password. */
const LINGER_TIMEOUT_MS = 120_000;

/** null = could not find out. logind keeps one file for each lingering user; loginctl knows only those that are logged in or linger. */
export async function lingers(deps: LingerDeps, options: ControlOptions = {}): Promise<boolean | null> {
  const file = posix.join(deps.places.lingerFolder, deps.host.userName);
  try {
    await lstat(file);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return false;
    if (errnoOf(cause) === null) throw cause;
  }
  const result = await deps.bus.run(['loginctl', 'show-user', deps.host.userName, '--property=Linger'], options);
  const said = /^Linger=(yes|no)$/m.exec(result.stdout)?.[1];
  if (said !== undefined) return said === 'yes';
  return /is not logged in or lingering/.test(result.stderr) ? false : null;
}

/** @param enabled whether the service starts by itself; null when not known. */
export async function survivalOf(
  deps: LingerDeps,
  enabled: boolean | null,
  options?: ControlOptions,
): Promise<Survival> {
  const linger = await lingers(deps, options);
  const reboot = linger === false || enabled === false ? false : linger === null || enabled === null ? null : true;
  return { logout: linger, reboot, reason: reasonOf(linger, enabled) };
}

function reasonOf(linger: boolean | null, enabled: boolean | null): Said | null {
  if (linger === null) return say('survives.linger-unknown');
  if (!linger) return say('survives.linger-off');
  if (enabled === null) return say('survives.enabled-unknown');
  return enabled ? null : say('survives.not-enabled');
}

/** @throws ExpectedError `needs-elevation` when the system asks for an administrator, `command-failed` otherwise. */
export async function enableLingerFor(deps: LingerDeps, options: ControlOptions = {}): Promise<void> {
  const { userName } = deps.host;
  const result = await deps.bus.run(['loginctl', 'enable-linger', userName], {
    ...options,
    timeoutMs: LINGER_TIMEOUT_MS,
  });
  if (result.exitCode === 0 && (await lingers(deps, options)) !== false) return;
  const details = [quote(`${showArgv(result.argv)}: ${tail(result) || `exit code ${result.exitCode ?? 'none'}`}`)];
  const hint = say('linger.ask-administrator', { user: userName });
  if (/authentication required|Access denied|Permission denied|Not authorized/i.test(result.stderr)) {
    throw new ExpectedError('needs-elevation', say('linger.needs-administrator'), { hint, details });
  }
  throw new ExpectedError('command-failed', say('linger.not-turned-on'), { hint, details });
}
