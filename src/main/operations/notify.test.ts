import { describe, expect, test } from 'vitest';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { NOTIFY_TIMES, type Notice, type NotifyProfile, notifyStart, notifyStep } from './notify.ts';

const S = 1_000;
const MIN = 60 * S;
/** After the quiet time at the start. */
const CALM = NOTIFY_TIMES.afterStart + 1;

type Event =
  | readonly [at: number, profile: string, level: VerdictLevel, part?: Partial<NotifyProfile>]
  | readonly [at: number, 'woke'];

/** Plays events on a fake clock that ticks every second until `until`; gives what was said, with its second. */
function play(events: readonly Event[], until: number, muted: (profile: string, at: number) => boolean = () => false) {
  let state = notifyStart(0);
  const shown = new Map<string, NotifyProfile>();
  const said: (Notice & { readonly at: number })[] = [];
  const queue = [...events].sort((a, b) => a[0] - b[0]);
  for (let now = 0; now <= until; now += S) {
    const step = (input: Parameters<typeof notifyStep>[1]) => {
      const next = notifyStep(state, input, now, (profile) => muted(profile, now));
      state = next.state;
      said.push(...next.notices.map((each) => ({ ...each, at: now })));
    };
    for (let event = queue[0]; event !== undefined && event[0] <= now; event = queue[0]) {
      queue.shift();
      if (event.length === 2) {
        step({ kind: 'woke' });
        continue;
      }
      const [, profile, level, part = {}] = event;
      const text = `${profile} ${level}`;
      shown.set(profile, { profile, level, text, reason: null, busy: false, version: '1', ...part });
      step({ kind: 'seen', profiles: [...shown.values()] });
    }
    step({ kind: 'tick' });
  }
  return said;
}
const told = (said: readonly Notice[]) => said.map(({ kind, profile }) => `${kind} ${profile ?? ''}`.trim());

describe('what is said', () => {
  test('a failure, with the profile and its sentence; its end', () => {
    const said = play(
      [
        [0, 'work', 'healthy'],
        [CALM, 'work', 'failed'],
        [CALM + MIN, 'work', 'healthy'],
      ],
      CALM + 5 * MIN,
    );
    expect(told(said)).toEqual(['failed work', 'recovered work']);
    expect(said[0]).toMatchObject({ text: 'work failed', action: 'open' });
    expect(said[0]?.at).toBeLessThanOrEqual(CALM + NOTIFY_TIMES.hold.failed + S);
  });

  test('a stop from outside, with "start again"', () => {
    const said = play(
      [
        [0, 'work', 'healthy'],
        [CALM, 'work', 'stopped'],
      ],
      CALM + MIN,
    );
    expect(said).toMatchObject([{ kind: 'stopped', profile: 'work', action: 'start' }]);
  });

  test('removed from outside is said, but cannot be started again', () => {
    const said = play(
      [
        [0, 'work', 'healthy'],
        [CALM, 'work', 'not-installed'],
      ],
      CALM + MIN,
    );
    expect(said).toMatchObject([{ kind: 'stopped', action: 'open' }]);
  });

  test('the same bad verdict over and over is said once', () => {
    const events: Event[] = [[0, 'work', 'healthy']];
    for (let at = CALM; at < CALM + 5 * MIN; at += 3 * S) events.push([at, 'work', 'failed']);
    expect(told(play(events, CALM + 6 * MIN))).toEqual(['failed work']);
  });

  test('from attention to failure is worse, hence said', () => {
    const said = play(
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'degraded'],
        [CALM + MIN, 'a', 'failed'],
      ],
      CALM + 2 * MIN,
    );
    expect(told(said)).toEqual(['attention a', 'failed a']);
  });
});

describe('what is not said', () => {
  test.each<[string, readonly Event[]]>([
    [
      'a start of the app with all well',
      [
        [0, 'a', 'healthy'],
        [2 * S, 'b', 'stopped'],
      ],
    ],
    [
      'a crash that was over at once',
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'failed'],
        [CALM + 3 * S, 'a', 'starting'],
        [CALM + 9 * S, 'a', 'healthy'],
      ],
    ],
    [
      'what could not be found out for a while',
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'unknown'],
        [CALM + MIN, 'a', 'healthy'],
      ],
    ],
    ['a profile that is seen for the first time, stopped', [[CALM, 'a', 'stopped']]],
    [
      "one's own stop",
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'healthy', { busy: true }],
        [CALM + S, 'a', 'stopped', { busy: true }],
        [CALM + 2 * S, 'a', 'stopped'],
      ],
    ],
    [
      'a stop seen just after our operation ended',
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'healthy', { busy: true }],
        [CALM + 4 * S, 'a', 'stopped'],
      ],
    ],
    [
      "one's own restart that takes its time",
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'starting', { busy: true }],
        [CALM + MIN, 'a', 'failed', { busy: true }],
        [CALM + 2 * MIN, 'a', 'healthy'],
      ],
    ],
    [
      'a restart for an update of OpenClaw',
      [
        [0, 'a', 'healthy'],
        [CALM, 'a', 'failed', { version: '2' }],
        [CALM + MIN, 'a', 'healthy', { version: '2' }],
      ],
    ],
    [
      'what the network needs after a sleep',
      [
        [0, 'a', 'healthy'],
        [CALM, 'woke'],
        [CALM, 'a', 'failed'],
        [CALM + 20 * S, 'a', 'healthy'],
      ],
    ],
  ])('%s', (_name, events) => {
    expect(told(play(events, CALM + 10 * MIN))).toEqual([]);
  });

  test('what was said while muted; and what happened then is not said later', () => {
    const events: Event[] = [
      [0, 'a', 'healthy'],
      [0, 'b', 'healthy'],
      [CALM, 'a', 'failed'],
      [CALM, 'b', 'failed'],
    ];
    expect(told(play(events, CALM + 5 * MIN, (profile) => profile === 'a'))).toEqual(['failed b']);
    expect(told(play(events, CALM + 5 * MIN, (profile, at) => profile === 'a' && at < CALM + MIN))).toEqual([
      'failed b',
    ]);
  });
});

