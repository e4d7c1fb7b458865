/**
 * From what a person or a script chose to the folders, config, names and environment of one profile. One function for the shim, the
 * window and the tray. The rules are OpenClaw's own (2026.9.6: profile, paths, constants), including what it does with an environment
 * that was inherited from another profile's service.
 */

import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ExpectedError, fail, type Outcome, ok } from '../../shared/outcome.ts';
import {
  checkNameForPlatform,
  DEFAULT_PROFILE_ID,
  DEV_PROFILE_NAME,
  defaultPortOf,
  type ProfileName,
  parseProfileName,
  serviceDescriptionOf,
  serviceNamesOf,
} from '../../shared/profile.ts';
import { type Phrase, phraseOf, say } from '../../shared/said.ts';
import type { Environment, Host } from '../system/host.ts';
import { hostOfServiceUser } from '../system/host-of-account.ts';
import type { ResolvedProfile, ServiceNames } from './profile.ts';
import { type AccountPlaces, MACHINE_PLACES, onlySystemHasIt, serviceAccountOf } from './service-account.ts';

/** What the command line says. Both absent: OPENCLAW_PROFILE decides, then the default profile. */
export interface ProfileSelection {
  readonly profile?: string | undefined;
  readonly dev?: boolean | undefined;
  /** `system` = the system service of this profile. Left out: the person's own, unless the machine has only a system service of it. */
  readonly scope?: 'user' | 'system' | undefined;
  /** Account of a system service that is going to be installed; left out: the unit's, else `openclaw`. */
  readonly serviceUser?: string | undefined;
}

/** Set by a supervisor around a service. A gateway or CLI that inherits one takes itself for a supervised service (supervisor-markers). */
const SUPERVISOR_MARKERS = [
  'OPENCLAW_LAUNCHD_LABEL',
  'OPENCLAW_SYSTEMD_UNIT',
  'OPENCLAW_WINDOWS_TASK_NAME',
  'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER',
  'OPENCLAW_SERVICE_MARKER',
  'OPENCLAW_SERVICE_KIND',
  'OPENCLAW_SERVICE_VERSION',
  'OPENCLAW_GATEWAY_SERVICE_PID',
  'OPENCLAW_SERVICE_MANAGED_ENV_KEYS',
  'LAUNCH_JOB_LABEL',
  'XPC_SERVICE_NAME',
  'INVOCATION_ID',
  'SYSTEMD_EXEC_PID',
  'JOURNAL_STREAM',
] as const;

const CONFIG_FILE = 'openclaw.json';
const LEGACY_STATE_FOLDER = '.clawdbot';
const LEGACY_CONFIG_FILE = 'clawdbot.json';

/**
 * Resolves the chosen profile. Looks whether a few folders exist; reads and starts nothing.
 * @throws ExpectedError `invalid-option` for a service user that cannot be one.
 * Errors: `invalid-profile-name`, `usage` when `--dev` and another `--profile` are given together.
 */
export function resolveProfile(
  selection: ProfileSelection,
  host: Host,
  places: AccountPlaces = MACHINE_PLACES,
): Outcome<ResolvedProfile> {
  const chosen = chooseName(selection, host.env);
  if (!chosen.ok) return chosen;
  const own = resolveNamed(chosen.value, host);
  const { scope, serviceUser } = selection;
  const ofSystem =
    scope === 'system' ||
    (scope === undefined && onlySystemHasIt(host, { id: own.id, unit: own.names.systemdUnit }, places));
  return ok(ofSystem ? resolveOfSystem(chosen.value, host, own.names.systemdUnit, serviceUser, places) : own);
}

/** Folders, configuration and environment are those of the account; of the person's own environment only a gateway secret is kept. */
function resolveOfSystem(
  chosen: ProfileName,
  host: Host,
  unit: string,
  serviceUser: string | undefined,
  places: AccountPlaces,
): ResolvedProfile {
  const account = serviceAccountOf(unit, serviceUser, places);
  const { OPENCLAW_GATEWAY_TOKEN, OPENCLAW_GATEWAY_PASSWORD } = host.env;
  const profile = resolveNamed(chosen, hostOfServiceUser(host, account, account.uid));
  return {
    ...profile,
    account,
    env: {
      ...profile.env,
      ...(OPENCLAW_GATEWAY_TOKEN === undefined ? {} : { OPENCLAW_GATEWAY_TOKEN }),
      ...(OPENCLAW_GATEWAY_PASSWORD === undefined ? {} : { OPENCLAW_GATEWAY_PASSWORD }),
    },
  };
}

