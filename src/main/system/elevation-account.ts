/**
 * Steps of an elevated plan about the account of a service. Whatever lies in the account's own folders is done with the account's own
 * rights (`setpriv`), never with root's: the account could have laid a link there that leads elsewhere.
 */

import { posix } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Said, say } from '../../shared/said.ts';
import type { CommandResult, CommandRunner } from './command-runner.ts';
import { CommandFailed } from './elevation-failure.ts';
import { type ElevatedStep, useraddArgv } from './elevation-plan.ts';
import { exists } from './files.ts';

export interface AccountStepDeps {
  /** Runs commands as root, with `ROOT_ENVIRONMENT`. */
  readonly runner: CommandRunner;
}

/** One line of passwd(5). */
export interface AccountEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

type StepOf<K extends ElevatedStep['kind']> = Extract<ElevatedStep, { kind: K }>;
type Undo = () => Promise<void>;

const TIMEOUT_MS = 30_000;
const id = z.coerce.number().int().nonnegative();

/** The account as the system knows it (also from a directory service), or null. @throws CommandFailed when it cannot be asked. */
export async function readAccount(name: string, runner: CommandRunner): Promise<AccountEntry | null> {
  const result = await runner.run(['getent', 'passwd', name], { timeoutMs: TIMEOUT_MS });
  if (result.exitCode === 2) return null; // getent(1): the key is not in the database.
  if (result.exitCode !== 0) throw new CommandFailed(result);
  const [entry = '', , uid, gid, , home = ''] = result.stdout.trimEnd().split(':');
  const ids = { uid: id.safeParse(uid), gid: id.safeParse(gid) };
  if (!ids.uid.success || !ids.gid.success || !posix.isAbsolute(home)) {
    throw new ExpectedError('state-unknown', say('account.unclear', { account: name }), {
      hint: say('hint.look-getent', { account: name }),
    });
  }
  return { name: entry, uid: ids.uid.data, gid: ids.gid.data, home };
}

export async function makeAccount(
  step: StepOf<'ensure-account'>,
  deps: AccountStepDeps,
  undo: Undo[],
): Promise<string | null> {
  const found = await readAccount(step.account, deps.runner);
  if (found !== null) {
    if (found.uid === 0) throw rootAccount(step.account);
    return null;
  }
  const homeWasThere = await exists(step.home);
  await must(deps.runner.run(useraddArgv(step.account, step.home), { timeoutMs: TIMEOUT_MS }));
  undo.push(async () => {
    // Its home goes along only when this run made it, a moment ago.
    const remove = homeWasThere ? [] : ['--remove'];
    await must(deps.runner.run(['userdel', ...remove, step.account], { timeoutMs: TIMEOUT_MS }));
  });
  return `Made the account ${step.account} with the home ${step.home}.`;
}

export async function requireAccess(step: StepOf<'require-access'>, deps: AccountStepDeps): Promise<void> {
  const { account, path, need } = step;
  if (need === 'read-if-there' && !(await test(deps, account, '-e', path))) return;
  const flag = need === 'execute' ? '-x' : need === 'write' ? '-w' : '-r';
  if (await test(deps, account, flag, path)) return;
  throw new ExpectedError(accessErrorCode(need), say('what.ends', { what: cannotUse(need, account, path) }), {
    hint: accessHint(need, account),
  });
}

/** Without a full stop: a reason may follow. */
export function cannotUse(need: StepOf<'require-access'>['need'], account: string, path: string): Said {
  const verb = need === 'read-if-there' ? 'read' : need;
  return say(`account.cannot-${verb}`, { account, path });
}

/** Code of the error for a path that the account of the service cannot use. */
export function accessErrorCode(
  need: StepOf<'require-access'>['need'],
): 'runtime-not-found' | 'entry-invalid' | 'config-unreadable' | 'file-write-failed' {
  if (need === 'execute') return 'runtime-not-found';
  if (need === 'read') return 'entry-invalid';
  return need === 'write' ? 'file-write-failed' : 'config-unreadable';
}

export function accessHint(need: StepOf<'require-access'>['need'], account: string): Said {
  if (need === 'execute' || need === 'read') {
    return say('hint.readable-place');
  }
  return say('hint.give-to-account', { account });
}

export async function makeFolder(
  step: StepOf<'make-folder'>,
  deps: AccountStepDeps,
  undo: Undo[],
): Promise<string | null> {
  const { account, path } = step;
  if (await test(deps, account, '-d', path)) return null;
  await must(as(deps, account, ['mkdir', '-p', '-m', '0700', '--', path]));
  undo.push(async () => {
    await as(deps, account, ['rmdir', '--', path]);
  });
  return `Made ${path}.`;
}

export async function writeStateFile(
  step: StepOf<'write-state-file'>,
  deps: AccountStepDeps,
  undo: Undo[],
): Promise<string | null> {
  const { account, path, content, replace } = step;
  let before: string | null = null;
  if (await test(deps, account, '-e', path)) {
    if (!replace) return null;
    // Kept in memory only: a copy beside it would be one more place with a secret.
    const old = await as(deps, account, ['cat', '--', path]);
    if (old.exitCode !== 0) throw new CommandFailed(old);
    before = old.stdout;
  }
  undo.push(async () => {
    if (before === null) await must(as(deps, account, ['rm', '-f', '--', path]));
    else await writeAs(deps, account, path, before);
  });
  await writeAs(deps, account, path, content);
  return `Wrote ${path}.`;
}

async function writeAs(deps: AccountStepDeps, account: string, path: string, content: string): Promise<void> {
  const fresh = `${path}.new`;
  try {
    await must(as(deps, account, ['install', '-m', '0600', '--', '/dev/null', fresh]));
    // dd reads the pipe it was started with; another account could not open it by a path.
    await must(as(deps, account, ['dd', `of=${fresh}`, 'conv=fsync', 'status=none'], content));
    await must(as(deps, account, ['mv', '-f', '--', fresh, path]));
  } catch (cause) {
    await as(deps, account, ['rm', '-f', '--', fresh]);
    throw cause;
  }
}

async function test(
  deps: AccountStepDeps,
  account: string,
  flag: '-e' | '-d' | '-r' | '-w' | '-x',
  path: string,
): Promise<boolean> {
  const result = await as(deps, account, ['test', flag, path]);
  if (result.exitCode === 0 || result.exitCode === 1) return result.exitCode === 0;
  throw new CommandFailed(result);
}

/** Runs a program with the ids and groups of the account and with an empty environment (setpriv(1), util-linux). */
async function as(
  deps: AccountStepDeps,
  account: string,
  argv: readonly string[],
  input?: string,
): Promise<CommandResult> {
  const entry = await readAccount(account, deps.runner);
  if (entry === null) {
    throw new ExpectedError('invalid-option', say('account.none', { account }), {
      hint: say('hint.existing-account'),
    });
  }
  if (entry.uid === 0) throw rootAccount(account);
  return deps.runner.run(
    ['setpriv', `--reuid=${entry.uid}`, `--regid=${entry.gid}`, '--init-groups', '--reset-env', '--', ...argv],
    { timeoutMs: TIMEOUT_MS, ...(input === undefined ? {} : { input }) },
  );
}

async function must(running: Promise<CommandResult>): Promise<void> {
  const result = await running;
  if (result.exitCode !== 0) throw new CommandFailed(result);
}

function rootAccount(account: string): ExpectedError {
  return new ExpectedError('invalid-option', say('account.has-root', { account }), {
    hint: say('hint.own-account'),
  });
}
