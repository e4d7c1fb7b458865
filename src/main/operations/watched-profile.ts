/**
 * What the monitor remembers of one profile between two looks, and how it notices that another look is due without starting a process.
 */
import type { ControlAction } from '../../shared/operation.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import type { ProfileFacts } from '../health/facts.ts';
import type { FolderWatch } from '../health/folder-watch.ts';
import { fingerprintFiles } from '../health/watcher.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import type { GatheredProfile } from './gather.ts';
import type { HeldGateway } from './held-gateway.ts';
import { watchedThingOf } from './watched-thing.ts';

export interface WatchedProfile {
  readonly profile: ResolvedProfile;
  readonly held: HeldGateway;
  readonly files: FolderWatch;
  report: StatusReport | null;
  problem: OperationError | null;
  busy: ControlAction | null;
  gathered: GatheredProfile | null;
  marks: Marks | null;
  /** The system gave notice of a change in a folder. */
  hinted: boolean;
  /** Monotonic time of the last comparison of everything, and of the last proof that the report still holds. */
  comparedAt: number;
  checkedAt: number;
  /** Look again at this monotonic time whatever the marks say; Infinity = only on change. */
  nextLookAt: number;
  /** How many looks found the same verdict before. */
  repeats: number;
  looking: Promise<void> | null;
  checking: boolean;
}

export interface Marks {
  /** Which files, and how they were. */
  readonly paths: string;
  readonly files: string;
  readonly process: string | null;
  readonly listener: string | null;
}

/** Everything is compared this often even when the system tells of changes: a network's folder, a lost notice. */
const COMPARE_ALL_MS = 60_000;
/** Where a process can only be read by starting `ps`, and no connection tells of its end. */
const READ_PROCESS_MS = 5_000;

/**
 * Marks as they are now. `before`: what the files were when the look began; used when they are the same files, so that a change during
 * the look is seen as one after it.
 */
export async function marksOf(
  context: CoreContext,
  gathered: GatheredProfile,
  before: FileMarks | null,
): Promise<Marks> {
  const { files, pid, port } = watchedThingOf(gathered);
  const paths = files.join('\n');
  return {
    paths,
    files: before?.paths === paths ? before.files : await fingerprintFiles(files),
    process: pid === null ? 'none' : await processMarkOf(context, pid),
    listener: await context.machine.listenMark(port),
  };
}

export type FileMarks = Pick<Marks, 'paths' | 'files'>;

export async function fileMarksOf(gathered: GatheredProfile | null): Promise<FileMarks | null> {
  if (gathered === null) return null;
  const { files } = watchedThingOf(gathered);
  return { paths: files.join('\n'), files: await fingerprintFiles(files) };
}

/**
 * Has anything changed since the last look? Files are read only after a hint, or where there are none; the listening sockets only while
 * no open connection proves who listens.
 */
export async function hasMoved(context: CoreContext, entry: WatchedProfile, now: number): Promise<boolean> {
  const { gathered, marks } = entry;
  if (gathered === null || marks === null) return true;
  const { files, pid, port } = watchedThingOf(gathered);
  const all = now - entry.comparedAt >= COMPARE_ALL_MS;
  if (all || entry.hinted || !entry.files.complete()) {
    entry.hinted = false;
    entry.comparedAt = now;
    if ((await fingerprintFiles(files)) !== marks.files) return true;
    entry.files.set(files);
  }
  if (pid !== null && (await processMoved(context, entry, pid, marks.process, all))) return true;
  return (all || !entry.held.isOpen()) && (await context.machine.listenMark(port)) !== marks.listener;
}

async function processMoved(
  context: CoreContext,
  entry: WatchedProfile,
  pid: number,
  before: string | null,
  all: boolean,
): Promise<boolean> {
  const cheap = context.machine.processMark?.(pid) ?? null;
  if (cheap !== null) return cheap !== before;
  const due = all || context.clock.monotonic() - entry.checkedAt >= READ_PROCESS_MS;
  return due && !entry.held.isOpen() && (await processMarkOf(context, pid)) !== before;
}

async function processMarkOf(context: CoreContext, pid: number): Promise<string | null> {
  const cheap = context.machine.processMark?.(pid) ?? null;
  if (cheap !== null) return cheap;
  const process = await context.machine.process(pid);
  return process === null
    ? 'none'
    : `${process.pid}@${process.startKey ?? '?'}${process.paused === true ? ' held' : ''}`;
}

/** Facts with what the held connection went through. */
export function factsNow({ gathered, held }: WatchedProfile): ProfileFacts | null {
  if (gathered === null) return null;
  const connection = held.trouble();
  const any = Object.values(connection).some((count) => count > 0);
  return any ? { ...gathered.facts, connection } : gathered.facts;
}

const GOOD: ReadonlySet<VerdictLevel> = new Set(['healthy', 'external']);
const BAD: ReadonlySet<VerdictLevel> = new Set(['failed', 'degraded', 'unknown']);

/**
 * From good to bad, with the process still there or not known: right after a sleep that is more often the machine than the gateway. A
 * process that ended is the supervisor's own word, and believed at once.
 */
export function isSetback(before: StatusReport | null, after: StatusReport): boolean {
  if (after.state !== 'running' && after.state !== 'unknown') return false;
  return before !== null && GOOD.has(before.verdict.level) && BAD.has(after.verdict.level);
}

/** Nothing more is expected to happen by itself. */
export function isSettled({ facts }: GatheredProfile, report: StatusReport): boolean {
  const { process } = facts.inspection;
  switch (process.state) {
    case 'starting':
    case 'stopping':
      return false;
    case 'crashed':
      return !process.willRestart;
    case 'crash-looping':
      return process.gaveUp;
    case 'unknown':
      return false;
    case 'stopped':
      return true;
    case 'running':
      return report.verdict.level === 'healthy' || report.verdict.level === 'external';
    default:
      return process satisfies never;
  }
}
