/**
 * Who listens on a TCP port, and whether it can be bound. On Linux from /proc/net/tcp and tcp6, which show every user's sockets of this
 * network namespace; the process behind a socket can only be found when its file descriptors may be read.
 */

import { readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { say, type ToldFields } from '../../shared/said.ts';
import { because } from '../../shared/said-facts.ts';
import type { CommandRunner } from './command-runner.ts';
import { errnoOf } from './files.ts';
import type { Environment, Platform } from './host.ts';
import { createProcessReader, readProcess, readProcessByPs, showCommand } from './processes.ts';

/** `PortOwner` of the status report without `own`, which only the caller can know. */
export type PortListener =
  | { readonly owner: 'nobody' }
  | {
      readonly owner: 'process';
      readonly pid: number;
      /** Its command line with secrets hidden, else its short name. */
      readonly command: string;
      readonly user: string | null;
      /** ISO 8601. */
      readonly startedAt: string | null;
    }
  /** Somebody listens and we may not see which process; `uid` is the socket's owner. */
  | { readonly owner: 'unreadable'; readonly uid: number | null }
  | { readonly owner: 'unknown'; readonly reason: string; readonly told?: ToldFields | undefined };

/** A listening socket of /proc/net/tcp or tcp6. `address` is in hexadecimal as the kernel prints it. */
export interface ListenRow {
  readonly address: string;
  readonly port: number;
  readonly uid: number;
  readonly inode: number;
}

export type BindResult =
  | { readonly bindable: true }
  /** `code` is the errno, for example EADDRINUSE, EACCES (privileged port), EADDRNOTAVAIL (no such address here). */
  | { readonly bindable: false; readonly code: string };

/**
 * Who listens on `port`, on any address. With several listeners the first process that can be named.
 * Linux only; elsewhere see `createListenerReader`. Never rejects: what fails becomes `unknown`.
 */
export async function readListener(
  port: number,
  likelyPid: number | null = null,
  table: ListenTable = readListenTable,
): Promise<PortListener> {
  try {
    let answer = await findOwner(port, likelyPid, table);
    // A socket that nobody seems to have was perhaps closed, or handed on, between the two readings.
    if (answer.owner === 'unreadable') answer = await findOwner(port, likelyPid, table);
    return answer;
  } catch (cause) {
    return { owner: 'unknown', ...because(say('listener.unread', { error: words(cause) })) };
  }
}

/** All listening sockets of this network namespace. @throws the file system's error. */
export type ListenTable = () => Promise<readonly ListenRow[]>;

export const readListenTable: ListenTable = async () => {
  const texts = [await readFile('/proc/net/tcp', 'utf8'), await readIfThere('/proc/net/tcp6')];
  return texts.flatMap((text) => parseListenRows(text));
};

/** Callers that ask while a reading is under way share it: the kernel needs milliseconds for each, and fifty profiles ask at once. */
export function shareReading(table: ListenTable): ListenTable {
  let underWay: Promise<readonly ListenRow[]> | null = null;
  return () => {
    underWay ??= table().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/**
 * Answers who listens on a port. `likelyPid` is looked at first, when there is one: with it the files of all other processes need not be
 * read.
 */
export type ListenerReader = (port: number, likelyPid?: number | null) => Promise<PortListener>;

/**
 * A text that differs when other sockets listen on the port: their inodes, empty when there are none. null where that cannot be told
 * cheaply. It costs one read of the kernel's table, no look into processes.
 */
export async function listenMark(
  platform: Platform,
  port: number,
  table: ListenTable = readListenTable,
): Promise<string | null> {
  if (platform !== 'linux') return null;
  try {
    return (await rowsOf(port, table)).map((row) => row.inode).join(',');
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

/** The listener reader of this platform: /proc on Linux, `lsof` on macOS, `netstat` on Windows, `unknown` where we have none. */
export function createListenerReader(
  platform: Platform,
  runner: CommandRunner,
  table: ListenTable = readListenTable,
  env: Environment = {},
): ListenerReader {
  if (platform === 'linux') return (port, likelyPid) => readListener(port, likelyPid ?? null, table);
  if (platform === 'darwin') return (port) => readListenerByLsof(runner, port);
  if (platform === 'win32') {
    // Loaded where it is needed: the shim's start on other systems does not pay for it.
    const reader = import('./windows-ports.ts').then(({ createWindowsListenerReader }) =>
      createWindowsListenerReader(runner, env, createProcessReader(platform, runner, env)),
    );
    return async (port, likelyPid) => (await reader)(port, likelyPid);
  }
  return async () => ({ owner: 'unknown', ...because(say('listener.not-supported')) });
}

/** The listening rows of one /proc/net/tcp or tcp6 text. Lines of any other form are skipped. */
export function parseListenRows(text: string): readonly ListenRow[] {
  const rows: ListenRow[] = [];
  for (const line of text.split('\n')) {
    // sl local remote st tx:rx tr:when retrnsmt uid timeout inode; state 0A is LISTEN (include/net/tcp_states.h).
    const match =
      /^\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+\S+\s+0A\s+\S+\s+\S+\s+\S+\s+(\d+)\s+\d+\s+(\d+)/.exec(
        line,
      );
    if (match === null) continue;
    const [, address = '', port = '', uid, inode] = match;
    rows.push({ address, port: Number.parseInt(port, 16), uid: Number(uid), inode: Number(inode) });
  }
  return rows;
}

/** Tries to bind, and lets go at once. @throws nothing: the errno is the answer. */
export function canBind(port: number, host: string): Promise<BindResult> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (cause) => resolve({ bindable: false, code: errnoOf(cause) ?? 'unknown' }));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve({ bindable: true })));
  });
}

