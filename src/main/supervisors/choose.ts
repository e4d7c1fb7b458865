/**
 * Which supervisor drives a service: the one that was asked for, else the one that already has it, else the first that answers here.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import { bootedWithSystemd, type Host } from '../system/host.ts';
import { SYSTEM_UNIT_FOLDER } from '../system/unit-folder.ts';
import type { ControlOptions, ServiceIdentity, SupervisorAdapter } from './supervisor.ts';

export interface LocatedService {
  readonly identity: ServiceIdentity;
  readonly adapter: SupervisorAdapter;
  readonly inspection: ServiceInspection;
  /** The service of the same name in systemd's other scope (user or system), where there is one. */
  readonly rival: ServiceInspection | null;
}

type Seen = Omit<LocatedService, 'rival'>;

/** A profile's names for every supervisor, so that each can look for its own. */
export interface ServiceCandidate {
  readonly profile: string;
  readonly stateDir: string;
  /** `system` = only the system's systemd is asked. */
  readonly scope: 'user' | 'system';
  readonly names: { readonly systemdUnit: string; readonly launchdLabel: string; readonly windowsTask: string };
}

export interface SupervisorRegistry {
  /** The adapter of a kind, whether or not it can run here: for plans that are reviewed or deployed elsewhere. @throws `not-supported`. */
  get(kind: SupervisorKind): Promise<SupervisorAdapter>;
  /**
   * Finds each service where it is installed; one batched look per supervisor, and none at the built-in one when a native supervisor has
   * them all. Answers in the order asked.
   */
  locate(candidates: readonly ServiceCandidate[], options?: ControlOptions): Promise<readonly LocatedService[]>;
  /** The supervisor that a new service should go to. @throws ExpectedError when the wanted one, or none at all, answers. */
  choose(wanted: SupervisorKind | undefined, options?: ControlOptions): Promise<SupervisorAdapter>;
}

export function serviceNameFor(kind: SupervisorKind, names: ServiceCandidate['names']): string {
  switch (kind) {
    case 'launchd':
      return names.launchdLabel;
    case 'task-scheduler':
      return names.windowsTask;
    case 'systemd-user':
    case 'systemd-system':
    case 'embedded':
      return names.systemdUnit;
    default:
      return kind satisfies never;
  }
}

/** Makes the adapters; each is loaded when it is needed, because a call of the shim pays for what it loads. */
export type AdapterLoaders = Readonly<Partial<Record<SupervisorKind, () => Promise<SupervisorAdapter>>>>;

/** Native supervisors in order of preference. System services are installed only when asked for, so they are not among them. */
const PREFERENCE = ['systemd-user', 'launchd', 'task-scheduler'] as const satisfies readonly SupervisorKind[];

/**
 * `OPENCLAW_TRAY_SUPERVISOR=embedded` in the host's environment leaves the native supervisors alone, as tests and containers may want.
 */
