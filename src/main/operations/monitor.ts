/**
 * Keeps the last report of every profile true, for the app: a full look when something changed, cheap fingerprints in between, one held
 * connection per running gateway. In steady state it starts no process.
 */
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { ControlAction } from '../../shared/operation.ts';
import { ExpectedError, type OperationError } from '../../shared/outcome.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { fingerprint } from '../health/watcher.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, gatherProfiles } from './gather.ts';
import { createHeldGateway, type HeldGateway } from './held-gateway.ts';
import { reportOf } from './report.ts';
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
  dispose(): Promise<void>;
}

interface Entry {
  readonly profile: ResolvedProfile;
  readonly held: HeldGateway;
  report: StatusReport | null;
  problem: OperationError | null;
  busy: ControlAction | null;
  gathered: GatheredProfile | null;
  mark: string | null;
  /** Look again at this monotonic time whatever the fingerprint says; Infinity = only on change. */
  nextLookAt: number;
  looking: Promise<void> | null;
}

/** How often files and /proc are compared: within the 2 s in which a change must be shown, with room for the look itself. */
const FINGERPRINT_MS = { visible: 400, hidden: 1_000 };
/** While a state is on its way somewhere, everything is looked at this often. */
const UNSETTLED_LOOK_MS = 1_000;
/** How old "checked" may become while somebody looks, and while nobody does. Renewing it starts no process. */
const RENEW_MS = { visible: 3_000, hidden: 30_000 };
/** A connection ends before the supervisor has taken notice of the dead process: asked at once, it still calls it running. */
const AFTER_DOWN_MS = 150;
const RELOOKS = 3;
const PROBE_TIMEOUT_MS = 5_000;
const AFTER_FAILURE_MS = 10_000;

export function createMonitor(context: CoreContext, onDefect: (cause: unknown) => void): Monitor {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(snapshot: StatusSnapshot) => void>();
  let seq = 0;
  let visible = false;
  let disposed = false;
  let timer: NodeJS.Timeout | undefined;
  let ticking = false;

  const mode = () => (visible ? 'visible' : 'hidden');

  const snapshot = (): StatusSnapshot => ({
    seq,
    profiles: [...entries.values()].map(({ profile, report, problem, busy }) => ({
      profile: profile.id,
      report,
      problem,
      busy,
    })),
  });

  const announce = () => {
    if (disposed) return;
    seq += 1;
    const now = snapshot();
    for (const listener of listeners) listener(now);
  };

  const gather = async (profile: ResolvedProfile, deep: boolean): Promise<GatheredProfile> => {
    const [gathered] = await gatherProfiles(context, [profile], {
      probe: true,
      deep,
      timeoutMs: PROBE_TIMEOUT_MS,
      health: true,
      locate: true,
      instances: true,
    });
    if (gathered === undefined) throw new Error(`no facts for ${profile.id}`);
    return gathered;
  };

  /** The supervisor has not noticed yet that its process ended: what it says is about to change. */
  const namesDeadProcess = async ({ facts }: GatheredProfile): Promise<boolean> => {
    const { process } = facts.inspection;
    if (process.state !== 'running' || facts.probe?.ok === true) return false;
    return (await context.machine.process(process.pid)) === null;
  };

  const lookNow = async (entry: Entry, deep: boolean): Promise<void> => {
    try {
      let gathered = await gather(entry.profile, deep);
      for (let again = 0; again < RELOOKS && (await namesDeadProcess(gathered)); again += 1) {
        await context.clock.sleep(AFTER_DOWN_MS);
        gathered = await gather(entry.profile, deep);
      }
      entry.gathered = gathered;
      entry.report = reportOf(gathered.facts);
      entry.problem = null;
      entry.mark = await fingerprint(watchedThingOf(gathered), context.machine);
      entry.nextLookAt = isSettled(gathered, entry.report)
        ? Number.POSITIVE_INFINITY
        : context.clock.monotonic() + UNSETTLED_LOOK_MS;
      if (!disposed) entry.held.follow(gathered.facts);
    } catch (cause) {
      if (!(cause instanceof ExpectedError)) throw cause;
      entry.problem = cause.toOutcome().error;
      entry.nextLookAt = context.clock.monotonic() + AFTER_FAILURE_MS;
    }
    announce();
  };

  /** One look at a time per profile; a caller gets one that begins after it asked. */
  const look = (entry: Entry, deep = false): Promise<void> => {
    const next: Promise<void> = (entry.looking ?? Promise.resolve())
      .catch(() => undefined) // Whoever asked for that one has its failure.
      .then(() => lookNow(entry, deep))
      .finally(() => {
        if (entry.looking === next) entry.looking = null;
      });
    entry.looking = next;
    return next;
  };

  const lookSoon = (entry: Entry): void => {
    const later = setTimeout(() => {
      if (!disposed) look(entry).catch(onDefect);
    }, AFTER_DOWN_MS);
    later.unref();
  };

  const check = async (entry: Entry): Promise<void> => {
    if (entry.looking !== null) return;
    const { gathered, report } = entry;
    if (gathered === null || report === null || context.clock.monotonic() >= entry.nextLookAt) {
      if (context.clock.monotonic() >= entry.nextLookAt) await look(entry);
      return;
    }
    if ((await fingerprint(watchedThingOf(gathered), context.machine)) !== entry.mark) {
      await look(entry);
      return;
    }
    if (context.clock.now() - Date.parse(report.checkedAt) < RENEW_MS[mode()]) return;
    // Nothing moved on disk and in /proc; a running gateway is asked over HTTP whether it still answers.
    if (report.probe === 'ok' && !(await entry.held.stillAnswers())) {
      await look(entry);
      return;
    }
    if (entry.looking !== null || entry.report !== report) return; // Something newer arrived meanwhile.
    entry.report = { ...report, checkedAt: new Date(context.clock.now()).toISOString() };
    announce();
  };

  const tick = async () => {
    if (ticking || disposed) return;
    ticking = true;
    try {
      await Promise.all([...entries.values()].map(check));
    } finally {
      ticking = false;
      schedule();
    }
  };

  const schedule = () => {
    clearTimeout(timer);
    if (disposed || entries.size === 0) return;
    timer = setTimeout(() => tick().catch(onDefect), FINGERPRINT_MS[mode()]);
    timer.unref();
  };

  const newEntry = (profile: ResolvedProfile): Entry => {
    const entry: Entry = {
      profile,
      held: createHeldGateway(context, {
        onDown: () => lookSoon(entry),
        onHealth(health) {
          if (entry.report === null || entry.report.probe !== 'ok') return;
          entry.report = { ...entry.report, health, checkedAt: new Date(context.clock.now()).toISOString() };
          announce();
        },
      }),
      report: null,
      problem: null,
      busy: null,
      gathered: null,
      mark: null,
      nextLookAt: 0,
      looking: null,
    };
    return entry;
  };

  return {
    snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
      for (const gone of known.values()) gone.held.close().catch(onDefect);
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
    async dispose() {
      disposed = true;
      clearTimeout(timer);
      listeners.clear();
      await Promise.all([...entries.values()].map((entry) => entry.held.close()));
    },
  };
}

/** Nothing more is expected to happen by itself. */
function isSettled({ facts }: GatheredProfile, report: StatusReport): boolean {
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

/** A profile whose service became the system's, or its person's own again, has other folders and another supervisor: nothing known of it holds. */
function isSameService(one: ResolvedProfile, two: ResolvedProfile): boolean {
  return one.stateDir === two.stateDir && one.account?.name === two.account?.name;
}
