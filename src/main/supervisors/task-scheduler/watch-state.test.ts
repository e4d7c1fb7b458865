import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStateOf } from './process-state.ts';
import { NO_PROCESSES } from './processes.ts';
import type { TaskFacts } from './query.ts';
import { parseWatchState, readWatch, type Watch, type WatchState, watchWords } from './watch-state.ts';
import { taskPathsIn, watchTaskName } from './windows-paths.ts';

const RUN = Date.parse('2026-02-03T21:08:19Z');
const state = (change: Partial<WatchState> = {}): WatchState => ({
  format: 1,
  began: RUN - 60_000,
  restarts: 0,
  failures: 0,
  next: null,
  gaveUp: false,
  last: null,
  ...change,
});
const facts = (change: Partial<TaskFacts>): TaskFacts => ({
  state: 3,
  enabled: true,
  lastResult: 1,
  lastRun: new Date(RUN).toISOString(),
  xml: null,
  ...change,
});
const watching = (change: Partial<WatchState> = {}, held = false): Watch => ({
  status: 'running',
  state: state(change),
  held,
});
const seen = { result: 1, at: RUN + 5_000, run: RUN };

describe('a failed gateway', () => {
  it.each([
    ['nobody watches', { status: 'absent' } as Watch, { state: 'crashed', willRestart: false, restarts: null }],
    ['the watch does not run', { status: 'idle' } as Watch, { state: 'crashed', willRestart: false, restarts: null }],
    ['the watch says nothing', { status: 'running', state: null, held: false } as Watch, { willRestart: false }],
    [
      'it will be started',
      watching({ next: RUN + 9_000, failures: 1, last: seen }),
      { state: 'crashed', willRestart: true },
    ],
    ['the watch has not looked yet', watching(), { state: 'crashed', willRestart: true, restarts: 0 }],
    ['the watch decided not to', watching({ last: seen }), { state: 'crashed', willRestart: false }],
    ['a stop holds it', watching({}, true), { state: 'crashed', willRestart: false }],
    ['again and again', watching({ next: RUN, failures: 3, last: seen }), { state: 'crash-looping', gaveUp: false }],
    [
      'given up',
      watching({ gaveUp: true, failures: 10, restarts: 9 }),
      { state: 'crash-looping', gaveUp: true, restarts: 9 },
    ],
  ])('%s', (_what, watch, expected) => {
    expect(processStateOf(facts({}), NO_PROCESSES, RUN, watch)).toMatchObject(expected);
  });

  it.each([64, 78])('is not promised a start after code %i', (lastResult) => {
    expect(processStateOf(facts({ lastResult }), NO_PROCESSES, RUN, watching())).toMatchObject({ willRestart: false });
  });

  it('keeps its last exit while the next run is under way, with the time that only the watch knows', () => {
    const gateway = { pid: 7, parent: 6, name: 'node.exe', commandLine: '', started: null };
    const found = processStateOf(
      facts({ state: 4, lastResult: 267009 }),
      { ...NO_PROCESSES, gateway },
      RUN,
      watching({ restarts: 2, last: seen }),
    );
    expect(found).toMatchObject({
      state: 'running',
      restarts: 2,
      lastExit: { code: 1, at: '2026-02-03T21:08:24.000Z' },
    });
    // An end that the watch did not see gets no time from another one.
    const other = watching({ last: { ...seen, run: RUN - 60_000 } });
    expect(processStateOf(facts({}), NO_PROCESSES, RUN, other)).toMatchObject({ lastExit: { code: 1, at: null } });
  });
});

describe("the watch's file", () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const answer = (change: Partial<TaskFacts>) => ({ status: 'found', task: facts(change) }) as const;
  const write = (text: string) => writeFileSync(join(folder, 'gateway-watch.json'), text);

  it('is believed only while its watch runs, and only when this run of the watch wrote it', async () => {
    const paths = taskPathsIn(folder);
    write(JSON.stringify(state({ began: RUN + 500 })));
    expect(await readWatch(answer({ state: 4 }), paths)).toMatchObject({ status: 'running', state: { restarts: 0 } });
    expect(await readWatch(answer({ state: 3 }), paths)).toEqual({ status: 'idle' });
    write(JSON.stringify(state({ began: RUN - 3_600_000 })));
    expect(await readWatch(answer({ state: 4 }), paths)).toMatchObject({ status: 'running', state: null });
    expect(await readWatch({ status: 'unknown', reason: 'x' }, paths)).toEqual({ status: 'unknown', reason: 'x' });
  });

  it.each(['', '{', '[]', '{"format":2}', '\0', '{"format":1,"restarts":-1}'])('%j is no state', async (text) => {
    write(text);
    expect(parseWatchState(text)).toBeNull();
    expect(await readWatch(answer({ state: 4 }), taskPathsIn(folder))).toMatchObject({ state: null });
  });

  it.each([
    [{ status: 'absent' } as Watch, /^no: nothing/],
    [{ status: 'idle' } as Watch, /does not run/],
    [{ status: 'unknown', reason: 'x' } as Watch, /not known: x/],
    [watching({}, true), /on request/],
    [watching({ gaveUp: true, failures: 10 }), /given up after 10/],
    [watching({ next: RUN }), /next at 2026-02-03T21:08:19/],
    [watching({ restarts: 4 }), /4 so far/],
  ])('%j in words', (watch, words) => {
    expect(watchWords(watch)).toMatch(words);
  });
});

it('gives each watch a name that no profile can have', () => {
  expect(watchTaskName('OpenClaw Gateway')).toBe('OpenClaw Gateway (default, restarts)');
  expect(watchTaskName('OpenClaw Gateway (work)')).toBe('OpenClaw Gateway (work, restarts)');
});
