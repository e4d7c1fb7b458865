/**
 * All gateways of this user on this host, as far as files tell, and which of them do not go together. Starts no process: the port that a
 * plain `status` pays for the other profiles is some small files read, and nothing when there are none.
 */

import { join } from 'node:path';
import { type Phrase, phraseOf, say } from '../../shared/said.ts';
import { problemSaid, reasonSaid } from '../../shared/said-facts.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import type { ConfigFact, InstanceFacts, ProfileFacts } from '../health/facts.ts';
import type { Collision, Instance } from '../profiles/collisions.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { serviceNameFor } from '../supervisors/choose.ts';
import type { Host, Platform } from '../system/host.ts';
import { candidateOf } from './candidate.ts';
import type { CoreContext } from './context.ts';
import { portOfDefinition, readConfigFact } from './profile-files.ts';

/** Everything that is compared of one gateway, before its places are looked up. */
export interface InstanceSource {
  readonly profile: ResolvedProfile;
  readonly config: ConfigFact;
  /** null = there is none. */
  readonly definition: Pick<ServiceDefinition, 'command' | 'environment'> | null;
  /** Sentence: why the definition is not known. */
  readonly definitionProblem: Phrase | null;
  /** Given when it is known better than from definition and configuration. */
  readonly port?: number | undefined;
}

/** What identifies a profile in the environment of a caller; the *other* profiles were never meant by it. */
const IDENTITY = [
  'OPENCLAW_PROFILE',
  'OPENCLAW_STATE_DIR',
  'OPENCLAW_CONFIG_PATH',
  'OPENCLAW_GATEWAY_PORT',
  'OPENCLAW_WORKSPACE_DIR',
  'OPENCLAW_SYSTEMD_UNIT',
  'OPENCLAW_LAUNCHD_LABEL',
  'OPENCLAW_WINDOWS_TASK_NAME',
];

/**
 * The profiles besides those named, each with what its files say. One that has neither a service nor a configuration is none yet.
 * A list of remembered profiles that cannot be read leaves them out.
 */
export async function readOtherInstances(
  context: CoreContext,
  besides: readonly ResolvedProfile[],
): Promise<readonly InstanceSource[]> {
  const { discoverProfiles } = await import('../profiles/discover.ts');
  const host = impersonal(context.host);
  const others = (await discoverProfiles(host)).filter(({ id }) => besides.every((one) => one.id !== id));
  if (others.length === 0) return [];
  const { readDefinitionOnDisk } = await import('../supervisors/definition-on-disk.ts');
  const sources = await Promise.all(
    others.map(async (profile): Promise<InstanceSource | null> => {
      const [config, onDisk] = await Promise.all([
        readConfigFact(profile),
        readDefinitionOnDisk(host, candidateOf(profile)),
      ]);
      if (onDisk.status === 'absent' && config.ok && !config.config.exists) return null;
      return {
        profile,
        config,
        definition: onDisk.status === 'present' ? onDisk.definition : null,
        definitionProblem: onDisk.status === 'unknown' ? onDisk.reason : null,
      };
    }),
  );
  return sources.filter((source) => source !== null);
}

function impersonal(host: Host): Host {
  return { ...host, env: Object.fromEntries(Object.entries(host.env).filter(([key]) => !IDENTITY.includes(key))) };
}

/** Places looked up and unknowns said. */
export async function instanceOf(context: CoreContext, source: InstanceSource): Promise<Instance> {
  const { placeOf } = await import('../profiles/places.ts');
  const { profile, config, definition, definitionProblem } = source;
  const environment = definition?.environment ?? {};
  const unknown: Phrase[] = [];
  if (definitionProblem !== null) unknown.push(definitionProblem);
  if (!config.ok) {
    unknown.push(
      say('instance.config-unread', {
        profile: profile.id,
        reason: phraseOf(config.error.message, config.error.told?.message),
      }),
    );
  }
  const stateDir = environment.OPENCLAW_STATE_DIR ?? profile.stateDir;
  const configPath =
    environment.OPENCLAW_CONFIG_PATH ??
    (stateDir === profile.stateDir ? profile.configPath : join(stateDir, 'openclaw.json'));
  // Where the service reads another file than this profile's, what that one says is not looked up.
  const sameConfig = configPath === profile.configPath;
  const fromConfig = config.ok && sameConfig ? config.config : null;
  const definitionPort = definition === null ? null : portOfDefinition(definition);
  const port =
    source.port ??
    definitionPort ??
    (definitionProblem !== null || fromConfig === null ? null : (fromConfig.port ?? profile.defaultPort));
  if (port === null) unknown.push(say('instance.port-unknown', { profile: profile.id }));
  if (config.ok && !sameConfig)
    unknown.push(say('instance.config-elsewhere', { profile: profile.id, path: configPath }));
  // OpenClaw's default (2026.9.6, workspace-default): the variable, else beside the state.
  const workspace =
    fromConfig === null
      ? null
      : (fromConfig.workspace ?? environment.OPENCLAW_WORKSPACE_DIR ?? join(stateDir, 'workspace'));
  const [configPlace, state, workspacePlace] = await Promise.all([
    placeOf(configPath),
    placeOf(stateDir),
    workspace === null ? null : placeOf(workspace),
  ]);
  return {
    profile: profile.id,
    port,
    config: configPlace,
    state,
    workspace: workspacePlace,
    serviceName: serviceNameFor(kindOf(context.host.platform), profile.names),
    unknown,
  };
}

