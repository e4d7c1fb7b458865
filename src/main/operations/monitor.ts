/**
 * Keeps the last report of every profile true, for the app: a full look when something changed, the system's notices and cheap marks in
 * between, one held connection per running gateway. In steady state it starts no process.
 */
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { ControlAction } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { diagnose } from '../health/evaluate.ts';
import { createFolderWatches } from '../health/folder-watch.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { isoTime } from '../system/clock.ts';
import { createAnnouncer } from './announcer.ts';
import type { CoreContext } from './context.ts';
import { type Disturbance, disturbanceBetween, momentOf } from './disturbance.ts';
import type { GatheredProfile } from './gather.ts';
import { AFTER_DOWN_MS, gatherSettled } from './gather-settled.ts';
import { createHeldGateway } from './held-gateway.ts';
import { nextLookIn } from './pace.ts';
import { reportOf } from './report.ts';
import { createTurns } from './turns.ts';
import {
  factsNow,
  fileMarksOf,
  hasMoved,
  isSetback,
  isSettled,
  marksOf,
  type WatchedProfile,
} from './watched-profile.ts';
import { watchedThingOf } from './watched-thing.ts';

export interface Monitor {
  snapshot(): StatusSnapshot;
  onChange(listener: (snapshot: StatusSnapshot) => void): () => void;
  /** Replaces the list of profiles that are watched; what is known of those that stay is kept. */
  watch(profiles: readonly ResolvedProfile[]): void;
  /** Looks at one profile or all now, with a look that begins after the call. An expected failure becomes the profile's `problem`. */
  refresh(profile?: string, options?: { deep?: boolean }): Promise<void>;
  setBusy(profile: string, action: ControlAction | null): void;
  /** A window is looking: notice changes sooner, and renew what is shown. */
  setAttention(visible: boolean): void;
  latest(profile: string): GatheredProfile | null;
  /** After sleep: everything is read anew, and what is worse than before is believed only when it lasts. */
  wake(): void;
  /** Called with each measured round trip to a gateway, milliseconds. Returns the function that ends the subscription. */
  onRoundTrip(listener: (profile: string, ms: number) => void): () => void;
  /** Called when the machine slept or its clock was set. Returns the function that ends the subscription. */
  onDisturbance(listener: (disturbance: Disturbance) => void): () => void;
  dispose(): Promise<void>;
}

/** How often marks are compared: within the 2 s in which a change must be shown, with room for the look itself. */
const TICK_MS = { visible: 400, hidden: 1_000 };
/** How old "checked" may become while somebody looks, and while nobody does. Renewing it starts no process. */
const RENEW_MS = { visible: 3_000, hidden: 30_000 };
/** A gateway that does not answer is asked this often whether it does again; over HTTP, without a process. */
const ASK_AGAIN_MS = 2_000;
const AFTER_FAILURE_MS = 10_000;
/** After a sleep, bad news must last this long: disks, clocks and the gateway itself need a moment. */
const WAKE_GRACE_MS = 10_000;
const WAKE_LOOK_MS = 1_000;
/** Looks that may run at the same time: each may start a process. */
const LOOKS_AT_ONCE = 8;

