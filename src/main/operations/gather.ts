/**
 * Finds out everything about some profiles at once: one look per supervisor for all of them, then ports, secrets and probes side by side.
 */
import { access } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { PortOwner } from '../../shared/status-report.ts';
import type { ConfigFact, ProfileFacts, ProgramFact } from '../health/facts.ts';
import type { LogSubject } from '../logs/subject.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { LocatedService } from '../supervisors/choose.ts';
import type { ExtraScan } from '../supervisors/extra.ts';
import type { SupervisorAdapter } from '../supervisors/supervisor.ts';
import { errnoOf } from '../system/files.ts';
import { type Asked, askGateway } from './ask-gateway.ts';
import { candidateOf, hostFor } from './candidate.ts';
import type { CoreContext } from './context.ts';
import { portOfDefinition, readConfigFact } from './profile-files.ts';
import { hasJournal } from './transaction/journal-path.ts';

export interface GatherOptions {
  /** false = supervisor only. */
  readonly probe: boolean;
  /** Also look for legacy, extra and orphaned services. */
  readonly deep: boolean;
  /** Bound on each probe, milliseconds. */
  readonly timeoutMs: number;
  /** Reads health and nodes after hello. */
  readonly health: boolean;
  /** Without a definition, look which OpenClaw and runtime an installation would use. Starts `node --version`. */
  readonly locate?: boolean | undefined;
  /** Compare with the other profiles of this host. Reads their files; starts nothing. */
  readonly instances?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GatheredProfile {
  readonly facts: ProfileFacts;
  readonly located: LocatedService;
}

/** Answers in the order asked. Rejects only for an abort or a defect; what could not be found out is in the facts. */
export async function gatherProfiles(
  context: CoreContext,
  profiles: readonly ResolvedProfile[],
  options: GatherOptions,
): Promise<readonly GatheredProfile[]> {
  const configsReading = Promise.all(profiles.map((profile) => readConfigFact(profile)));
  const locating = context.supervisors.locate(profiles.map(candidateOf), { signal: options.signal });
  // Asked with the port of the configuration while the supervisor is still answering; asked again only when the service uses another one.
  const early = configsReading.then((configs) =>
    Promise.all(
      profiles.map((profile, index) => {
        const config = configs[index];
        return options.probe && config !== undefined ? askGateway(context, profile, config, null, options) : null;
      }),
    ),
  );
  const extras = options.deep ? scanExtraServices(context, options) : Promise.resolve(null);
  const others =
    options.instances === true
      ? import('./instances.ts').then((part) => part.readOtherInstances(context, profiles))
      : Promise.resolve(null);
  // A rejection of one of these while another is awaited must not count as unhandled; each is awaited below.
  for (const pending of [early, extras, others]) pending.catch(() => undefined);
  const [configs, located] = await Promise.all([configsReading, locating]);
  const asked = await early;
  const scan = await extras;
  const gathered = await Promise.all(
    profiles.map(async (profile, index) => {
      const service = located[index];
      const config = configs[index];
      if (service === undefined || config === undefined) throw new Error(`no answer for profile ${profile.id}`);
      return {
        located: service,
        facts: await factsOf(context, profile, service, config, asked[index] ?? null, scan, options),
      };
    }),
  );
  const neighbours = await others;
  if (neighbours === null || gathered.length + neighbours.length < 2) return gathered;
  const { compareGathered } = await import('./instances.ts');
  return compareGathered(context, gathered, neighbours);
}

async function factsOf(
  context: CoreContext,
  profile: ResolvedProfile,
  located: LocatedService,
  config: ConfigFact,
  early: Asked | null,
  scan: ExtraScan | null,
  options: GatherOptions,
): Promise<ProfileFacts> {
  const { inspection, adapter, identity } = located;
  const definition = inspection.definition.status === 'present' ? inspection.definition.parsed : null;
  const definitionPort = definition === null ? null : portOfDefinition(definition);
  const asked =
    early !== null && (definitionPort === null || definitionPort === early.port)
      ? definitionPort === null
        ? early
        : { ...early, portSource: 'service' as const }
      : await askGateway(context, profile, config, definitionPort, options);
  const servicePid = 'pid' in inspection.process ? inspection.process.pid : null;
  const [portOwner, program, survival, paused] = await Promise.all([
    ownerOf(context, asked.port, inspection.process),
    definition === null && options.locate === true && inspection.definition.status === 'absent'
      ? locateProgram(context, profile)
      : programOf(definition),
    adapter.survival(identity, inspection.enabled, { signal: options.signal }),
    // Only of interest when it does not answer; asked before, a healthy status would pay for it.
    servicePid !== null && asked.probe?.ok === false ? isPaused(context, servicePid) : false,
  ]);
  return {
    profile,
    inspection,
    config,
    credentials: asked.credentials,
    service: definition === null ? null : servicePaths(definition, profile),
    program,
    port: asked.port,
    portSource: asked.portSource,
    portOwner,
    url: asked.target.url,
    target: asked.target,
    probe: asked.probe,
    survival,
    logPaths: logPathsOf(adapter, located),
    scopes: scopesOf(located),
    ...(await unfinishedOf(context, profile)),
    ...extrasFor(scan, inspection.serviceName),
    ...(paused ? { processPaused: true } : {}),
    checkedAt: context.clock.now(),
  };
}

/** Costs one look at the disk as long as there is none. */
async function unfinishedOf(context: CoreContext, { id }: ResolvedProfile): Promise<Pick<ProfileFacts, 'unfinished'>> {
  if (!(await hasJournal(context.host.appDirs, id))) return {};
  const { unfinishedChange } = await import('./transaction/unfinished.ts');
  return { unfinished: await unfinishedChange(context, id) };
}

/** Both of systemd's scopes, when both have a unit of this name. */
function scopesOf({ inspection, rival }: LocatedService): NonNullable<ProfileFacts['scopes']> | null {
  if (rival === null) return null;
  return inspection.supervisor === 'systemd-system'
    ? { user: rival, system: inspection }
    : { user: inspection, system: rival };
}

/** Config and state folder that the gateway will use when this definition starts it. */
function servicePaths(
  definition: ServiceDefinition,
  profile: ResolvedProfile,
): { configPath: string; stateDir: string } {
  const { environment } = definition;
  const home = environment.OPENCLAW_HOME ?? environment.HOME ?? profile.home;
  const stateDir = environment.OPENCLAW_STATE_DIR ?? join(home, '.openclaw');
  return { stateDir, configPath: environment.OPENCLAW_CONFIG_PATH ?? join(stateDir, 'openclaw.json') };
}

const RUNTIME_NAME = /(?:^|[\\/])(?:node|bun)(?:\.exe)?$/;

/** Runtime and entry script of a definition, whether they are still there, and the version of the package around the entry. */
async function programOf(definition: ServiceDefinition | null): Promise<ProgramFact> {
  if (definition === null) return { runtime: null, entry: null, openclawVersion: null, missing: [], problem: null };
  const runtimeIndex = definition.command.findIndex((part) => RUNTIME_NAME.test(part));
  const runtime = definition.command[Math.max(runtimeIndex, 0)] ?? null;
  const entry = definition.command.slice(runtimeIndex + 1).find((part) => /\.(?:m|c)?js$/.test(part)) ?? null;
  const missing: string[] = [];
  for (const path of [runtime, entry]) {
    if (path !== null && isAbsolute(path) && !(await isThere(path))) missing.push(path);
  }
  return {
    runtime,
    entry,
    openclawVersion: entry === null ? null : await packageVersion(entry),
    missing,
    problem: null,
  };
}

/** Which OpenClaw and which runtime an installation would use now. */
async function locateProgram(context: CoreContext, profile: ResolvedProfile): Promise<ProgramFact> {
  const host = hostFor(context.host, profile);
  const { locateEntry } = await import('../openclaw/locate-entry.ts');
  const { locateRuntime } = await import('../openclaw/locate-runtime.ts');
  const none: ProgramFact = { runtime: null, entry: null, openclawVersion: null, missing: [], problem: null };
  let found = none;
  try {
    const entry = await locateEntry({ host });
    found = { ...none, entry: entry.path, openclawVersion: entry.version };
    const runtime = await locateRuntime({ kind: 'node', entry, host, runner: context.runner });
    return { ...found, runtime: runtime.path };
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return { ...found, problem: cause.toOutcome().error };
  }
}

/** True also when we may not look: an unreadable folder is no proof that the file is gone. */
async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    return errnoOf(cause) !== 'ENOENT' && errnoOf(cause) !== 'ENOTDIR';
  }
}