function kindOf(platform: Platform): SupervisorKind {
  if (platform === 'darwin') return 'launchd';
  return platform === 'win32' ? 'task-scheduler' : 'systemd-user';
}

/** Adds to each profile's facts how it goes together with all others. */
export async function compareGathered<G extends { readonly facts: ProfileFacts }>(
  context: CoreContext,
  gathered: readonly G[],
  others: readonly InstanceSource[],
): Promise<readonly G[]> {
  const own = gathered.flatMap(({ facts }) => {
    const source = sourceOf(facts);
    return source === null ? [] : [source];
  });
  const compared = await compareInstances(context, own, others);
  return gathered.map((one) => {
    const index = own.findIndex(({ profile }) => profile === one.facts.profile);
    return index < 0 ? one : { ...one, facts: { ...one.facts, instances: compared[index] ?? null } };
  });
}

/** null for a profile that has neither service nor configuration: it is none yet, and in nobody's way. */
function sourceOf({ profile, config, inspection: { definition }, port }: ProfileFacts): InstanceSource | null {
  if (definition.status === 'absent' && config.ok && !config.config.exists) return null;
  const parsed = definition.status === 'present' ? definition.parsed : null;
  const problem =
    definition.status === 'unknown'
      ? reasonSaid(definition)
      : definition.status === 'present' && parsed === null
        ? say('definition.unusable', {
            profile: profile.id,
            problem: problemSaid(definition) ?? say('problem.not-understood'),
          })
        : null;
  return { profile, config, definition: parsed, definitionProblem: problem, port };
}

/** Compares all of them; answers for each profile of `own`, in that order. null for one without any neighbour. */
async function compareInstances(
  context: CoreContext,
  own: readonly InstanceSource[],
  others: readonly InstanceSource[],
): Promise<readonly (InstanceFacts | null)[]> {
  if (own.length + others.length < 2) return own.map(() => null);
  const { collisionsOf, findCollisions } = await import('../profiles/collisions.ts');
  const instances = await Promise.all([...own, ...others].map((source) => instanceOf(context, source)));
  const all = findCollisions(instances, { caseSensitive: tellsCaseApart(context.host.platform) });
  return Promise.all(
    own.map(async ({ profile }): Promise<InstanceFacts> => {
      const collisions = collisionsOf(profile.id, all);
      return {
        collisions,
        unknown: instances.flatMap((instance) => instance.unknown),
        freePort: hasPortCollision(collisions) ? await proposePort(context, profile.id, instances) : null,
      };
    }),
  );
}

/** Usual disks and supervisors of the platform; files that are there are told apart by themselves. */
export function tellsCaseApart(platform: Platform): boolean {
  return platform !== 'darwin' && platform !== 'win32';
}

function hasPortCollision(collisions: readonly Collision[]): boolean {
  return collisions.some(({ kind }) => kind === 'port' || kind === 'derived-ports');
}

/** A port whose derived ports, too, meet no other gateway's and are free now; null when none was found. */
export async function proposePort(
  context: CoreContext,
  profile: string,
  instances: readonly Instance[],
): Promise<number | null> {
  const { proposeFreePort } = await import('../profiles/ports.ts');
  const { portsMeet } = await import('../profiles/collisions.ts');
  const wanted = instances.find((instance) => instance.profile === profile)?.port ?? 18789;
  const taken = instances.flatMap(({ profile: other, port }) =>
    port === null || other === profile ? [] : [{ profile: other, port }],
  );
  const isFree = async (port: number) => (await context.machine.isPortFree(port)) === true;
  return proposeFreePort(wanted + 120, taken, async (base) => {
    if (taken.some(({ port }) => portsMeet(base, port)) || !(await isFree(base))) return false;
    const derived = [base + 2, ...Array.from({ length: 101 }, (_, index) => base + 10 + index)];
    return (await Promise.all(derived.map(isFree))).every(Boolean);
  });
}

/** A port for this profile, away from the one that it cannot have, that keeps clear of all others; null when none was found. */
export async function freePortFor(
  context: CoreContext,
  profile: ResolvedProfile,
  port: number,
): Promise<number | null> {
  const own = { profile, config: await readConfigFact(profile), definition: null, definitionProblem: null, port };
  const others = await readOtherInstances(context, [profile]);
  const instances = await Promise.all([
    instanceOf(context, own),
    ...others.map(async (source) => {
      const instance = await instanceOf(context, source);
      return { ...instance, port: instance.port ?? source.profile.defaultPort };
    }),
  ]);
  return proposePort(context, profile.id, instances);
}
