/**
 * More about a process of this user than its command line: what it was started for, and under which service. Only named variables are
 * read, never the whole environment. Linux; elsewhere nothing of this can be read without a tool, and null says so.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { errnoOf } from './files.ts';
import type { Platform } from './host.ts';

export interface ProcessEvidence {
  /** Values of the variables that were asked for and are set; null when its environment may not be read. */
  readonly environment: Readonly<Record<string, string>> | null;
  /** Unit that systemd runs it under (a service, not a login session); null when there is none or it is not known. */
  readonly unit: string | null;
  /** Which of the folders asked for it has files open in; null when that may not be read. */
  readonly usesFolders: readonly string[] | null;
}

export interface EvidenceQuestion {
  readonly variables: readonly string[];
  /** Absolute. */
  readonly folders: readonly string[];
}

export type EvidenceReader = (pid: number, question: EvidenceQuestion) => Promise<ProcessEvidence>;

const NOTHING: ProcessEvidence = { environment: null, unit: null, usesFolders: null };

export function createEvidenceReader(platform: Platform): EvidenceReader {
  return platform === 'linux' ? readEvidence : async () => NOTHING;
}

async function readEvidence(pid: number, { variables, folders }: EvidenceQuestion): Promise<ProcessEvidence> {
  const [environ, cgroup, open] = await Promise.all([
    readProc(`/proc/${pid}/environ`),
    readProc(`/proc/${pid}/cgroup`),
    openFiles(pid),
  ]);
  return {
    environment: environ === null ? null : pick(environ, variables),
    unit: cgroup === null ? null : unitOfCgroup(cgroup),
    usesFolders: open === null ? null : folders.filter((folder) => open.some((path) => path.startsWith(`${folder}/`))),
  };
}

function pick(environ: string, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of environ.split('\0')) {
    const equals = entry.indexOf('=');
    const name = entry.slice(0, Math.max(equals, 0));
    if (names.includes(name)) found[name] = entry.slice(equals + 1);
  }
  return found;
}

/** The innermost `.service` of a cgroup path, left out those that only hold a session's or a user's programs. Exported for its tests. */
export function unitOfCgroup(text: string): string | null {
  for (const line of text.split('\n')) {
    const parts = line.slice(line.lastIndexOf(':') + 1).split('/');
    const unit = parts.findLast((part) => part.endsWith('.service') || part.endsWith('.scope'));
    if (
      unit?.endsWith('.service') &&
      !/^(?:user@\d+|sshd?|cron|getty@.*|init|docker|containerd)\.service$/.test(unit)
    ) {
      return unit;
    }
  }
  return null;
}

async function openFiles(pid: number): Promise<readonly string[] | null> {
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    const targets = await Promise.all(names.map((name) => linkTarget(`/proc/${pid}/fd/${name}`)));
    return targets.flatMap((target) => target ?? []);
  } catch (cause) {
    if (CLOSED.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

async function linkTarget(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch (cause) {
    if (CLOSED.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

async function readProc(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (CLOSED.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}

/** Gone meanwhile, or another user's. */
const CLOSED: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);