/** Resolves by the id that is shown: `default` or a name. @throws nothing; error `invalid-profile-name`. */
export function resolveProfileById(id: string, host: Host): Outcome<ResolvedProfile> {
  return resolveProfile({ profile: id }, host);
}

function chooseName(selection: ProfileSelection, env: Environment): Outcome<ProfileName> {
  if (selection.profile !== undefined) {
    const parsed = parseProfileName(selection.profile);
    if (parsed.ok && selection.dev === true && parsed.value.name !== DEV_PROFILE_NAME) {
      return fail('usage', say('usage.dev-profile'), say('hint.leave-one-out'));
    }
    return parsed;
  }
  if (selection.dev === true) return ok({ id: DEV_PROFILE_NAME, name: DEV_PROFILE_NAME });
  const inherited = text(env.OPENCLAW_PROFILE);
  if (inherited === null) return ok({ id: DEFAULT_PROFILE_ID, name: null });
  const parsed = parseProfileName(inherited);
  if (parsed.ok) return parsed;
  return fail(
    parsed.error.code,
    say('invalid-profile-name.environment', { reason: ExpectedError.from(parsed.error).said.message }),
    say('hint.unset-profile'),
  );
}

function resolveNamed(chosen: ProfileName, host: Host): ResolvedProfile {
  const { name, id } = chosen;
  const warnings: Phrase[] = [];
  const inherited = inheritedName(host.env, warnings);
  const switches = inherited !== name;
  const ownFolder = profileFolder(host.home, name);
  const inheritedFolder = profileFolder(host.home, inherited);

  const givenState = pathFrom(host.env.OPENCLAW_STATE_DIR, host.home);
  const givenConfig = pathFrom(host.env.OPENCLAW_CONFIG_PATH, host.home);
  // A value that only repeats where the inherited profile lives was never meant for the one chosen now.
  const stateEchoes = switches && givenState === inheritedFolder;
  const configEchoes =
    switches && (givenState === null || stateEchoes) && givenConfig === join(inheritedFolder, CONFIG_FILE);

  const overriddenState = stateEchoes ? null : givenState;
  const overriddenConfig = configEchoes ? null : givenConfig;
  const stateDir = overriddenState ?? (name === null ? defaultStateDir(host.home) : ownFolder);
  const configPath = overriddenConfig ?? configIn(stateDir, name);

  // Inside another profile's service, its port and names come along with its environment. OpenClaw drops them when state and config came
  // along too; a default profile's service carries neither, so here the service marker alone decides.
  const foreignService = switches && isGatewayServiceEnv(host.env);
  const names = foreignService ? serviceNamesOf(name) : namesFor(name, inherited, host.env, warnings);
  const givenPort = foreignService ? null : text(host.env.OPENCLAW_GATEWAY_PORT);

  if (overriddenState !== null && overriddenState !== ownFolder) {
    warnings.push(say('warning.state-dir', { profile: id, path: stateDir, own: ownFolder }));
  }
  if (overriddenConfig !== null && overriddenConfig !== join(stateDir, CONFIG_FILE)) {
    warnings.push(say('warning.config-path', { profile: id, path: configPath, own: join(stateDir, CONFIG_FILE) }));
  }
  if (host.env.OPENCLAW_SUPERVISOR_MODE?.trim() === 'external') {
    warnings.push(say('warning.external'));
  }
  if (host.env.OPENCLAW_NIX_MODE === '1') {
    warnings.push(say('warning.nix'));
  }
  const platformCheck = checkNameForPlatform(name, host.platform);
  if (!platformCheck.ok) warnings.push(phraseOf(platformCheck.error.message, platformCheck.error.told?.message));

  return {
    id,
    name,
    account: null,
    home: host.home,
    stateDir,
    configPath,
    canonical: platformCheck.ok && isCanonical(host, name, stateDir, configPath, overriddenConfig !== null),
    names,
    description: serviceDescriptionOf(name),
    defaultPort: defaultPortOf(name),
    env: environmentOf(host.env, { name, stateDir, configPath, port: givenPort }),
    warnings,
  };
}

/** The profile whose environment this process was started in; null for the default one and for a name that is none. */
function inheritedName(env: Environment, warnings: Phrase[]): string | null {
  const raw = text(env.OPENCLAW_PROFILE);
  if (raw === null) return null;
  const parsed = parseProfileName(raw);
  if (parsed.ok) return parsed.value.name;
  warnings.push(say('warning.profile-ignored', { reason: phraseOf(parsed.error.message, parsed.error.told?.message) }));
  return null;
}

