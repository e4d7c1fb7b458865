/**
 * When a change of verdict is worth a notification. Pure: state, input and time in, state and notices out.
 *
 * Nothing is said about what a person did here, about the first minute after login, about the moments after a sleep or an update, nor
 * about a change that was over before it could be read. What is bad once the quiet time is over is said then.
 */
import type { VerdictLevel } from '../../shared/verdict.ts';

/** What the policy has to know of one profile. */
export interface NotifyProfile {
  readonly profile: string;
  /** null: nothing is known yet. */
  readonly level: VerdictLevel | null;
  /** The verdict's sentence and its reason, in English. */
  readonly text: string;
  readonly reason: string | null;
  /** An operation of ours runs on it. */
  readonly busy: boolean;
  /** Version of the installed OpenClaw; a change of it is an update. */
  readonly version: string | null;
}

export type NotifyInput =
  | { readonly kind: 'seen'; readonly profiles: readonly NotifyProfile[] }
  /** The machine woke, or its clock was set. */
  | { readonly kind: 'woke' }
  /** Time passed. */
  | { readonly kind: 'tick' };

export type NoticeKind = 'failed' | 'attention' | 'stopped' | 'recovered' | 'flapping' | 'summary';

export interface Notice {
  readonly kind: NoticeKind;
  /** null for a summary. */
  readonly profile: string | null;
  /** The sentence of the verdict, and why; empty for a summary. */
  readonly text: string;
  readonly reason: string | null;
  /** What clicking does: `open` shows the profile, `start` offers to start it again. */
  readonly action: 'open' | 'start';
  /** Profiles that a summary is about, and how often a flapping one changed. */
  readonly profiles: readonly string[];
  readonly count: number;
}

/** All times are monotonic milliseconds. */
export const NOTIFY_TIMES = {
  afterStart: 60_000,
  afterWake: 30_000,
  afterOwnAction: 15_000,
  afterUpdate: 90_000,
  /** How long a verdict has to hold before it is said. */
  hold: { failed: 5_000, attention: 15_000, stopped: 2_000, recovered: 10_000 },
  window: 10 * 60_000,
  /** More changes than this within the window is flapping: said once, then nothing until it was calm for that long. */
  flaps: 3,
  /** Notices of all profiles within the window, the last of them a summary. */
  limit: 5,
} as const;

type Class = 'bad' | 'attention' | 'stopped' | 'good' | 'passing';

interface ProfileState {
  /** What holds now, and since when. */
  readonly current: Class;
  readonly since: number;
  /** What the person was last told, or saw happen by his own doing. */
  readonly told: Class;
  readonly quietUntil: number;
  readonly changes: readonly number[];
  readonly flapping: boolean;
  readonly seen: NotifyProfile;
}

export interface NotifyState {
  readonly quietUntil: number;
  readonly profiles: ReadonlyMap<string, ProfileState>;
  /** When the notices of this window were said. */
  readonly said: readonly number[];
}

export interface NotifyStep {
  readonly state: NotifyState;
  readonly notices: readonly Notice[];
}

export function notifyStart(now: number): NotifyState {
  return { quietUntil: now + NOTIFY_TIMES.afterStart, profiles: new Map(), said: [] };
}

/** `isMuted`: nothing is said about such a profile, and nothing is said later that happened while it was. */
export function notifyStep(
  state: NotifyState,
  input: NotifyInput,
  now: number,
  isMuted: (profile: string) => boolean,
): NotifyStep {
  let quietUntil = state.quietUntil;
  let profiles = state.profiles;
  if (input.kind === 'woke') quietUntil = Math.max(quietUntil, now + NOTIFY_TIMES.afterWake);
  if (input.kind === 'seen') {
    profiles = new Map(
      input.profiles.flatMap((seen): [string, ProfileState][] => {
        const before = state.profiles.get(seen.profile);
        const next = observe(before, seen, now);
        return next === null ? [] : [[seen.profile, next]];
      }),
    );
  }
  const said = state.said.filter((at) => now - at < NOTIFY_TIMES.window);
  const base: NotifyState = { quietUntil, profiles, said };
  return now < quietUntil ? { state: base, notices: [] } : speak(base, now, isMuted);
}

function classOf(level: VerdictLevel): Class {
  switch (level) {
    case 'failed':
      return 'bad';
    case 'degraded':
      return 'attention';
    case 'stopped':
    case 'not-installed':
      return 'stopped';
    case 'healthy':
    case 'external':
      return 'good';
    case 'starting':
    case 'stopping':
    case 'unknown':
    case 'paused':
      return 'passing';
    default:
      return level satisfies never;
  }
}

