/**
 * Finds systemd units that start a gateway and are no profile's: leftovers of old names, units that somebody wrote by hand, and units of
 * profiles that are gone. Units of named profiles, and whatever carries OpenClaw's marker, are first-class and never listed (openclaw
 * 2026.9.6, service inspection). Reads files only.
 */

import { lstat, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { parseProfileName } from '../../../shared/profile.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { ExtraDeps, ExtraScan } from '../extra.ts';
import { judge, listed, mentionsProduct, type NameMeaning } from '../extra-judgement.ts';
import { namesIn, readOrTell } from '../scan-files.ts';
import { specifiersOf } from './inspect.ts';
import { parseUnit, type UnitSource } from './parse-unit.ts';
import { dropInNames, unitFolderOf } from './plan.ts';
import { unitRemoval } from './remove-extra.ts';

/** Folders of units; those of other users cannot be looked into and are not among them. */
export interface ExtraUnitPlaces {
  /** Units for every user's own manager, written by root or packages. */
  readonly globalUserFolders: readonly string[];
  readonly systemFolders: readonly string[];
}

/** systemd.unit(5), "Unit File Load Path". */
export const EXTRA_UNIT_PLACES: ExtraUnitPlaces = {
  globalUserFolders: ['/etc/systemd/user', '/usr/local/lib/systemd/user', '/usr/lib/systemd/user', '/lib/systemd/user'],
  systemFolders: [
    '/etc/systemd/system',
    '/usr/local/lib/systemd/system',
    '/usr/lib/systemd/system',
    '/lib/systemd/system',
  ],
};

interface UnitFolder {
  readonly folder: string;
  readonly scope: ExtraService['scope'];
  readonly supervisor: 'systemd-user' | 'systemd-system';
}

export async function scanExtraUnits(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  places: ExtraUnitPlaces = EXTRA_UNIT_PLACES,
): Promise<ExtraScan> {
  const own = unitFolderOf(deps.host);
  const shared = join(deps.host.accountHome, '.local', 'share', 'systemd', 'user');
  const folders: readonly UnitFolder[] = [
    ...[own, shared].map((folder) => ({ folder, scope: 'user', supervisor: 'systemd-user' }) as const),
    ...places.globalUserFolders.map((folder) => ({ folder, scope: 'system', supervisor: 'systemd-user' }) as const),
    ...places.systemFolders.map((folder) => ({ folder, scope: 'system', supervisor: 'systemd-system' }) as const),
  ];
  const services: ExtraService[] = [];
  const problems: Phrase[] = [];
  // The first folder that has a name is the one that systemd reads; and /lib is /usr/lib on merged systems.
  const seen = new Set<string>();
  for (const place of folders) {
    for (const name of await namesIn(place.folder, ({ name }) => name.endsWith('.service'), problems)) {
      const key = `${place.supervisor}:${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = await lookAtUnit(deps, place, name, problems);
      if (found !== null) services.push(found);
    }
  }
  return { services, problems };
}

async function lookAtUnit(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  { folder, scope, supervisor }: UnitFolder,
  name: string,
  problems: Phrase[],
): Promise<ExtraService | null> {
  const path = join(folder, name);
  const meaning = meaningOfUnit(name);
  const link = await linkOf(path);
  // An alias is another name of a unit that is looked at by itself; a link to nothing but /dev/null forbids the unit (systemd.unit(5)).
  if (link !== null && (link === '/dev/null' || basename(link) !== name)) return null;
  const text = await readOrTell(path, readTextIfThere, problems);
  if (text === null && link === null) return null;
  if (meaning.kind === 'other' && (text === null || !mentionsProduct(text))) return null;
  const read = text === null ? null : await parsed(deps, path, name, text, supervisor);
  const judgement = await judge({
    meaning,
    definition: read?.definition ?? null,
    problem: read === null ? say('problem.link-nowhere', { path: link ?? '' }) : read.problem,
    marked: text !== null && isMarked(text),
    home: supervisor === 'systemd-user' ? deps.host.accountHome : null,
  });
  if (judgement === null) return null;
  const service = listed({ name, path, scope, supervisor }, judgement, [
    say('extra.unit-file', { path }),
    ...(link === null ? [] : [say('extra.link', { path: link })]),
  ]);
  const { commands } = await unitRemoval(deps, service);
  return { ...service, removal: commands.map((argv) => [...argv]) };
}

/** Names as OpenClaw gives them (2026.9.6, constants), and those of the product's older names. */
export function meaningOfUnit(name: string): NameMeaning {
  const base = name.replace(/\.service$/, '');
  if (/^(?:clawdbot|moltbot)-gateway(?:-.+)?$/.test(base)) return { kind: 'legacy' };
  if (base === 'openclaw-gateway') return { kind: 'profile', profile: null };
  const profile = /^openclaw-gateway-(?<profile>.+)$/.exec(base)?.groups?.profile;
  const parsedName = profile === undefined ? null : parseProfileName(profile);
  if (parsedName?.ok === true) return { kind: 'profile', profile: parsedName.value.name };
  if (base.startsWith('openclaw-gateway') || base === 'openclaw-node') return { kind: 'own' };
  return { kind: 'other' };
}

/** OpenClaw's own test looks for the same words anywhere in the unit. */
function isMarked(text: string): boolean {
  return text.includes('OPENCLAW_SERVICE_MARKER') || text.includes('OPENCLAW_SERVICE_KIND');
}

async function parsed(
  { host }: Pick<ExtraDeps, 'host'>,
  path: string,
  name: string,
  text: string,
  supervisor: UnitFolder['supervisor'],
) {
  const sources: UnitSource[] = [{ path, text }];
  const dropIns = `${path}.d`;
  for (const dropIn of await dropInNames({ dropIns })) {
    sources.push({
      path: join(dropIns, dropIn),
      text: (await readOrTell(join(dropIns, dropIn), readTextIfThere, [])) ?? '',
    });
  }
  const scope = supervisor === 'systemd-user' ? 'user' : 'system';
  return parseUnit(sources, { serviceName: name, scope, specifiers: scope === 'user' ? specifiersOf(host, name) : {} });
}

async function linkOf(path: string): Promise<string | null> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : null;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null; // Gone meanwhile, or closed to us: reading it says which.
  }
}
