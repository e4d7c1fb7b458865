/**
 * Which supervisor drives a service: the one that was asked for, else the one that already has it, else the first that answers here.
 */
import { ExpectedError } from '../../shared/outcome.ts';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import { bootedWithSystemd, type Host } from '../system/host.ts';
import type { ControlOptions, ServiceIdentity, SupervisorAdapter } from './supervisor.ts';

export interface LocatedService {
  readonly identity: ServiceIdentity;
  readonly adapter: SupervisorAdapter;
  readonly inspection: ServiceInspection;
}

/** A profile's names for every supervisor, so that each can look for its own. */
export interface ServiceCandidate {
  readonly profile: string;
  readonly stateDir: string;
  readonly names: { readonly systemdUnit: string; readonly launchdLabel: string; readonly windowsTask: string };
}

export interface SupervisorRegistry {
  readonly adapters: readonly SupervisorAdapter[];
  /** @throws ExpectedError `not-supported` when this build or platform has no such supervisor. */
  get(kind: SupervisorKind): SupervisorAdapter;
  /** Finds each service where it is installed; one batched look per supervisor. Answers in the order asked. */
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

export function createRegistry(host: Host, adapters: readonly SupervisorAdapter[]): SupervisorRegistry {
  const get = (kind: SupervisorKind): SupervisorAdapter => {
    const adapter = adapters.find((each) => each.kind === kind);
    if (adapter === undefined) {
      throw new ExpectedError('not-supported', `This version cannot use the supervisor ${kind}.`, {
        hint: `Use one of: ${adapters.map((each) => each.kind).join(', ')}.`,
      });
    }
    return adapter;
  };

  /** Native ones that can exist on this machine at all, in order of preference. A look at the disk, no command. */
  const native = adapters.filter((adapter) => adapter.kind !== 'embedded' && couldRunHere(adapter.kind, host));
  const embedded = adapters.find((adapter) => adapter.kind === 'embedded');

  return {
    adapters,
    get,
    async locate(candidates, options) {
      const order = [...native, ...(embedded === undefined ? [] : [embedded])];
      if (order.length === 0) {
        throw new ExpectedError('supervisor-unavailable', 'Nothing on this machine can keep a service running.', {
          hint: 'Run the gateway by hand: openclaw gateway run.',
        });
      }
      const views = await Promise.all(
        order.map(async (adapter) => {
          const identities = candidates.map((candidate) => identityOf(candidate, adapter.kind));
          return { adapter, identities, inspections: await adapter.inspect(identities, options) };
        }),
      );
      return candidates.map((_, index) => {
        const found = views.map(({ adapter, identities, inspections }): LocatedService => {
          const identity = identities[index];
          const inspection = inspections[index];
          if (identity === undefined || inspection === undefined)
            throw new Error(`${adapter.kind} answered for too few services`);
          return { identity, adapter, inspection };
        });
        return pickLocated(found);
      });
    },
    async choose(wanted, options) {
      if (wanted !== undefined) {
        const adapter = get(wanted);
        const answer = await adapter.detect(options);
        if (!answer.available) throw new ExpectedError(answer.code, answer.reason, { hint: answer.hint });
        return adapter;
      }
      const refusals: string[] = [];
      for (const adapter of native) {
        const answer = await adapter.detect(options);
        if (answer.available) return adapter;
        // A session problem is the person's to solve; falling back in silence would leave them with a service that dies at boot.
        if (answer.code === 'user-bus-missing') {
          throw new ExpectedError(answer.code, answer.reason, {
            hint: `${answer.hint} Or use the built-in supervisor: --supervisor embedded.`,
          });
        }
        refusals.push(`${adapter.kind}: ${answer.reason}`);
      }
      if (embedded !== undefined) {
        const answer = await embedded.detect(options);
        if (answer.available) return embedded;
        refusals.push(`embedded: ${answer.reason}`);
      }
      throw new ExpectedError('supervisor-unavailable', 'Nothing on this machine can keep a service running.', {
        details: refusals,
      });
    },
  };
}

function identityOf(candidate: ServiceCandidate, kind: SupervisorKind): ServiceIdentity {
  return {
    profile: candidate.profile,
    serviceName: serviceNameFor(kind, candidate.names),
    stateDir: candidate.stateDir,
  };
}

/** The one that has a definition; else the first that does not say "unknown"; else the first. */
function pickLocated(found: readonly LocatedService[]): LocatedService {
  const first = found[0];
  if (first === undefined) throw new Error('no supervisor was asked');
  const present = found.find(({ inspection }) => inspection.definition.status === 'present' || hasProcess(inspection));
  return present ?? first;
}

function hasProcess(inspection: ServiceInspection): boolean {
  return ['running', 'starting', 'stopping', 'crash-looping'].includes(inspection.process.state);
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