/** What is seen now over what was known. The first sight of a profile is no change: it is told only when it is bad. */
function observe(before: ProfileState | undefined, seen: NotifyProfile, now: number): ProfileState | null {
  if (seen.level === null) return before ?? null;
  const current = classOf(seen.level);
  if (before === undefined) {
    const told: Class = current === 'bad' || current === 'attention' ? 'good' : current;
    const quietUntil = seen.busy ? now + NOTIFY_TIMES.afterOwnAction : 0;
    return { current, since: now, told, quietUntil, changes: [], flapping: false, seen };
  }
  const changed = current !== before.current;
  const own = seen.busy || before.seen.busy;
  const updated = seen.version !== before.seen.version && seen.version !== null && before.seen.version !== null;
  const quietUntil = Math.max(
    before.quietUntil,
    own ? now + NOTIFY_TIMES.afterOwnAction : 0,
    updated ? now + NOTIFY_TIMES.afterUpdate : 0,
  );
  const recent = before.changes.filter((at) => now - at < NOTIFY_TIMES.window);
  // What our own operation brings about is expected: it is known without being said.
  const expected = own && (current === 'stopped' || current === 'good');
  return {
    current,
    since: changed ? now : before.since,
    told: expected ? current : before.told,
    quietUntil,
    changes: changed && current !== 'passing' && !own ? [...recent, now].slice(-NOTIFY_TIMES.flaps - 1) : recent,
    flapping: before.flapping && recent.length > 0,
    seen,
  };
}

function speak(state: NotifyState, now: number, isMuted: (profile: string) => boolean): NotifyStep {
  const profiles = new Map(state.profiles);
  const wanted: Notice[] = [];
  for (const [name, known] of state.profiles) {
    if (isMuted(name)) {
      profiles.set(name, { ...known, told: known.current === 'passing' ? known.told : known.current });
      continue;
    }
    if (known.seen.busy || now < known.quietUntil || known.flapping) continue;
    if (known.changes.length > NOTIFY_TIMES.flaps) {
      profiles.set(name, { ...known, flapping: true, told: known.current });
      wanted.push(notice('flapping', known, known.changes.length));
      continue;
    }
    const kind = changeOf(known);
    if (kind === null) {
      // Good again before anything was said, or stopped and installed again: nothing to say, and that is known now.
      if (known.current === 'good' && known.told !== 'bad' && known.told !== 'attention') {
        profiles.set(name, { ...known, told: 'good' });
      }
      continue;
    }
    if (now - known.since < NOTIFY_TIMES.hold[kind]) continue;
    profiles.set(name, { ...known, told: known.current });
    wanted.push(notice(kind, known, 1));
  }
  // The last place of a window is the summary's. Without a place even for that, what was wanted waits as if it had not been seen.
  const places = NOTIFY_TIMES.limit - state.said.length;
  const alone = wanted.slice(0, Math.max(0, places - 1));
  const rest = wanted.slice(alone.length);
  const summary = rest.length > 0 && places > 0 ? [summaryOf(rest)] : [];
  if (summary.length === 0) {
    for (const { profile } of rest) {
      const before = profile === null ? undefined : state.profiles.get(profile);
      if (profile !== null && before !== undefined) profiles.set(profile, before);
    }
  }
  const notices = [...alone, ...summary];
  return { state: { ...state, profiles, said: [...state.said, ...notices.map(() => now)] }, notices };
}

function changeOf({ current, told }: ProfileState): Exclude<NoticeKind, 'flapping' | 'summary'> | null {
  if (current === told || current === 'passing') return null;
  if (current === 'bad') return 'failed';
  if (current === 'attention') return 'attention';
  if (current === 'stopped') return 'stopped';
  // Good news is news only to who heard the bad.
  return told === 'bad' || told === 'attention' ? 'recovered' : null;
}

function notice(kind: NoticeKind, { seen }: ProfileState, count: number): Notice {
  return {
    kind,
    profile: seen.profile,
    text: seen.text,
    reason: seen.reason,
    action: kind === 'stopped' && seen.level === 'stopped' ? 'start' : 'open',
    profiles: [seen.profile],
    count,
  };
}

function summaryOf(rest: readonly Notice[]): Notice {
  const profiles = [...new Set(rest.flatMap((each) => each.profiles))];
  return { kind: 'summary', profile: null, text: '', reason: null, action: 'open', profiles, count: rest.length };
}
