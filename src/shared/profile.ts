/**
 * What a profile's name decides by itself: whether it is a name, its service names, its default port. Pure, and the same for the shim,
 * the window and the tray. The rules are OpenClaw's (2026.9.6: profile-utils, profile, paths, constants).
 */

import { fail, type Outcome, ok } from './outcome.ts';
import { type Said, say } from './said.ts';

/** A profile as chosen: `id` is what is shown (`default` or the name), `name` is null for the default profile. */
export interface ProfileName {
  readonly id: string;
  readonly name: string | null;
}

/** The id under which the profile without a name is shown and chosen. */
export const DEFAULT_PROFILE_ID = 'default';
/** The profile that `--dev` means. */
export const DEV_PROFILE_NAME = 'dev';
/** OpenClaw keeps this much room above a gateway's port for its browser ports; it advises 120 between two gateways. */
export const MINIMUM_PORT_DISTANCE = 120;

const NAME_PATTERN = /^[a-z0-9][a-z0-9_-]{0,63}$/i;
const MAX_NAME_LENGTH = 64;
const DEFAULT_PORT = 18789;
const DEV_PORT = 19001;
const MAX_PORT = 65535;

/**
 * Reads a profile name that somebody gave. `default`, in any letter case, is the default profile; letter case is kept otherwise, as
 * `Main` and `main` are two profiles to OpenClaw.
 * Error: `invalid-profile-name`, with a sentence about what is wrong with it.
 */
export function parseProfileName(raw: string): Outcome<ProfileName> {
  const problem = nameProblem(raw);
  if (problem !== null) {
    return fail('invalid-profile-name', problem, say('profile-name.rule'));
  }
  if (raw.toLowerCase() === DEFAULT_PROFILE_ID) return ok({ id: DEFAULT_PROFILE_ID, name: null });
  return ok({ id: raw, name: raw });
}

function nameProblem(raw: string): Said | null {
  if (raw === '') return say('profile-name.empty');
  if (NAME_PATTERN.test(raw)) return null;
  const name = showText(raw);
  if (raw.trim() === '') return say('profile-name.blank', { name });
  if (/[\r\n]/.test(raw)) return say('profile-name.line-break', { name });
  if (/[/\\]/.test(raw) || raw === '.' || raw === '..') return say('profile-name.path', { name });
  if (/\s/.test(raw)) return say('profile-name.space', { name });
  if (/[^\x20-\x7e]/.test(raw)) return say('profile-name.ascii', { name });
  const bad = /[^a-z0-9_-]/i.exec(raw)?.[0];
  if (bad !== undefined) return say('profile-name.character', { name, character: showText(bad) });
  if (raw.length > MAX_NAME_LENGTH) return say('profile-name.long', { name, length: raw.length, max: MAX_NAME_LENGTH });
  return say('profile-name.begins', { name });
}

/**
 * Text from outside, made harmless for a message: in quotes, everything that is not printable ASCII escaped, cut to 40 characters.
 */
export function showText(text: string, limit = 40): string {
  const cut = text.length > limit ? text.slice(0, limit) : text;
  const escaped = cut.replace(/[^\x20-\x7e]|["\\]/g, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return text.length > limit ? `"${escaped}" (cut)` : `"${escaped}"`;
}

/**
 * Rules that only some platforms have, because their service names do not tell letter case apart (macOS and Windows) or would meet
 * OpenClaw's own labels `ai.openclaw.gateway` and `ai.openclaw.node` (macOS). The value is the name itself.
 * Error: `invalid-profile-name`. It concerns services only: such a profile can still be run by hand.
 */
export function checkNameForPlatform(
  name: string | null,
  platform: 'linux' | 'darwin' | 'win32' | 'other',
): Outcome<string | null> {
  if (name === null || (platform !== 'darwin' && platform !== 'win32')) return ok(name);
  const system = platform === 'darwin' ? 'macOS' : 'Windows';
  if (name !== name.toLowerCase()) {
    return fail(
      'invalid-profile-name',
      say('profile-name.upper-case', { name: showText(name), system }),
      say('profile-name.lower-case', { name: name.toLowerCase() }),
    );
  }
  if (platform === 'darwin' && (name === 'gateway' || name === 'node')) {
    return fail('invalid-profile-name', say('profile-name.reserved', { name }), say('profile-name.another'));
  }
  return ok(name);
}

/**
 * The port of a profile when nothing sets one: 18789 for the default profile, 19001 for `dev`, else 20000 to 59999 from a 32-bit
 * FNV-1a hash of the name. `name` is a checked name, so its characters are its UTF-8 bytes.
 */
export function defaultPortOf(name: string | null): number {
  if (name === null) return DEFAULT_PORT;
  if (name === DEV_PROFILE_NAME) return DEV_PORT;
  return hashedPortOf(name);
}

/** The hash alone, without the exception for `dev`. */
export function hashedPortOf(name: string): number {
  let hash = 2166136261;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16777619) >>> 0;
  }
  return 20000 + (hash % 40000);
}

/** Names of a profile's service on each platform, before any override: unit with `.service`, launchd label, Windows task. */
export function serviceNamesOf(name: string | null): {
  readonly systemdUnit: string;
  readonly launchdLabel: string;
  readonly windowsTask: string;
} {
  return {
    systemdUnit: name === null ? 'openclaw-gateway.service' : `openclaw-gateway-${name}.service`,
    launchdLabel: name === null ? 'ai.openclaw.gateway' : `ai.openclaw.${name}`,
    windowsTask: name === null ? 'OpenClaw Gateway' : `OpenClaw Gateway (${name})`,
  };
}

/** Human name of the service; OpenClaw writes and recognises exactly these words. */
export function serviceDescriptionOf(name: string | null): string {
  return name === null ? 'OpenClaw Gateway' : `OpenClaw Gateway (profile: ${name})`;
}

/** The ports a gateway on `port` also uses. `cdp` is a range, both ends included. */
export interface DerivedPorts {
  readonly browserControl: number;
  readonly extensionRelay: number;
  readonly cdp: { readonly from: number; readonly to: number };
}

/** Browser control is P+2, its relay P+10, the browsers P+11 to P+110; the last fall back to 18800-18899 when they would pass 65535. */
export function derivedPortsOf(port: number): DerivedPorts {
  const cdp = port + 110 > MAX_PORT ? { from: 18800, to: 18899 } : { from: port + 11, to: port + 110 };
  return { browserControl: port + 2, extensionRelay: port + 10, cdp };
}

/** Two gateways' ports with less than 120 between them: their derived ports would meet. Equal ports count too. */
export function portsTooClose(a: number, b: number): boolean {
  return Math.abs(a - b) < MINIMUM_PORT_DISTANCE;
}

/** Reads a port: 1 to 65535, digits only. Error: `invalid-port`. */
export function parsePort(text: string): Outcome<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= MAX_PORT) return ok(port);
  const what = text === '' ? say('port.empty') : say('port.no-port', { text: showText(text) });
  return fail('invalid-port', what, say('port.rule', { max: MAX_PORT, example: DEFAULT_PORT }));
}