export function createMonitor(context: CoreContext, onDefect: (cause: unknown) => void): Monitor {
  const { clock } = context;
  const entries = new Map<string, WatchedProfile>();
  const tripListeners = new Set<(profile: string, ms: number) => void>();
  const disturbanceListeners = new Set<(disturbance: Disturbance) => void>();
  const folders = createFolderWatches();
  const inTurn = createTurns(LOOKS_AT_ONCE);
  let visible = false;
  let disposed = false;
  let timer: NodeJS.Timeout | undefined;
  let moment = momentOf(clock);
  let believeFrom = Number.NEGATIVE_INFINITY;

  const mode = () => (visible ? 'visible' : 'hidden');

  const announcer = createAnnouncer(clock, () =>
    [...entries.values()].map(({ profile, report, problem, busy }) => ({ profile: profile.id, report, problem, busy })),
  );
  const { announce } = announcer;

  const take = async (
    entry: WatchedProfile,
    gathered: GatheredProfile,
    before: Awaited<ReturnType<typeof fileMarksOf>>,
  ) => {
    const marks = await marksOf(context, gathered, before);
    const report = reportOf(gathered.facts);
    const now = clock.monotonic();
    if (now < believeFrom && entry.busy === null && isSetback(entry.report, report)) {
      entry.nextLookAt = now + WAKE_LOOK_MS;
      return;
    }
    const same =
      entry.report?.verdict.code === report.verdict.code &&
      entry.report.state === report.state &&
      entry.report.probeDetail?.code === report.probeDetail?.code;
    entry.repeats = same ? entry.repeats + 1 : 0;
    entry.gathered = gathered;
    entry.marks = marks;
    entry.problem = null;
    entry.comparedAt = now;
    entry.checkedAt = now;
    entry.nextLookAt = now + nextLookIn(report, isSettled(gathered, report), entry.repeats);
    if (!disposed) {
      entry.files.set(watchedThingOf(gathered).files);
      entry.held.follow(gathered.facts);
    }
    entry.report = reportOf(factsNow(entry) ?? gathered.facts);
  };

  const lookNow = async (entry: WatchedProfile, deep: boolean): Promise<void> => {
    try {
      const before = await fileMarksOf(entry.gathered);
      const gathered = await gatherSettled(context, entry.profile, deep);
      await take(entry, gathered, before);
    } catch (cause) {
      if (!(cause instanceof ExpectedError)) throw cause;
      entry.problem = cause.toOutcome().error;
      entry.nextLookAt = clock.monotonic() + AFTER_FAILURE_MS;
    }
    announce();
  };

  /** One look at a time per profile; a caller gets one that begins after it asked. */
  const look = (entry: WatchedProfile, deep = false): Promise<void> => {
    const next: Promise<void> = (entry.looking ?? Promise.resolve())
      .catch(() => undefined) // Whoever asked for that one has its failure.
      .then(() => inTurn(() => lookNow(entry, deep)))
      .finally(() => {
        if (entry.looking === next) entry.looking = null;
      });
    entry.looking = next;
    return next;
  };

  const lookSoon = (entry: WatchedProfile): void => {
    const later = setTimeout(() => {
      if (!disposed && entries.get(entry.profile.id) === entry) look(entry).catch(onDefect);
    }, AFTER_DOWN_MS);
    later.unref();
  };

  /** The connection's troubles come and go between two looks. */
  const renewFindings = (entry: WatchedProfile): void => {
    const facts = factsNow(entry);
    if (entry.report === null || facts === null) return;
    entry.report = { ...entry.report, diagnoses: diagnose(facts), checkedAt: isoTime(clock.now()) };
    entry.checkedAt = clock.monotonic();
  };

  /** Nothing moved on the machine; the gateway itself is asked over HTTP whether what was said of it still holds. */
  const renew = async (entry: WatchedProfile, now: number): Promise<void> => {
    const { report } = entry;
    if (report === null) return;
    const answered = report.probe === 'ok';
    const silent =
      report.probe === 'failed' && report.state === 'running' && report.probeDetail?.readiness?.ok !== true;
    if (now - entry.checkedAt < (silent ? ASK_AGAIN_MS : RENEW_MS[mode()])) return;
    const ms = answered || silent ? await entry.held.roundTrip() : null;
    if (entry.looking !== null || entry.report !== report) return; // Something newer arrived meanwhile.
    if (ms !== null) for (const listener of tripListeners) listener(entry.profile.id, ms);
    if (answered !== (ms !== null) && (answered || silent)) {
      await look(entry);
      return;
    }
    renewFindings(entry);
    announce();
  };

  const check = async (entry: WatchedProfile): Promise<void> => {
    if (entry.looking !== null || entry.checking) return;
    entry.checking = true;
    try {
      const now = clock.monotonic();
      if (now >= entry.nextLookAt) await look(entry);
      else if (entry.gathered === null || entry.report === null) return;
      else if (await hasMoved(context, entry, now)) {
        entry.repeats = 0;
        await look(entry);
      } else {
        entry.held.follow(entry.gathered.facts);
        await renew(entry, now);
      }
    } finally {
      entry.checking = false;
    }
  };

  const lookAtAll = () => {
    for (const entry of entries.values()) look(entry).catch(onDefect);
  };

  /** @returns whether something disturbed the time since the last call. */
  const noteTime = (): boolean => {
    const now = momentOf(clock);
    const disturbance = disturbanceBetween(moment, now, TICK_MS[mode()]);
    moment = now;
    if (disturbance === null) return false;
    for (const listener of disturbanceListeners) listener(disturbance);
    if (disturbance.kind === 'slept') believeFrom = now.monotonic + WAKE_GRACE_MS;
    lookAtAll();
    return true;
  };

  /** Nobody waits for anybody: a gateway that hangs does not keep the others from being seen. */
  const tick = () => {
    if (disposed) return;
    noteTime();
    for (const entry of entries.values()) check(entry).catch(onDefect);
    schedule();
  };

  const schedule = () => {
    clearTimeout(timer);
    if (disposed || entries.size === 0) return;
    timer = setTimeout(tick, TICK_MS[mode()]);
    timer.unref();
  };

  const newEntry = (profile: ResolvedProfile): WatchedProfile => {
    const entry: WatchedProfile = {
      profile,
      held: createHeldGateway(context, {
        onDown(again) {
          if (!again) {
            lookSoon(entry);
            return;
          }
          // Its end would show in its process at the next tick; a full look at each of its moods would start a process each time.
          entry.hinted = true;
          renewFindings(entry);
          announce();
        },
        onTrouble() {
          renewFindings(entry);
          announce();
        },
        onHealth(health) {
          if (entry.report === null || entry.report.probe !== 'ok') return;
          entry.checkedAt = clock.monotonic();
          entry.report = { ...entry.report, health, checkedAt: isoTime(clock.now()) };
          announce();
        },
      }),
      files: folders.subscribe(() => {
        entry.hinted = true;
      }),
      report: null,
      problem: null,
      busy: null,
      gathered: null,
      marks: null,
      hinted: false,
      comparedAt: 0,
      checkedAt: 0,
      nextLookAt: 0,
      repeats: 0,
      looking: null,
      checking: false,
    };
    return entry;
  };

  const close = async (entry: WatchedProfile): Promise<void> => {
    entry.files.close();
    await entry.held.close();
  };
  const subscribe = <L>(set: Set<L>, listener: L) => {
    set.add(listener);
    return () => set.delete(listener);
  };

  return {
    snapshot: announcer.snapshot,
    onChange: announcer.onChange,
    onRoundTrip: (listener) => subscribe(tripListeners, listener),
    onDisturbance: (listener) => subscribe(disturbanceListeners, listener),
    watch(profiles) {
      const known = new Map(entries);
      entries.clear();
      for (const profile of profiles) {
        const old = known.get(profile.id);
        known.delete(profile.id);
        if (old !== undefined && isSameService(old.profile, profile)) entries.set(profile.id, old);
        else {
          if (old !== undefined) known.set(profile.id, old);
          entries.set(profile.id, newEntry(profile));
        }
      }
      for (const gone of known.values()) close(gone).catch(onDefect);
      announce();
      schedule();
    },
    async refresh(id, options = {}) {
      const chosen = [...entries.values()].filter((entry) => id === undefined || entry.profile.id === id);
      await Promise.all(chosen.map((entry) => look(entry, options.deep ?? false)));
    },
    setBusy(id, action) {
      const entry = entries.get(id);
      if (entry === undefined || entry.busy === action) return;
      entry.busy = action;
      announce();
    },
    setAttention(now) {
      if (visible === now) return;
      visible = now;
      schedule();
    },
    latest: (id) => entries.get(id)?.gathered ?? null,
    wake() {
      // The system says that it slept, even where the clocks do not show it.
      const noted = noteTime();
      believeFrom = clock.monotonic() + WAKE_GRACE_MS;
      if (!noted) lookAtAll();
    },
    async dispose() {
      disposed = true;
      clearTimeout(timer);
      announcer.dispose();
      for (const set of [tripListeners, disturbanceListeners]) set.clear();
      await Promise.all([...entries.values()].map(close));
    },
  };
}

/** A profile whose service became the system's, or its person's own again, has other folders and another supervisor: nothing known of it holds. */
function isSameService(one: ResolvedProfile, two: ResolvedProfile): boolean {
  return one.stateDir === two.stateDir && one.account?.name === two.account?.name;
}
