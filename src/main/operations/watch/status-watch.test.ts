import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAction } from '../run-action.ts';
import { makeBench, type TestBench } from '../testing.ts';
import { type StatusWatch, type WatchEvent, type WatchOptions, watchStatus } from './status-watch.ts';

let bench: TestBench;
let watch: StatusWatch | null = null;
let events: WatchEvent[] = [];

beforeEach(async () => {
  bench = await makeBench();
  events = [];
});
afterEach(async () => {
  await watch?.close();
  watch = null;
  await bench.dispose();
});

async function begin(options: Partial<WatchOptions> = {}): Promise<StatusWatch> {
  const defects: unknown[] = [];
  watch = await watchStatus(bench.context, {
    profiles: [bench.profile],
    heartbeatMs: null,
    onEvent: (event) => events.push(event),
    onDefect: (cause) => defects.push(cause),
    ...options,
  });
  expect(defects).toEqual([]);
  return watch;
}

const act = (action: 'install' | 'stop' | 'uninstall') =>
  runAction(bench.context, action, { profile: bench.profile }, { entry: bench.entry, runtimePath: bench.runtime });
const until = (work: () => void) => expect.poll(work, { timeout: 10_000, interval: 20 });

describe('the stream of a profile', () => {
  test('the first report at once, then nothing while nothing changes', async () => {
    await act('install');
    const { monitor } = await begin();
    await until(() => events.length).toBe(1);
    for (let again = 0; again < 3; again += 1) await monitor.refresh();
    expect(events).toMatchObject([
      { seq: 1, schemaVersion: 1, type: 'first', profile: 'default', changed: [], status: { state: 'running' } },
    ]);
    expect(Number.isNaN(Date.parse(events[0]?.at ?? ''))).toBe(false);
  });

  test('an event when it is stopped, with the fields that differ', async () => {
    await act('install');
    const { monitor } = await begin();
    await until(() => events.length).toBe(1);
    await act('stop');
    await monitor.refresh();
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'change', status: { state: 'stopped', runtime: 'stopped' }, problem: null });
    expect(last?.changed).toEqual(expect.arrayContaining(['state', 'runtime', 'pid', 'verdict']));
    expect(last?.changed).not.toContain('checkedAt');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  test('heartbeats repeat the status, and count', async () => {
    await begin({ heartbeatMs: 60 });
    await until(() => events.filter(({ type }) => type === 'heartbeat').length).toBeGreaterThanOrEqual(2);
    const [first, ...rest] = events;
    expect(first).toMatchObject({ type: 'first', status: { state: 'not-installed' } });
    for (const beat of rest) expect(beat).toMatchObject({ type: 'heartbeat', changed: [], profile: 'default' });
    expect(rest[0]?.status?.state).toBe('not-installed');
  });

  test('a profile that is not watched any more is said to be gone', async () => {
    const { monitor } = await begin();
    await until(() => events.length).toBe(1);
    monitor.watch([]);
    await until(() => events.length).toBe(2);
    expect(events.at(-1)).toMatchObject({ seq: 2, type: 'gone', profile: 'default', status: null });
  });

  test('no event after the end', async () => {
    const { monitor, close } = await begin();
    await until(() => events.length).toBe(1);
    await close();
    monitor.watch([]);
    expect(events).toHaveLength(1);
  });
});
