/**
 * The account that a profile's system service runs as. Worked out from the unit and from passwd(5) without starting anything, because every
 * status of the default profile asks whether there is such a service.
 */

import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { ExpectedError } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import { canBeDedicated, DEFAULT_SERVICE_USER, homeOfNewAccount } from '../system/dedicated-account.ts';
import { errnoOf } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import { SYSTEM_UNIT_FOLDER } from '../system/unit-folder.ts';

export interface ServiceAccount {
  readonly name: string;
  readonly group: string;
  /** Its home folder; for an account that is not there yet, the one that it will get. */
  readonly home: string;
  /** null = not in the local table of accounts: it does not exist yet, or a directory service knows it. */
  readonly uid: number | null;
}

/** Where system units and accounts are looked for; other places than the machine's own are for tests. */
export interface AccountPlaces {
  readonly unitFolder: string;
  readonly passwd: string;
}

export const MACHINE_PLACES: AccountPlaces = { unitFolder: SYSTEM_UNIT_FOLDER, passwd: '/etc/passwd' };

/**
 * Which account a profile's system service runs as: the one that was asked for, else `User=` of the unit that is there, else `openclaw`.
 * @throws ExpectedError `invalid-option` for a name that is none of a dedicated account.
 */
export function serviceAccountOf(
  unit: string,
  wanted: string | undefined,
  places: AccountPlaces = MACHINE_PLACES,
): ServiceAccount {
  const said = wanted === undefined ? readUnit(posix.join(places.unitFolder, unit)) : null;
  const name = wanted ?? said?.user ?? DEFAULT_SERVICE_USER.name;
  if (!canBeDedicated(name)) {
    throw new ExpectedError('invalid-option', say('invalid-option.account', { name }), {
      hint: say('hint.dedicated-account'),
    });
  }
  const entry = passwdEntry(name, places.passwd);
  return {
    name,
    group: said?.group ?? name,
    home: entry?.home ?? said?.home ?? homeOfNewAccount(name),
    uid: entry?.uid ?? null,
  };
}

/**
 * True when the profile's only service on this machine is one of the system: then every verb that was not told a scope means that one. A
 * service of the person's own, with systemd or the built-in supervisor, comes first.
 */
export function onlySystemHasIt(
  host: Host,
  profile: { readonly id: string; readonly unit: string },
  places: AccountPlaces = MACHINE_PLACES,
): boolean {
  if (host.platform !== 'linux' || host.env.OPENCLAW_TRAY_SUPERVISOR === 'embedded') return false;
  if (!existsSync(posix.join(places.unitFolder, profile.unit))) return false;
  const own = [
    posix.join(host.accountHome, '.config', 'systemd', 'user', profile.unit),
    posix.join(host.appDirs.state, 'embedded', profile.id),
  ];
  return !own.some((path) => existsSync(path));
}

interface UnitFacts {
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly home: string | undefined;
}

/** The last assignment counts (systemd.exec(5)); a unit that cannot be read says nothing. */
function readUnit(path: string): UnitFacts | null {
  const text = readOrNull(path);
  if (text === null) return null;
  const last = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.+)$`, 'gm'))].at(-1)?.[1]?.trim();
  const home = /^Environment="?HOME=(\/[^"\n%\\]*)"?$/m.exec(text)?.[1];
  return { user: last('User'), group: last('Group'), home };
}

/** Name, password, uid, gid, comment, home, shell (passwd(5)). */
function passwdEntry(name: string, path: string): { readonly uid: number; readonly home: string } | null {
  for (const line of (readOrNull(path) ?? '').split('\n')) {
    const [entry, , uid = '', , , home = ''] = line.split(':');
    if (entry === name && /^\d+$/.test(uid) && posix.isAbsolute(home)) return { uid: Number(uid), home };
  }
  return null;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}