async function packageVersion(entry: string): Promise<string | null> {
  const { readPackageVersion } = await import('../openclaw/package-version.ts');
  return readPackageVersion(entry);
}

/** Adds "is it ours" to who listens: the service's process itself, or a descendant of it. */
export async function ownerOf(
  context: CoreContext,
  port: number,
  process: LocatedService['inspection']['process'],
): Promise<PortOwner> {
  const servicePid = 'pid' in process ? process.pid : null;
  const listener = await context.machine.listener(port, servicePid);
  if (listener.owner === 'unreadable') {
    // Whose descriptors cannot be read, the account still tells: the kernel's table names it, and so does /proc of the service's process.
    const uid = servicePid === null ? null : ((await context.machine.process(servicePid))?.uid ?? null);
    return { ...listener, sameAccount: uid === null || listener.uid === null ? null : uid === listener.uid };
  }
  if (listener.owner !== 'process') return listener;
  return { ...listener, own: servicePid !== null && (await isSameOrDescendant(context, listener.pid, servicePid)) };
}

async function isPaused(context: CoreContext, pid: number): Promise<boolean> {
  try {
    return (await context.machine.process(pid))?.paused === true;
  } catch (cause) {
    // It could not be found out (no /proc, `ps` did not run): then it is not told.
    if (cause instanceof Error) return false;
    throw cause;
  }
}