export function createRegistry(host: Host, loaders: AdapterLoaders): SupervisorRegistry {
  const made = new Map<SupervisorKind, Promise<SupervisorAdapter>>();
  const get = (kind: SupervisorKind): Promise<SupervisorAdapter> => {
    const load = loaders[kind];
    if (load === undefined) {
      return Promise.reject(
        new ExpectedError('not-supported', say('not-supported.supervisor', { supervisor: kind }), {
          hint: say('hint.use-one-of', { names: Object.keys(loaders).join(', ') }),
        }),
      );
    }
    const adapter = made.get(kind) ?? load();
    made.set(kind, adapter);
    return adapter;
  };
  const loadEmbedded = () => get('embedded');

  /** Those that can exist on this machine at all: a look at the disk, no command. */
  const loadPossible = (): Promise<readonly SupervisorAdapter[]> =>
    Promise.all(
      host.env.OPENCLAW_TRAY_SUPERVISOR === 'embedded'
        ? []
        : PREFERENCE.filter((kind) => loaders[kind] !== undefined && couldRunHere(kind, host)).map(get),
    );

  const locateOwn = async (
    candidates: readonly ServiceCandidate[],
    options: ControlOptions | undefined,
  ): Promise<Seen[]> => {
    if (candidates.length === 0) return [];
    const possible = await loadPossible();
    const views = await Promise.all(possible.map((adapter) => viewOf(adapter, candidates, options)));
    const found = candidates.map((_, index) => views.flatMap((view) => view[index] ?? []));
    const nobodyElse = possible.length > 0 && !existsSync(join(host.appDirs.state, 'embedded'));
    if (nobodyElse || found.every((services) => services.some(isThere))) return found.map(pickLocated);
    const last = await viewOf(await loadEmbedded(), candidates, options);
    return found.map((services, index) =>
      pickLocated([...services, ...(last[index] === undefined ? [] : [last[index]])]),
    );
  };
  const viewOfKind = async (
    kind: SupervisorKind,
    candidates: readonly ServiceCandidate[],
    options: ControlOptions | undefined,
  ): Promise<Seen[]> => (candidates.length === 0 ? [] : [...(await viewOf(await get(kind), candidates, options))]);

  /** What systemd's other scope says of each, asked only for those that have a unit file there: a look at the disk for the rest. */
  const rivalsOf = async (
    candidates: readonly ServiceCandidate[],
    options: ControlOptions | undefined,
  ): Promise<(ServiceInspection | null)[]> => {
    const kinds = candidates.map((candidate) => rivalKind(candidate, host));
    const ask = (kind: RivalKind) =>
      viewOfKind(
        kind,
        candidates.filter((_, index) => kinds[index] === kind),
        options,
      );
    const [user, system] = await Promise.all([ask('systemd-user'), ask('systemd-system')]);
    return kinds.map((kind) =>
      kind === null ? null : ((kind === 'systemd-user' ? user : system).shift()?.inspection ?? null),
    );
  };

  return {
    get,
    async locate(candidates, options) {
      const [own, ofSystem, rivals] = await Promise.all([
        locateOwn(
          candidates.filter(({ scope }) => scope === 'user'),
          options,
        ),
        viewOfKind(
          'systemd-system',
          candidates.filter(({ scope }) => scope === 'system'),
          options,
        ),
        rivalsOf(candidates, options),
      ]);
      const found = candidates.map(({ scope }) => (scope === 'user' ? own : ofSystem).shift());
      return found.map((service, index) => {
        if (service === undefined) throw new Error('a supervisor answered for too few services');
        return { ...service, rival: rivals[index] ?? null };
      });
    },
    async choose(wanted, options) {
      if (wanted !== undefined) {
        const adapter = await get(wanted);
        const answer = await adapter.detect(options);
        if (!answer.available) throw new ExpectedError(answer.code, answer.reason, { hint: answer.hint });
        return adapter;
      }
      const refusals: string[] = [];
      for (const adapter of await loadPossible()) {
        const answer = await adapter.detect(options);
        if (answer.available) return adapter;
        // A session problem is the person's to solve; falling back in silence would leave them with a service that dies at boot.
        if (answer.code === 'user-bus-missing') {
          throw new ExpectedError(answer.code, answer.reason, {
            hint: say('hint.or-built-in', { hint: answer.hint }),
          });
        }
        refusals.push(`${adapter.kind}: ${answer.reason}`);
      }
      const embedded = await loadEmbedded();
      const answer = await embedded.detect(options);
      if (answer.available) return embedded;
      refusals.push(`embedded: ${answer.reason}`);
      throw new ExpectedError('supervisor-unavailable', say('supervisor-unavailable.none'), {
        details: refusals,
        hint: say('hint.by-hand'),
      });
    },
  };
}

/** What one supervisor says about all of them. */
async function viewOf(
  adapter: SupervisorAdapter,
  candidates: readonly ServiceCandidate[],
  options: ControlOptions | undefined,
): Promise<readonly Seen[]> {
  const identities = candidates.map((candidate) => identityOf(candidate, adapter.kind));
  const inspections = await adapter.inspect(identities, options);
  return identities.map((identity, index) => {
    const inspection = inspections[index];
    if (inspection === undefined) throw new Error(`${adapter.kind} answered for too few services`);
    return { identity, adapter, inspection };
  });
}

function identityOf(candidate: ServiceCandidate, kind: SupervisorKind): ServiceIdentity {
  return {
    profile: candidate.profile,
    serviceName: serviceNameFor(kind, candidate.names),
    stateDir: candidate.stateDir,
  };
}

/** The one that has a definition; else the first that does not say "unknown"; else the first. */
function pickLocated(found: readonly Seen[]): Seen {
  const first = found[0];
  if (first === undefined) throw new Error('no supervisor was asked');
  return found.find(isThere) ?? first;
}

/** It has a definition here, or a process without one. */
function isThere({ inspection }: Seen): boolean {
  const { definition, process } = inspection;
  return (
    definition.status === 'present' || ['running', 'starting', 'stopping', 'crash-looping'].includes(process.state)
  );
}

type RivalKind = 'systemd-user' | 'systemd-system';

/** The other scope, when it has a unit file of this name where administrators and people keep theirs. */
function rivalKind(candidate: ServiceCandidate, host: Host): RivalKind | null {
  if (!couldRunHere('systemd-user', host) || host.env.OPENCLAW_TRAY_SUPERVISOR === 'embedded') return null;
  const unit = candidate.names.systemdUnit;
  const [kind, folder] =
    candidate.scope === 'user'
      ? (['systemd-system', SYSTEM_UNIT_FOLDER] as const)
      : (['systemd-user', join(host.accountHome, '.config', 'systemd', 'user')] as const);
  return existsSync(join(folder, unit)) ? kind : null;
}

function couldRunHere(kind: SupervisorKind, host: Host): boolean {
  switch (kind) {
    case 'systemd-user':
    case 'systemd-system':
      return host.platform === 'linux' && bootedWithSystemd();
    case 'launchd':
      return host.platform === 'darwin';
    case 'task-scheduler':
      return host.platform === 'win32';
    case 'embedded':
      return true;
    default:
      return kind satisfies never;
  }
}
