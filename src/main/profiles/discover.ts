/**
 * Which profiles this user has: the default one, those whose folders or service definitions are on disk, and those that were remembered.
 * Looks at folder listings only; no supervisor is asked.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProfileName, showText } from '../../shared/profile.ts';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import { SYSTEM_UNIT_FOLDER } from '../system/unit-folder.ts';
import type { ResolvedProfile } from './profile.ts';
import { resolveProfileById } from './resolve.ts';

/**
 * The default profile first, the others sorted by name, each once. Names that differ only in letter case are different profiles.
 * A place that could not be looked at is said in the warnings of the default profile, because then others may be missing.
 */
export async function discoverProfiles(
  host: Host,
  remembered: readonly string[] = [],
): Promise<readonly ResolvedProfile[]> {
  const warnings: Phrase[] = [];
  const found = await Promise.all([
    namesIn(host.home, STATE_FOLDER, warnings),
    namesIn(join(host.home, '.config', 'systemd', 'user'), UNIT_FILE, warnings),
    host.platform === 'linux' ? namesIn(SYSTEM_UNIT_FOLDER, UNIT_FILE, warnings) : [],
    launchdNames(join(host.home, 'Library', 'LaunchAgents'), warnings),
    namesIn(join(host.appDirs.state, 'embedded'), ANY_NAME, warnings),
  ]);
  const names = new Set<string>();
  for (const name of found.flat()) {
    const parsed = parseProfileName(name);
    if (parsed.ok && parsed.value.name !== null) names.add(parsed.value.name);
  }
  // The profile of this very call belongs in the list even before it has anything on disk.
  const active = host.env.OPENCLAW_PROFILE?.trim() ?? '';
  for (const name of active === '' ? remembered : [...remembered, active]) {
    const parsed = parseProfileName(name);
    if (!parsed.ok) warnings.push(say('discover.no-name', { name: showText(name) }));
    else if (parsed.value.name !== null) names.add(parsed.value.name);
  }
  const ids = ['default', ...[...names].toSorted(byName)];
  return ids.map((id) => {
    const resolved = resolveProfileById(id, host);
    // Every id here passed parseProfileName, the only reason for which resolving by id can fail.
    if (!resolved.ok) throw new Error(`profile ${id} does not resolve: ${resolved.error.message}`);
    if (id !== 'default' || warnings.length === 0) return resolved.value;
    return { ...resolved.value, warnings: [...resolved.value.warnings, ...warnings] };
  });
}

const STATE_FOLDER = /^\.openclaw-(?<name>.+)$/;
const UNIT_FILE = /^openclaw-gateway-(?<name>.+)\.service$/;
const PLIST_FILE = /^ai\.openclaw\.(?<name>[^.]+)\.plist$/;
const ANY_NAME = /^(?<name>.+)$/;
/** Labels of OpenClaw's own that are not profiles (openclaw 2026.9.6, constants). */
const NOT_PROFILES = new Set(['gateway', 'node']);

/** Names in the entries of a folder that match; a state folder must really be a folder. */
async function namesIn(folder: string, pattern: RegExp, warnings: Phrase[]): Promise<string[]> {
  const wantsFolder = pattern === STATE_FOLDER || pattern === ANY_NAME;
  const names: string[] = [];
  for (const entry of await listFolder(folder, warnings)) {
    const name = pattern.exec(entry.name)?.groups?.name;
    if (name === undefined) continue;
    // A link is taken for what it stands for: people move state folders to other disks.
    if (entry.isSymbolicLink() || entry.isDirectory() === wantsFolder) names.push(name);
  }
  return names;
}

/** Other programs may use labels of this form; only a job that starts a gateway is a profile's. */
async function launchdNames(folder: string, warnings: Phrase[]): Promise<string[]> {
  const names: string[] = [];
  for (const name of await namesIn(folder, PLIST_FILE, warnings)) {
    if (NOT_PROFILES.has(name)) continue;
    const content = await readSmall(join(folder, `ai.openclaw.${name}.plist`));
    if (content?.includes('gateway')) names.push(name);
  }
  return names;
}

async function readSmall(path: string): Promise<string | null> {
  try {
    return (await readFile(path)).subarray(0, 256 * 1024).toString('latin1');
  } catch (cause) {
    // Gone meanwhile, or not ours to read: then it is no job of this user's.
    if (['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP'].includes(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

async function listFolder(folder: string, warnings: Phrase[]) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      warnings.push(say('discover.folder', { path: folder, error: code }));
    }
    return [];
  }
}

function byName(a: string, b: string): number {
  const byLetters = a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;
  return byLetters !== 0 ? byLetters : a < b ? -1 : 1;
}
