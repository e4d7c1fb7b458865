/** Finds the OpenClaw package that a service should run, and its entry script. Reads package.json files and links; starts nothing. */

import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf, exists } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import { packagePlaces } from './install-places.ts';
import { findPackageAround, type OpenClawPackage, readPackageAt } from './package-version.ts';
import type { EntryScript } from './types.ts';
import { placeWarnings } from './version-manager.ts';

export interface EntryQuestion {
  /** `--entry`: entry script, package folder, source checkout or the `openclaw` command itself. */
  readonly option?: string | null | undefined;
  /** Entry script of the installed definition. */
  readonly definitionEntry?: string | null | undefined;
  readonly host: Host;
}

/** Names of the built entry script, in OpenClaw's own order (2026.9.6, gateway-entrypoint). */
const ENTRY_NAMES = ['index.js', 'index.mjs', 'entry.js', 'entry.mjs'] as const;

/**
 * The entry given; else that of the `openclaw` on PATH, of the installed definition, of the customary places.
 * @throws ExpectedError `entry-invalid` (the one given is no usable OpenClaw) or `entry-not-found` (with the places that were looked at).
 */
export async function locateEntry(question: EntryQuestion): Promise<EntryScript> {
  const { host } = question;
  const option = question.option?.trim() ?? '';
  if (option !== '') return entryFromOption(option, host);
  const looked: string[] = [];
  const consider = async (found: OpenClawPackage | null, foundBy: string): Promise<EntryScript | null> => {
    if (found === null) return null;
    const entry = await entryOf(found, foundBy, host);
    if (entry === null) looked.push(`${found.root} (no built entry script in dist)`);
    return entry;
  };

  for (const command of commandsOnPath(host)) {
    looked.push(command);
    const entry = await consider(await packageOfCommand(command), 'path');
    if (entry !== null) return entry;
  }
  const definitionEntry = question.definitionEntry ?? null;
  if (definitionEntry !== null && isAbsolute(definitionEntry)) {
    looked.push(`${definitionEntry} (installed service)`);
    const entry = await consider(await findPackageAround(dirname(definitionEntry)), 'definition');
    if (entry !== null) return entry;
  }
  for (const place of await packagePlaces(host)) {
    looked.push(place.path);
    const entry = await consider(await readPackageAt(place.path), place.foundBy);
    if (entry !== null) return entry;
  }
  throw new ExpectedError('entry-not-found', say('entry.not-found'), {
    hint: say('entry.install-hint'),
    details: [...new Set(looked)].map((path) => say('entry.looked-at', { path })),
  });
}

async function entryFromOption(option: string, host: Host): Promise<EntryScript> {
  const path = resolve(option.replace(/^~(?=$|[\\/])/, () => host.home));
  const refuse = (why: Phrase, hint: Phrase): ExpectedError =>
    new ExpectedError('entry-invalid', say('entry-invalid.unusable', { path, why }), { hint });
  const hint = say('hint.name-entry');
  const kind = await kindOf(path);
  if (kind === 'absent') throw refuse(say('entry.absent'), hint);
  if (kind === 'other') throw refuse(say('entry.neither'), hint);
  const found =
    kind === 'folder'
      ? ((await readPackageAt(path)) ?? (await readPackageAt(join(path, 'node_modules', 'openclaw'))))
      : await packageOfCommand(path);
  if (found === null) throw refuse(say('entry.other-package'), hint);
  // A file that is one of the accepted scripts is taken as named.
  if (kind === 'file' && dirname(path) === join(found.root, 'dist') && isEntryName(basename(path))) {
    return describeEntry(path, found, 'option', host);
  }
  const entry = await entryOf(found, 'option', host);
  if (entry !== null) return entry;
  throw refuse(say('entry.not-built'), say('hint.build-first', { path: found.root }));
}

function isEntryName(name: string): boolean {
  return ENTRY_NAMES.some((known) => known === name);
}

async function entryOf(found: OpenClawPackage, foundBy: string, host: Host): Promise<EntryScript | null> {
  for (const name of ENTRY_NAMES) {
    const path = join(found.root, 'dist', name);
    if ((await kindOf(path)) === 'file') return describeEntry(path, found, foundBy, host);
  }
  return null;
}

/** A checkout is said as such: its build changes under the running service. */
async function describeEntry(path: string, found: OpenClawPackage, foundBy: string, host: Host): Promise<EntryScript> {
  const checkout = await exists(join(found.root, '.git'));
  const stable = stableHomebrew(found.root);
  const packageRoot = stable !== null && (await readPackageAt(stable)) !== null ? stable : found.root;
  const entry = packageRoot === found.root ? path : join(packageRoot, 'dist', basename(path));
  const warnings = placeWarnings('OpenClaw', entry, host.env);
  if (checkout) warnings.push(say('place.checkout', { path: packageRoot }));
  return {
    path: entry,
    packageRoot,
    version: found.version,
    foundBy: foundBy === 'path' && checkout ? 'checkout' : foundBy,
    nodeRange: found.nodeRange,
    warnings,
  };
}

/** Homebrew's versioned folder changes with every upgrade; the link in `opt` stays. */
function stableHomebrew(root: string): string | null {
  const match = /^(.*)\/Cellar\/(openclaw-cli)\/[^/]+(\/libexec\/.*)$/.exec(root);
  return match === null ? null : `${match[1]}/opt/${match[2]}${match[3]}`;
}

function commandsOnPath(host: Host): readonly string[] {
  const windows = host.platform === 'win32';
  const names = windows ? ['openclaw.cmd', 'openclaw'] : ['openclaw'];
  const folders = (host.env.PATH ?? host.env.Path ?? '')
    .split(windows ? ';' : ':')
    .filter((folder) => isAbsolute(folder));
  return [...new Set(folders)].flatMap((folder) => names.map((name) => join(folder, name)));
}

/**
 * The package behind a command or script: the link's target, or, for the small scripts that pnpm and Windows use instead of links, the
 * path named in the script. That path is kept as it stands, because pnpm's real folder changes with every version.
 */
async function packageOfCommand(command: string): Promise<OpenClawPackage | null> {
  if ((await kindOf(command)) !== 'file') return null;
  const target = await realpath(command);
  const direct = await findPackageAround(dirname(target));
  if (direct !== null) return direct;
  const named = await pathInScript(target);
  return named === null ? null : findPackageAround(dirname(resolve(dirname(target), named)));
}

const MAX_SCRIPT_BYTES = 16 * 1024;

async function pathInScript(path: string): Promise<string | null> {
  if ((await stat(path)).size > MAX_SCRIPT_BYTES) return null;
  const script = await readIfAllowed(path);
  const match = /["']?((?:\$basedir|%~?dp0%?|\$\{basedir\})?[^"'\s:;=]*[\\/]openclaw[\\/]openclaw\.mjs)["']?/.exec(
    script ?? '',
  );
  const named = match?.[1]?.replace(/^(?:\$basedir|\$\{basedir\}|%~?dp0%?)[\\/]?/, '').replaceAll('\\', '/');
  return named ?? null;
}

async function readIfAllowed(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    // Not ours to read: then it cannot tell us where the package is.
    if (errnoOf(cause) !== null) return null;
    throw cause;
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'absent' | 'other'> {
  try {
    const info = await stat(path);
    return info.isFile() ? 'file' : info.isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'absent';
    if (code !== null) return 'other';
    throw cause;
  }
}