function profileFolder(home: string, name: string | null): string {
  return join(home, name === null ? '.openclaw' : `.openclaw-${name}`);
}

/** `~/.openclaw`; only when that is missing and the folder of the product's first name is there, the latter. */
function defaultStateDir(home: string): string {
  const current = profileFolder(home, null);
  if (existsSync(current)) return current;
  const legacy = join(home, LEGACY_STATE_FOLDER);
  return existsSync(legacy) ? legacy : current;
}

function configIn(stateDir: string, name: string | null): string {
  const current = join(stateDir, CONFIG_FILE);
  if (name !== null || existsSync(current)) return current;
  const legacy = join(stateDir, LEGACY_CONFIG_FILE);
  return existsSync(legacy) ? legacy : current;
}

/** OpenClaw's service identity test: a generic install, not one under another home, state folder or config. */
function isCanonical(
  host: Host,
  name: string | null,
  stateDir: string,
  configPath: string,
  configGiven: boolean,
): boolean {
  const openclawHome = text(host.env.OPENCLAW_HOME);
  if (openclawHome !== null && openclawHome !== 'undefined' && openclawHome !== 'null') return false;
  if (real(host.home) !== real(host.accountHome)) return false;
  const folder = profileFolder(host.home, name);
  if (real(stateDir) !== real(folder)) return false;
  if (name === null && !configGiven) return true;
  return real(configPath) === real(join(folder, CONFIG_FILE));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet (or not readable): then its spelling is all there is to compare, as OpenClaw does it.
    return resolve(path);
  }
}

const OVERRIDES = [
  { key: 'OPENCLAW_SYSTEMD_UNIT', field: 'systemdUnit', pattern: /^[A-Za-z0-9:_.@-]{1,240}$/ },
  { key: 'OPENCLAW_LAUNCHD_LABEL', field: 'launchdLabel', pattern: /^[A-Za-z0-9._-]{1,240}$/ },
  { key: 'OPENCLAW_WINDOWS_TASK_NAME', field: 'windowsTask', pattern: /^[^\x00-\x1f\\/:*?"<>|]{1,200}$/ },
] as const;

/** OpenClaw lets these variables rename the service of the default profile only. */
function namesFor(name: string | null, inherited: string | null, env: Environment, warnings: Phrase[]): ServiceNames {
  const derived = serviceNamesOf(name);
  const echoed = serviceNamesOf(inherited);
  const result = { ...derived };
  for (const { key, field, pattern } of OVERRIDES) {
    const raw = text(env[key]);
    if (raw === null) continue;
    const value = field === 'systemdUnit' && !raw.endsWith('.service') ? `${raw}.service` : raw;
    if (value === derived[field] || (inherited !== name && value === echoed[field])) continue;
    if (name !== null) {
      warnings.push(say('warning.name-not-profile', { key, name }));
    } else if (!pattern.test(raw)) {
      warnings.push(say('warning.name-no-service', { key }));
    } else {
      warnings.push(say('warning.name-renames', { key, value }));
      result[field] = value;
    }
  }
  return result;
}

function isGatewayServiceEnv(env: Environment): boolean {
  if (env.OPENCLAW_SERVICE_MARKER?.trim() !== 'openclaw') return false;
  const kind = text(env.OPENCLAW_SERVICE_KIND);
  return kind === null || kind === 'gateway';
}

function environmentOf(
  env: Environment,
  profile: { name: string | null; stateDir: string; configPath: string; port: string | null },
): Environment {
  const result: Record<string, string | undefined> = { ...env };
  for (const key of [...SUPERVISOR_MARKERS, 'OPENCLAW_PROFILE', 'OPENCLAW_GATEWAY_PORT']) delete result[key];
  if (profile.name !== null) result.OPENCLAW_PROFILE = profile.name;
  result.OPENCLAW_STATE_DIR = profile.stateDir;
  result.OPENCLAW_CONFIG_PATH = profile.configPath;
  // OpenClaw's --dev sets the port through the environment; without it the name's hash would be taken.
  const port = profile.port ?? (profile.name === DEV_PROFILE_NAME ? String(defaultPortOf(DEV_PROFILE_NAME)) : null);
  if (port !== null) result.OPENCLAW_GATEWAY_PORT = port;
  return result;
}

function text(value: string | undefined): string | null {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
}

/** An absolute path from an environment value; a leading `~` is the home folder. */
function pathFrom(value: string | undefined, home: string): string | null {
  const raw = text(value);
  return raw === null ? null : resolve(raw.replace(/^~(?=$|[\\/])/, () => home));
}