describe('quiet times end', () => {
  test('what is still bad after login is said when the minute is over', () => {
    const [first] = play([[S, 'a', 'failed']], 3 * MIN);
    expect(first).toMatchObject({ kind: 'failed', at: NOTIFY_TIMES.afterStart });
  });

  test('what is still bad after a wake, too', () => {
    const said = play(
      [
        [0, 'a', 'healthy'],
        [CALM, 'woke'],
        [CALM + S, 'a', 'failed'],
      ],
      CALM + 2 * MIN,
    );
    expect(told(said)).toEqual(['failed a']);
    expect(said[0]?.at).toBeGreaterThanOrEqual(CALM + NOTIFY_TIMES.afterWake);
  });

  test('a failure that follows our own start is said once the person had time to see it', () => {
    const events: Event[] = [
      [0, 'a', 'stopped'],
      [CALM, 'a', 'starting', { busy: true }],
      [CALM + 2 * S, 'a', 'failed'],
    ];
    expect(told(play(events, CALM + MIN))).toEqual(['failed a']);
  });
});

describe('flapping and floods', () => {
  test('a gateway that comes and goes for an hour is a handful of words', () => {
    const events: Event[] = [[0, 'a', 'healthy']];
    for (let at = CALM; at < CALM + 60 * MIN; at += 40 * S) {
      events.push([at, 'a', 'failed'], [at + 20 * S, 'a', 'healthy']);
    }
    const said = play(events, CALM + 61 * MIN);
    expect(said.length).toBeLessThanOrEqual(5);
    expect(said.filter(({ kind }) => kind === 'flapping').length).toBe(1);
  });

  test('a calm quarter of an hour, and it is told again', () => {
    const events: Event[] = [[0, 'a', 'healthy']];
    for (let round = 0; round < 3; round += 1) {
      events.push([CALM + round * 20 * S, 'a', 'failed'], [CALM + round * 20 * S + 8 * S, 'a', 'healthy']);
    }
    events.push([CALM + 20 * MIN, 'a', 'healthy'], [CALM + 21 * MIN, 'a', 'failed']);
    expect(told(play(events, CALM + 22 * MIN)).at(-1)).toBe('failed a');
  });

  test('fifty profiles at once are a few notices and one summary that names the rest', () => {
    const names = Array.from({ length: 50 }, (_, index) => `p${index}`);
    const events: Event[] = names.flatMap((name): Event[] => [
      [0, name, 'healthy'],
      [CALM, name, 'failed'],
    ]);
    const said = play(events, CALM + 5 * MIN);
    expect(said).toHaveLength(NOTIFY_TIMES.limit);
    expect(said.at(-1)).toMatchObject({ kind: 'summary', profile: null, count: 46 });
    expect(new Set(said.flatMap(({ profiles }) => profiles))).toEqual(new Set(names));
  });

  test('whatever happens, never more than the limit in any ten minutes, summary included', () => {
    let random = 42;
    const next = () => {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      return random / 4294967296;
    };
    const levels: readonly VerdictLevel[] = ['healthy', 'failed', 'degraded', 'stopped', 'starting', 'unknown'];
    const events: Event[] = [];
    for (let count = 0; count < 500; count += 1) {
      const at = Math.floor(next() * 120 * MIN);
      if (next() < 0.01) events.push([at, 'woke']);
      else
        events.push([
          at,
          `p${Math.floor(next() * 6)}`,
          levels[Math.floor(next() * levels.length)] ?? 'healthy',
          { busy: next() < 0.05 },
        ]);
    }
    const said = play(events, 130 * MIN);
    expect(said.length).toBeGreaterThan(5);
    for (const { at } of said) {
      const inWindow = said.filter((each) => each.at >= at && each.at < at + NOTIFY_TIMES.window);
      expect(inWindow.length).toBeLessThanOrEqual(NOTIFY_TIMES.limit);
    }
  });
});
