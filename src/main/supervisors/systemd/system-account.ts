/**
 * The account that a system service runs as, and whether it can use what the service needs. Looked at with the permission bits of the
 * files, so that a Node below /root is said before anybody is asked for a password; the elevated process then tries it for real.
 */

import { realpath, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import { DEFAULT_SERVICE_USER, type ServiceUser } from '../../system/dedicated-account.ts';
import {
  type AccountEntry,
  accessErrorCode,
  accessHint,
  cannotUse,
  readAccount,
} from '../../system/elevation-account.ts';
import { CommandFailed } from '../../system/elevation-failure.ts';
import { errnoOf } from '../../system/files.ts';

/** The account as it is now. `ids` is null for one that does not exist yet: it will have the rights of "others" only. */
export interface AccountNow {
  readonly name: string;
  readonly home: string;
  readonly ids: { readonly uid: number; readonly groups: readonly number[] } | null;
}

/** @throws ExpectedError `state-unknown` when the system cannot be asked, `invalid-option` for root and for a group that is not there. */
export async function accountNow(user: ServiceUser, runner: CommandRunner): Promise<AccountNow> {
  const entry = await asked(user, runner);
  if (entry === null) return { name: user.name, home: user.home, ids: null };
  if (entry.uid === 0) {
    throw new ExpectedError('invalid-option', say('account.is-root', { account: user.name }), {
      hint: say('hint.other-account', { account: DEFAULT_SERVICE_USER.name }),
    });
  }
  const group = await runner.run(['getent', 'group', user.group]);
  if (group.exitCode !== 0) {
    throw new ExpectedError('invalid-option', say('account.no-group', { account: user.name, group: user.group }), {
      hint: say('hint.name-group', { account: user.name }),
    });
  }
  const ids = await runner.run(['id', '-G', user.name]);
  const groups = ids.stdout
    .trim()
    .split(' ')
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
  return { name: entry.name, home: entry.home, ids: { uid: entry.uid, groups: [entry.gid, ...groups] } };
}

async function asked(user: ServiceUser, runner: CommandRunner): Promise<AccountEntry | null> {
  try {
    return await readAccount(user.name, runner);
  } catch (cause) {
    if (!(cause instanceof CommandFailed)) throw cause;
    throw new ExpectedError('state-unknown', say('account.unknown', { account: user.name }), {
      hint: say('hint.getent-why', { account: user.name }),
    });
  }
}

export type AccessNeed = 'execute' | 'read' | 'read-if-there' | 'write';

export type Access =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: Phrase }
  /** This user may not look there either; it is tried for real later. */
  | { readonly allowed: null };

/** Whether the account may use a path: each folder on the way (also of links' targets) and the file itself. Reads permission bits only. */
export async function accessOf(account: AccountNow, path: string, need: AccessNeed): Promise<Access> {
  let real: string;
  try {
    real = await realpath(path);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code !== 'ENOENT') return { allowed: null };
    return need === 'read-if-there' ? { allowed: true } : { allowed: false, reason: say('access.not-there', { path }) };
  }
  for (const place of [...parentsOf(path), ...parentsOf(real)]) {
    const answer = await mayUse(account, place, 0o1, 'enter');
    if (answer.allowed !== true) return answer;
  }
  if (need === 'execute') return mayUse(account, real, 0o1, 'run');
  return need === 'write' ? mayUse(account, real, 0o2, 'write') : mayUse(account, real, 0o4, 'read');
}

/** @throws ExpectedError with the path and the folder that is in the way. */
export async function requireAccess(account: AccountNow, path: string, need: AccessNeed): Promise<void> {
  const answer = await accessOf(account, path, need);
  if (answer.allowed !== false) return;
  const what = cannotUse(need, account.name, path);
  throw new ExpectedError(accessErrorCode(need), say('what.why-ends', { what, why: answer.reason }), {
    hint: accessHint(need, account.name),
  });
}

async function mayUse(
  account: AccountNow,
  place: string,
  bit: number,
  verb: 'enter' | 'run' | 'write' | 'read',
): Promise<Access> {
  try {
    const found = await stat(place);
    const shift = account.ids?.uid === found.uid ? 6 : account.ids?.groups.includes(found.gid) === true ? 3 : 0;
    if (((found.mode >> shift) & bit) !== 0) return { allowed: true };
    const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
    return { allowed: false, reason: say(`access.${verb}`, { path: place, mode }) };
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return { allowed: null };
  }
}

function parentsOf(path: string): readonly string[] {
  const parts = posix
    .dirname(path)
    .split('/')
    .filter((part) => part !== '');
  return ['/', ...parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}
