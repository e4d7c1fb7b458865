/**
 * The service definition that an install writes, the same for every supervisor; each renders it in its own format. What OpenClaw's own
 * installer would write for the same profile (2026.9.6: program-args, gateway-heap, service-env, node-startup-env), so that its
 * `gateway status` has nothing to complain about. It never holds a secret: those stay in openclaw.json.
 */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import type { EntryScript, RuntimeProgram } from '../openclaw/types.ts';
import { versionManagerOf } from '../openclaw/version-manager.ts';
import type { Host, Platform } from '../system/host.ts';
import type { ResolvedProfile } from './profile.ts';
import { servicePathOf } from './service-path.ts';

export interface DefinitionInput {
  readonly profile: ResolvedProfile;
  readonly host: Host;
  readonly kind: SupervisorKind;
  readonly port: number;
  readonly runtime: RuntimeProgram;
  readonly entry: EntryScript;
  /** Memory that the gateway may use, bytes: the machine's, or the container's limit when that is smaller. */
  readonly totalMemoryBytes: number;
  /** Lets the gateway start without `gateway.mode` in its configuration. */
  readonly allowUnconfigured?: boolean | undefined;
}

const MIB = 1024 * 1024;

/** Builds the definition. Looks at PATH folders and CA bundles; starts nothing, writes nothing. */
export function buildServiceDefinition(input: DefinitionInput): ServiceDefinition {
  const { profile, kind, port, runtime, entry } = input;
  const heap = heapLimitMiB(input.totalMemoryBytes);
  const heapFlag = runtime.kind === 'node' && heap !== null ? [`--max-old-space-size=${heap}`] : [];
  const tail = input.allowUnconfigured === true ? ['--allow-unconfigured'] : [];
  return {
    profile: profile.id,
    serviceName: serviceNameFor(kind, profile),
    description: profile.description,
    command: [runtime.path, ...heapFlag, entry.path, 'gateway', '--port', String(port), ...tail],
    workingDirectory: kind === 'launchd' ? profile.stateDir : null,
    environment: environmentFor(input, heap),
    environmentFiles: [],
    ...(kind === 'systemd-system' && profile.account !== null
      ? { account: { user: profile.account.name, group: profile.account.group } }
      : {}),
  };
}

/** Unit name for systemd and for our own supervisor, label for launchd, task name for Windows. */
export function serviceNameFor(kind: SupervisorKind, profile: Pick<ResolvedProfile, 'names'>): string {
  if (kind === 'launchd') return profile.names.launchdLabel;
  if (kind === 'task-scheduler') return profile.names.windowsTask;
  return profile.names.systemdUnit;
}

/**
 * V8's old space for a gateway, MiB: half the memory, at least 2048, at most 8192 or a quarter of the memory, and never more than three
 * quarters. null when the memory is not known.
 */
export function heapLimitMiB(memoryBytes: number): number | null {
  if (!Number.isSafeInteger(memoryBytes) || memoryBytes < 2 * MIB) return null;
  const memory = Math.floor(memoryBytes / MIB);
  const cap = Math.max(8192, Math.floor(memory / 4));
  return Math.min(cap, Math.max(2048, Math.floor(memory / 2)), Math.floor(memory * 0.75));
}

/** The platform whose habits the definition follows: the supervisor's own, so that any can be rendered anywhere. */
function platformOf(kind: SupervisorKind, host: Host): Platform {
  if (kind === 'launchd') return 'darwin';
  if (kind === 'task-scheduler') return 'win32';
  return kind === 'embedded' ? host.platform : 'linux';
}

function environmentFor(input: DefinitionInput, heap: number | null): Record<string, string> {
  const { profile, host, kind, runtime, entry } = input;
  const platform = platformOf(kind, host);
  const home = absolute(host.env.HOME) ?? profile.home;
  const folders =
    platform === 'linux' || platform === 'darwin'
      ? servicePathOf({ platform, home, env: host.env, runtimePath: runtime.path, packageRoot: entry.packageRoot })
      : [];
  const explicit = needsExplicitPaths(input, home);
  const candidates: readonly (readonly [string, string | null | undefined])[] = [
    ['HOME', home],
    ['TMPDIR', platform === 'darwin' ? join(profile.stateDir, 'tmp') : (absolute(host.env.TMPDIR) ?? host.tempDir)],
    ['NODE_EXTRA_CA_CERTS', extraCertificates(platform, host, runtime)],
    ['NODE_USE_SYSTEM_CA', host.env.NODE_USE_SYSTEM_CA ?? (platform === 'darwin' ? '1' : null)],
    ['OPENCLAW_STATE_DIR', explicit ? profile.stateDir : null],
    ['OPENCLAW_CONFIG_PATH', explicit ? profile.configPath : null],
    ['PATH', folders.join(':')],
    ['NODE_OPTIONS', runtime.kind === 'bun' && heap !== null ? `--max-old-space-size=${Math.min(heap, 8192)}` : ''],
    ['OPENCLAW_PROFILE', profile.name],
    ['OPENCLAW_GATEWAY_PORT', String(input.port)],
    ['OPENCLAW_LAUNCHD_LABEL', platform === 'darwin' ? profile.names.launchdLabel : null],
    ['OPENCLAW_SYSTEMD_UNIT', profile.names.systemdUnit],
    ['OPENCLAW_WINDOWS_TASK_NAME', profile.names.windowsTask],
    ['OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER', '1'],
    ['OPENCLAW_SERVICE_MARKER', 'openclaw'],
    ['OPENCLAW_SERVICE_KIND', 'gateway'],
  ];
  const environment: Record<string, string> = {};
  for (const [key, raw] of candidates) {
    const value = raw?.trim() ?? '';
    // NODE_OPTIONS is written empty on purpose: otherwise the user manager's own value would leak into the gateway.
    if (value !== '' || key === 'NODE_OPTIONS') environment[key] = value;
  }
  return environment;
}

/**
 * The default profile carries neither folder nor config, as OpenClaw finds them itself; every other does. So does a system service,
 * which runs as another user, and a default profile that lives elsewhere.
 */
function needsExplicitPaths(input: DefinitionInput, home: string): boolean {
  const { profile, kind } = input;
  if (profile.name !== null || kind === 'systemd-system') return true;
  const stateDir = join(home, '.openclaw');
  return profile.stateDir !== stateDir || profile.configPath !== join(stateDir, 'openclaw.json');
}

const LINUX_CA_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** The given bundle; else the system's, for a Node that a version manager built without the system's certificates (node-startup-env). */
function extraCertificates(platform: Platform, host: Host, runtime: RuntimeProgram): string | null {
  const given = host.env.NODE_EXTRA_CA_CERTS?.trim() ?? '';
  if (given !== '') return given;
  if (platform === 'darwin') return '/etc/ssl/cert.pem';
  if (platform !== 'linux') return null;
  const managed = (host.env.NVM_DIR?.trim() ?? '') !== '' || versionManagerOf(runtime.path, host.env) !== null;
  return managed ? (LINUX_CA_BUNDLES.find(isReadable) ?? null) : null;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    // Not there or not readable: not a bundle that a service could use.
    return false;
  }
}

function absolute(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed.startsWith('/') || /^[A-Za-z]:[\\/]/.test(trimmed) ? trimmed : null;
}
