/** The deep scan and the removal on request, over all supervisors of this platform. Each one's part is loaded when it is needed. */

import type { ExtraService } from '../../shared/extra-service.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say } from '../../shared/said.ts';
import type { Clock } from '../system/clock.ts';
import type { CommandRunner } from '../system/command-runner.ts';
import type { Host } from '../system/host.ts';
import type { SupervisorRegistry } from './choose.ts';
import type { LaunchdPlaces } from './launchd/paths.ts';
import type { ControlOptions } from './supervisor.ts';
import type { ExtraUnitPlaces } from './systemd/scan-extra.ts';
import type { SystemdPlaces } from './systemd/user-bus.ts';

export interface ExtraDeps {
  readonly host: Host;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  /** Asked for the built-in supervisor only, to stop what it runs. */
  readonly supervisors: Pick<SupervisorRegistry, 'get'>;
  /** Other places than the machine's own, for tests. */
  readonly places?: {
    readonly units?: ExtraUnitPlaces;
    readonly systemd?: SystemdPlaces;
    readonly launchd?: LaunchdPlaces;
  };
}

export interface ExtraScan {
  readonly services: readonly ExtraService[];
  /** Sentences: what could not be looked at. With any, "nothing found" is not "there is nothing". */
  readonly problems: readonly Phrase[];
}

/** How the removal of a found service goes. */
export interface ExtraSteps {
  /** Where the definition will be kept. */
  readonly backup: string;
  readonly commands: readonly (readonly string[])[];
  readonly restore: readonly (readonly string[])[];
  readonly warnings: readonly Phrase[];
}

/** Looks at every place where a service can be defined. Rejects only for an abort or a defect. */
export async function scanExtra(deps: ExtraDeps, options: ControlOptions = {}): Promise<ExtraScan> {
  const parts = await Promise.all([scanNative(deps, options), scanEmbedded(deps)]);
  return {
    services: parts.flatMap((part) => part.services),
    problems: parts.flatMap((part) => part.problems),
  };
}

async function scanNative(deps: ExtraDeps, options: ControlOptions): Promise<ExtraScan> {
  switch (deps.host.platform) {
    case 'linux':
      return (await import('./systemd/scan-extra.ts')).scanExtraUnits(deps, deps.places?.units);
    case 'darwin':
      return (await import('./launchd/scan-extra.ts')).scanExtraAgents(deps, deps.places?.launchd);
    case 'win32':
      return (await import('./task-scheduler/scan-extra.ts')).scanExtraTasks(deps, options);
    case 'other':
      return { services: [], problems: [] };
    default:
      return deps.host.platform satisfies never;
  }
}

async function scanEmbedded(deps: ExtraDeps): Promise<ExtraScan> {
  return (await import('./embedded/scan-extra.ts')).scanExtraSupervised(deps);
}

/** Pure but for a look whether the backup's name is taken. */
export async function planExtraRemoval(deps: ExtraDeps, service: ExtraService): Promise<ExtraSteps> {
  switch (service.supervisor) {
    case 'systemd-user':
    case 'systemd-system':
      return (await import('./systemd/remove-extra.ts')).unitRemoval(deps, service);
    case 'launchd':
      return (await import('./launchd/remove-extra.ts')).agentRemoval(deps, service);
    case 'task-scheduler':
      return (await import('./task-scheduler/remove-extra.ts')).taskRemoval(deps, service);
    case 'embedded':
      return (await import('./embedded/scan-extra.ts')).supervisedRemoval(deps, service);
    default:
      return service.supervisor satisfies never;
  }
}

/**
 * Stops it, keeps its definition as `steps.backup`, makes the supervisor forget it, and looks whether it did.
 * @throws ExpectedError; `needs-elevation` for a service of the system, of which nothing was touched then.
 */
export async function removeExtra(
  deps: ExtraDeps,
  service: ExtraService,
  steps: ExtraSteps,
  options: ControlOptions = {},
): Promise<void> {
  if (service.scope === 'system') {
    throw new ExpectedError('needs-elevation', say('needs-elevation.system-service', { name: service.name }), {
      hint: say('detail.nothing-changed'),
    });
  }
  switch (service.supervisor) {
    case 'systemd-user':
    case 'systemd-system':
      return (await import('./systemd/remove-extra.ts')).removeExtraUnit(deps, service, steps.backup, options);
    case 'launchd':
      return (await import('./launchd/remove-extra.ts')).removeExtraAgent(deps, service, steps.backup, options);
    case 'task-scheduler':
      return (await import('./task-scheduler/remove-extra.ts')).removeExtraTask(deps, service, steps.backup, options);
    case 'embedded':
      return (await import('./embedded/scan-extra.ts')).removeExtraSupervised(deps, service, steps.backup, options);
    default:
      return service.supervisor satisfies never;
  }
}