/**
 * Can a gateway take this port on loopback? true only when nobody listens there on either family; null when that could not be found out
 * (for example a port that only the administrator may bind).
 */
export async function isPortFree(
  port: number,
  platform: string = process.platform,
  bind: typeof canBind = canBind,
): Promise<boolean | null> {
  const windows = platform === 'win32';
  // Windows lets two programs bind one port, one on every address and the other on one (Microsoft, "Using SO_REUSEADDR and
  // SO_EXCLUSIVEADDRUSE"): each kind of address has to be tried.
  const hosts = windows ? ['127.0.0.1', '::1', '0.0.0.0', '::'] : ['127.0.0.1', '::1'];
  for (const host of hosts) {
    const result = await bind(port, host);
    if (result.bindable || NO_SUCH_FAMILY.has(result.code)) continue;
    // There no port is the administrator's own: a refusal means that somebody has it for himself alone, or that Windows reserves it.
    if (windows && result.code === 'EACCES') return false;
    return result.code === 'EADDRINUSE' ? false : null;
  }
  return true;
}

/** A host without IPv6 (or, rarer, without IPv4). */
const NO_SUCH_FAMILY: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

async function rowsOf(port: number, table: ListenTable): Promise<readonly ListenRow[]> {
  return (await table()).filter((row) => row.port === port);
}

async function findOwner(port: number, likelyPid: number | null, table: ListenTable): Promise<PortListener> {
  const rows = await rowsOf(port, table);
  const first = rows[0];
  if (first === undefined) return { owner: 'nobody' };
  const pid = findSocketHolder(new Set(rows.map((row) => `socket:[${row.inode}]`)), likelyPid);
  if (pid === null) return { owner: 'unreadable', uid: first.uid };
  return describeOwner(pid, first.uid);
}

/** tcp6 is missing when IPv6 is switched off in the kernel. */
async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return '';
    throw cause;
  }
}

/**
 * The likely pid when it has one of these sockets open, else the lowest that has (the parent, when a cluster shares it), or null. The
 * calls are the synchronous ones: a desktop has tens of thousands of descriptors, and each asynchronous call costs ten times the read.
 */
function findSocketHolder(sockets: ReadonlySet<string>, likelyPid: number | null): number | null {
  if (likelyPid !== null && holds(likelyPid, sockets)) return likelyPid;
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.sort((a, b) => a - b).find((pid) => holds(pid, sockets)) ?? null;
}

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  return listDescriptors(pid).some((descriptor) => sockets.has(readDescriptor(`/proc/${pid}/fd/${descriptor}`)));
}

function listDescriptors(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch (cause) {
    if (NOT_OURS_OR_GONE.has(errnoOf(cause) ?? '')) return [];
    throw cause;
  }
}

function readDescriptor(path: string): string {
  try {
    return readlinkSync(path);
  } catch (cause) {
    if (NOT_OURS_OR_GONE.has(errnoOf(cause) ?? '')) return '';
    throw cause;
  }
}

const NOT_OURS_OR_GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR']);

async function describeOwner(pid: number, socketUid: number): Promise<PortListener> {
  const found = readProcess(pid);
  if (found === null) return { owner: 'unreadable', uid: socketUid };
  const command = found.argv === null ? (found.comm ?? '') : showCommand(found.argv);
  return {
    owner: 'process',
    pid,
    command,
    user: await userName(found.uid ?? socketUid),
    startedAt: found.startedAt === null ? null : new Date(found.startedAt).toISOString(),
  };
}

/** Account name of a uid from the local user database; null when it is not there (directory services, containers). */
export async function userName(uid: number): Promise<string | null> {
  const line = (await readIfThere('/etc/passwd')).split('\n').find((entry) => entry.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? null;
}

/**
 * macOS: `lsof -Fpu`. It says "no match" and "you may not see it" alike with exit 1, so an empty answer is checked with a bind.
 * lsof 4.95 (Linux) prints no `f` line and 4.91 (macOS) does; unknown first letters are skipped.
 */
async function readListenerByLsof(runner: CommandRunner, port: number): Promise<PortListener> {
  const result = await runner.run(['lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-FpL']);
  if (result.startError !== null)
    return { owner: 'unknown', ...because(say('listener.lsof', { error: result.startError })) };
  const holder = parseLsofHolder(result.stdout);
  if (holder === null) {
    const free = await isPortFree(port);
    if (free === null) return { owner: 'unknown', ...because(say('listener.lsof-nobody')) };
    return free ? { owner: 'nobody' } : { owner: 'unreadable', uid: null };
  }
  try {
    const found = await readProcessByPs(runner, holder.pid);
    return {
      owner: 'process',
      pid: holder.pid,
      command: showCommand(found?.argv?.[0]?.split(' ') ?? []),
      user: holder.user,
      startedAt: found?.startedAt == null ? null : new Date(found.startedAt).toISOString(),
    };
  } catch (cause) {
    // ps failed; the pid is still a fact.
    return { owner: 'process', pid: holder.pid, command: `(${words(cause)})`, user: holder.user, startedAt: null };
  }
}

/** The first process of `lsof -FpL` output, or null when it names none. */
export function parseLsofHolder(text: string): { readonly pid: number; readonly user: string | null } | null {
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  if (pid === undefined) return null;
  return { pid: Number(pid), user: /^L(.+)$/m.exec(text)?.[1] ?? null };
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
