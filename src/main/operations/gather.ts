/**
 * Finds out everything about some profiles at once: one look per supervisor for all of them, then ports, secrets and probes side by side.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { portOfCommand } from '../../shared/gateway-command.ts';
import { ExpectedError, type OperationError } from '../../shared/outcome.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { PortOwner } from '../../shared/status-report.ts';
import type { ConfigFact, ProfileFacts, ProgramFact } from '../health/facts.ts';
import type { LogSubject } from '../logs/subject.ts';
import { readGatewayConfig } from '../openclaw/config-read.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { LocatedService } from '../supervisors/choose.ts';
import type { SupervisorAdapter } from '../supervisors/supervisor.ts';
import { errnoOf } from '../system/files.ts';
import { type Asked, askGateway } from './ask-gateway.ts';
import type { CoreContext } from './context.ts';

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
  const locating = context.supervisors.locate(
    profiles.map((profile) => ({ profile: profile.id, stateDir: profile.stateDir, names: profile.names })),
    { signal: options.signal },
  );
  // Asked with the port of the configuration while the supervisor is still answering; asked again only when the service uses another one.
  const early = configsReading.then((configs) =>
    Promise.all(
      profiles.map((profile, index) => {
        const config = configs[index];
        return options.probe && config !== undefined ? askGateway(context, profile, config, null, options) : null;
      }),
    ),
  );
  const extras = options.deep ? scanExtraServices(context) : Promise.resolve(null);
  // A rejection of one of these while another is awaited must not count as unhandled; each is awaited below.
  for (const pending of [early, extras]) pending.catch(() => undefined);
  const [configs, located] = await Promise.all([configsReading, locating]);
  const asked = await early;
  const extraServices = await extras;
  return Promise.all(
    profiles.map(async (profile, index) => {
      const service = located[index];
      const config = configs[index];
      if (service === undefined || config === undefined) throw new Error(`no answer for profile ${profile.id}`);
      return {
        located: service,
        facts: await factsOf(context, profile, service, config, asked[index] ?? null, extraServices, options),
      };
    }),
  );
}

async function factsOf(
  context: CoreContext,
  profile: ResolvedProfile,
  located: LocatedService,
  config: ConfigFact,
  early: Asked | null,
  extraServices: ProfileFacts['extraServices'],
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
  const [portOwner, program, survival] = await Promise.all([
    ownerOf(context, asked.port, inspection.process),
    definition === null && options.locate === true && inspection.definition.status === 'absent'
      ? locateProgram(context)
      : programOf(definition),
    adapter.survival(identity, inspection.enabled, { signal: options.signal }),
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
    extraServices,
    checkedAt: context.clock.now(),
  };
}

export async function readConfigFact(profile: ResolvedProfile): Promise<ConfigFact> {
  try {
    return { ok: true, config: await readGatewayConfig(profile) };
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return { ok: false, error: operationErrorOf(cause) };
  }
}

function operationErrorOf(error: ExpectedError): OperationError {
  return error.toOutcome().error;
}

/** `--port` in the arguments, else OPENCLAW_GATEWAY_PORT of the service's environment (openclaw 2026.9.6, port truth order). */
export function portOfDefinition(definition: ServiceDefinition): number | null {
  const fromCommand = portOfCommand(definition.command);
  if (fromCommand !== null) return fromCommand;
  const text = definition.environment.OPENCLAW_GATEWAY_PORT;
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : null;
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
    if (path?.startsWith('/') && !(await isThere(path))) missing.push(path);
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
async function locateProgram(context: CoreContext): Promise<ProgramFact> {
  const { locateEntry } = await import('../openclaw/locate-entry.ts');
  const { locateRuntime } = await import('../openclaw/locate-runtime.ts');
  const none: ProgramFact = { runtime: null, entry: null, openclawVersion: null, missing: [], problem: null };
  let found = none;
  try {
    const entry = await locateEntry({ host: context.host });
    found = { ...none, entry: entry.path, openclawVersion: entry.version };
    const runtime = await locateRuntime({ kind: 'node', entry, host: context.host, runner: context.runner });
    return { ...found, runtime: runtime.path };
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return { ...found, problem: operationErrorOf(cause) };
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
  if (listener.owner !== 'process') return listener;
  return { ...listener, own: servicePid !== null && (await isSameOrDescendant(context, listener.pid, servicePid)) };
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

async function scanExtraServices(context: CoreContext): Promise<ProfileFacts['extraServices']> {
  if (context.host.platform !== 'linux') return null;
  const { scanExtraUnits } = await import('../supervisors/systemd/scan-extra.ts');
  return scanExtraUnits(context.host);
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
