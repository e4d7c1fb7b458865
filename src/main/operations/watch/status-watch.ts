/**
 * The status of some profiles as a stream of events, for scripts: the first report of each at once, then one event for each change that
 * matters. The same monitor as the app's, so nothing is polled that it does not poll.
 */
import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import { ExpectedError, type OperationError } from '../../../shared/outcome.ts';
import { SCHEMA_VERSION } from '../../../shared/schema-version.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import { isoTime } from '../../system/clock.ts';
import type { CoreContext } from '../context.ts';
import { createMonitor, type Monitor } from '../monitor.ts';
import { listProfiles } from '../profiles.ts';
import { changedFields } from './status-changes.ts';

/** What `watch --json` prints, one a line. */
export interface WatchEvent {
  /** Counts the events of this stream from 1: a gap means that lines were lost. */
  readonly seq: number;
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** When it was seen, ISO 8601. */
  readonly at: string;
  /** `first` report of a profile, `change`, `heartbeat` (nothing changed), or `gone` (the profile is not on this machine any more). */
  readonly type: 'first' | 'change' | 'heartbeat' | 'gone';
  readonly profile: string;
  /** Top-level fields of `status` that differ from the event before; `problem` when that came or went. Empty unless `type` is `change`. */
  readonly changed: readonly string[];
  /** The whole report; null when none could be made yet, or the profile is gone. */
  readonly status: StatusReport | null;
  /** Why there is no fresh report, when looking failed as a whole; `status` is the last one then. */
  readonly problem: OperationError | null;
}

export interface WatchOptions {
  /** These, or every profile found on this machine, those that appear later included. */
  readonly profiles: readonly ResolvedProfile[] | 'all';
  /** Repeats the status of each profile when nothing was said for this long, milliseconds; null = never. */
  readonly heartbeatMs: number | null;
  readonly onEvent: (event: WatchEvent) => void;
  /** Every snapshot of the monitor behind, for who else wants to hear. */
  readonly onSnapshot?: (snapshot: StatusSnapshot) => void;
  readonly onDefect: (cause: unknown) => void;
}

export interface StatusWatch {
  readonly monitor: Monitor;
  /** Ends everything; no event comes any more. */
  close(): Promise<void>;
}

/** How soon a profile that was made meanwhile is seen. Looking for them reads folders and starts no process. */
const REDISCOVER_MS = 5_000;

interface Said {
  report: StatusReport | null;
  problem: OperationError | null;
  at: number;
}

/** Resolves when it watches; the first events follow. @throws ExpectedError when the profiles cannot be listed. */
export async function watchStatus(context: CoreContext, options: WatchOptions): Promise<StatusWatch> {
  const { clock } = context;
  const monitor = createMonitor(context, options.onDefect);
  const said = new Map<string, Said>();
  const timers: NodeJS.Timeout[] = [];
  let seq = 0;
  let closed = false;

  const emit = (type: WatchEvent['type'], profile: string, changed: readonly string[], last: Said) => {
    if (closed) return;
    seq += 1;
    last.at = clock.monotonic();
    options.onEvent({
      seq,
      schemaVersion: SCHEMA_VERSION,
      at: isoTime(clock.now()),
      type,
      profile,
      changed,
      status: last.report,
      problem: last.problem,
    });
  };

  const take = (snapshot: StatusSnapshot) => {
    if (closed) return;
    options.onSnapshot?.(snapshot);
    for (const { profile, report, problem } of snapshot.profiles) {
      if (report === null && problem === null) continue; // Not looked at yet.
      const last = said.get(profile);
      if (last === undefined) {
        const first: Said = { report, problem, at: 0 };
        said.set(profile, first);
        emit('first', profile, [], first);
        continue;
      }
      const changed = differences(last, report, problem);
      last.report = report;
      last.problem = problem;
      if (changed.length > 0) emit('change', profile, changed, last);
    }
    const still = new Set(snapshot.profiles.map(({ profile }) => profile));
    for (const profile of [...said.keys()].filter((id) => !still.has(id))) {
      said.delete(profile);
      emit('gone', profile, [], { report: null, problem: null, at: 0 });
    }
  };

  const beat = (everyMs: number) => {
    for (const [profile, last] of said) {
      if (clock.monotonic() - last.at >= everyMs) emit('heartbeat', profile, [], last);
    }
  };

  let watched: readonly ResolvedProfile[] = options.profiles === 'all' ? await listProfiles(context) : options.profiles;
  const rediscover = async () => {
    const now = await profilesNow(context);
    if (closed || now === null || sameIds(now, watched)) return;
    watched = now;
    monitor.watch(now);
  };

  monitor.onChange(take);
  monitor.setAttention(true);
  monitor.watch(watched);
  monitor.refresh().catch(options.onDefect);
  if (options.profiles === 'all') {
    timers.push(setInterval(() => rediscover().catch(options.onDefect), REDISCOVER_MS));
  }
  if (options.heartbeatMs !== null) {
    const everyMs = options.heartbeatMs;
    timers.push(setInterval(() => beat(everyMs), Math.max(50, Math.min(1_000, everyMs / 4))));
  }
  return {
    monitor,
    async close() {
      closed = true;
      for (const timer of timers) clearInterval(timer);
      await monitor.dispose();
    },
  };
}

/** null when the list cannot be read just now: those that are known are watched on. */
async function profilesNow(context: CoreContext): Promise<readonly ResolvedProfile[] | null> {
  try {
    return await listProfiles(context);
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return null;
  }
}

function differences(last: Said, report: StatusReport | null, problem: OperationError | null): readonly string[] {
  const fields =
    report === null || last.report === null
      ? report === last.report
        ? []
        : ['status']
      : report === last.report
        ? []
        : changedFields(last.report, report);
  const problemChanged = last.problem?.code !== problem?.code || last.problem?.message !== problem?.message;
  return problemChanged ? [...fields, 'problem'] : fields;
}

function sameIds(a: readonly ResolvedProfile[], b: readonly ResolvedProfile[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}
