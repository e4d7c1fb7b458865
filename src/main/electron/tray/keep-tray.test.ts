import { describe, expect, it } from 'vitest';
import type { TrayHostFacts } from '../../../shared/tray-host.ts';
import { createTrayKeeper, type TrayReach } from './keep-tray.ts';

const PRESENT: TrayHostFacts = { state: 'present', why: null, detail: null };
const ABSENT: TrayHostFacts = { state: 'absent', why: 'no-watcher', detail: null };
const UNKNOWN: TrayHostFacts = { state: 'unknown', why: 'bus-trouble', detail: 'no answer' };

/** A session whose watcher answers as told; `listed` is asked for each check, oldest first, the last one stays. */
async function bench(first: TrayHostFacts, listed: readonly (boolean | null)[] = [true]) {
  const answers = [...listed];
  const seen: TrayReach[] = [];
  const warnings: string[] = [];
  let facts = first;
  let tell: (facts: TrayHostFacts) => void = () => undefined;
  let recreated = 0;
  const waits: { ms: number; end: () => void }[] = [];
  const keeper = await createTrayKeeper({
    watch: async (onSeen) => {
      tell = onSeen;
      return {
        now: () => facts,
        lists: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? null,
        close: () => undefined,
      };
    },
    pid: 7,
    clock: {
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          waits.push({ ms, end: resolve });
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    },
    recreate: () => {
      recreated += 1;
    },
    onReach: (reach) => seen.push(reach),
    firstPatienceMs: 10_000,
    warn: (message) => warnings.push(message),
  });
  return {
    keeper,
    seen,
    warnings,
    recreated: () => recreated,
    change(next: TrayHostFacts) {
      facts = next;
      tell(next);
    },
    /** Ends what is waited for now, and lets what follows happen. Returns the waits, milliseconds. */
    async pass() {
      const now = waits.splice(0);
      for (const { end } of now) end();
      await new Promise((resolve) => setImmediate(resolve));
      return now.map(({ ms }) => ms);
    },
  };
}

describe('the tray is kept where it can be seen', () => {
  it('leaves a Tray alone that the watcher lists', async () => {
    const session = await bench(PRESENT);
    expect(session.keeper.reach()).toBe('unknown');
    expect(await session.pass()).toEqual([1_000]);
    expect(session.seen).toEqual(['shown']);
    expect(session.recreated()).toBe(0);
  });

  it('makes it anew once where the watcher does not, and says refused when that does not help', async () => {
    const session = await bench(PRESENT, [false, false]);
    await session.pass();
    await session.pass();
    await session.pass();
    expect({ seen: session.seen, recreated: session.recreated() }).toEqual({ seen: ['refused'], recreated: 1 });
    expect(session.warnings).toHaveLength(1);
  });

  it('calls it gone only after a while, and not when the panel was only restarted', async () => {
    const session = await bench(PRESENT);
    await session.pass();
    session.change(ABSENT);
    expect(session.keeper.isAbsentNow()).toBe(true);
    session.change(PRESENT);
    // Electron announces itself again to a new watcher: nothing is made anew.
    expect(await session.pass()).toEqual([5_000, 1_000]);
    expect({ seen: session.seen, recreated: session.recreated() }).toEqual({ seen: ['shown'], recreated: 0 });
  });

  it('makes a Tray anew that was made when nobody could show it', async () => {
    const session = await bench(ABSENT);
    expect(await session.pass()).toEqual([10_000]);
    expect(session.seen).toEqual(['none']);
    session.change(PRESENT);
    expect(session.recreated()).toBe(1);
    await session.pass();
    expect(session.seen).toEqual(['none', 'shown']);
    expect(session.recreated()).toBe(1);
  });

  it('never says none of what it could not find out', async () => {
    const session = await bench(UNKNOWN);
    expect(await session.pass()).toEqual([]);
    expect(session.keeper.reach()).toBe('unknown');
    expect(session.keeper.isAbsentNow()).toBe(false);
    const half = await bench(PRESENT, [null]);
    await half.pass();
    expect(half.keeper.reach()).toBe('unknown');
  });

  it('is silent after its end', async () => {
    const session = await bench(ABSENT);
    session.keeper.dispose();
    await session.pass();
    expect(session.seen).toEqual([]);
  });
});