const MAX_PARENTS = 16;

async function isSameOrDescendant(context: CoreContext, pid: number, ancestor: number): Promise<boolean> {
  let current = pid;
  for (let step = 0; step < MAX_PARENTS; step += 1) {
    if (current === ancestor) return true;
    const parent = (await context.machine.process(current))?.ppid ?? null;
    if (parent === null || parent <= 1) return false;
    current = parent;
  }
  return false;
}

function logPathsOf(adapter: SupervisorAdapter, located: LocatedService): string[] {
  return adapter
    .logSources(located.identity)
    .map((source) => (source.kind === 'file' ? source.path : source.argv.join(' ')));
}

async function scanExtraServices(context: CoreContext, { signal }: GatherOptions): Promise<ExtraScan> {
  const { scanExtra } = await import('../supervisors/extra.ts');
  return scanExtra(context, { signal });
}

/** What is left of a profile's own service is told by the profile's own findings, with their own cures. */
function extrasFor(scan: ExtraScan | null, own: string): Pick<ProfileFacts, 'extraServices' | 'extraProblems'> {
  if (scan === null) return { extraServices: null };
  const services = scan.services.filter(({ kind, name }) => kind !== 'orphaned' || name !== own);
  return { extraServices: services, extraProblems: scan.problems };
}

/** Whose logs to read, and what must be hidden in them. */
export function logSubjectOf({ facts, located }: GatheredProfile): LogSubject {
  const { token, password } = facts.credentials;
  return {
    profile: facts.profile,
    located,
    logFile: facts.config.ok ? facts.config.config.logFile : null,
    secrets: [token, password].filter((value): value is string => value !== null),
  };
}
