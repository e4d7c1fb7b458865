/** The watch itself: the script that is installed, run with a clock of the test's own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderWatch } from '../../../src/main/supervisors/task-scheduler/render.ts';
import { parseWatchState } from '../../../src/main/supervisors/task-scheduler/watch-state.ts';
import { taskPathsIn } from '../../../src/main/supervisors/task-scheduler/windows-paths.ts';
import { comError, runJscript, type ScriptTask } from './jscript.ts';

const BEGAN = Date.parse('2026-03-01T08:00:00Z');
const RUNNING = 267009;

interface Scene {
  /** Milliseconds since the watch began. */
  now: number;
  state: number;
  result: number;
  /** Start of the last run, as `now`. */
  run: number;
  /** Starts that the watch asked for, as `now`. */
  readonly asked: number[];
  stops: number;
}

describe('the watch', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const script = () =>
    renderWatch(
      {
        profile: 'default',
        serviceName: 'OpenClaw Gateway',
        description: 'Größe 日本 "x"',
        command: [],
        workingDirectory: null,
        environment: {},
        environmentFiles: [],
      },
      taskPathsIn(folder),
    );
  const state = () => parseWatchState(readFileSync(join(folder, 'gateway-watch.json'), 'utf8'));
  const hold = () => writeFileSync(join(folder, 'gateway-watch.hold'), '');
  const held = () => existsSync(join(folder, 'gateway-watch.hold'));

  /** Runs the watch for `untilMs`; before each of its looks `change` may change the scene. */
  function watch(
    first: Partial<Scene>,
    untilMs: number,
    change: (scene: Scene) => void,
    onRun: (scene: Scene) => void = startRun,
  ): Scene {
    const scene: Scene = { now: 0, state: 4, result: RUNNING, run: -1_000, asked: [], stops: 0, ...first };
    let end: ReturnType<typeof state> = null;
    runJscript(script(), {
      now: () => BEGAN + scene.now,
      sleep(ms) {
        if (scene.now < untilMs) end = state();
        scene.now += ms;
        change(scene);
      },
      getTask(): ScriptTask | null {
        if (scene.now > untilMs) return null;
        return {
          State: scene.state,
          LastTaskResult: scene.result,
          LastRunTime: BEGAN + scene.run,
          Run() {
            scene.asked.push(scene.now);
            onRun(scene);
          },
          Stop() {
            scene.stops += 1;
          },
        };
      },
    });
    // It ends when its task is gone, and leaves no state behind that could be taken for the present.
    expect(existsSync(join(folder, 'gateway-watch.json'))).toBe(false);
    lastState = end;
    return scene;
  }
  let lastState: ReturnType<typeof state> = null;
  const startRun = (scene: Scene) => Object.assign(scene, { state: 4, result: RUNNING, run: scene.now });
  const endRun = (scene: Scene, result: number) => Object.assign(scene, { state: 3, result });
  const onceAt = (time: number, act: (scene: Scene) => void) => {
    let done = false;
    return (scene: Scene) => {
      if (done || scene.now < time) return;
      done = true;
      act(scene);
    };
  };

  it('is plain ASCII, whatever it names', () => {
    expect(script()).toMatch(/^[\x09\x0a\x0d\x20-\x7e]*$/);
  });

  it('starts a failed gateway again after five seconds, and counts it', () => {
    const scene = watch(
      {},
      60_000,
      onceAt(20_000, (now) => endRun(now, 1)),
    );
    expect(scene.asked).toEqual([25_000]);
    expect(lastState).toMatchObject({ restarts: 1, failures: 1, gaveUp: false, next: null });
    expect(lastState?.last).toEqual({ result: 1, at: BEGAN + 20_000, run: BEGAN - 1_000 });
  });

  it.each([
    ['ended well', 0],
    ['wrong use', 64],
    ['wrong configuration', 78],
    ['ended on request', 267014],
    ['never run', 267011],
    ['log-off', -1073741510],
    ['end of the session', 1073807364],
    ['shutdown', -1073741502],
  ])('leaves alone what %s (%i)', (_what, result) => {
    const scene = watch(
      {},
      600_000,
      onceAt(20_000, (now) => endRun(now, result)),
    );
    expect(scene.asked).toEqual([]);
    expect(lastState).toMatchObject({ restarts: 0, failures: 0, next: null, gaveUp: false });
  });

  it.each([1, 3, -1073741819, 134, -2147024894])('starts again after %i', (result) => {
    expect(
      watch(
        {},
        60_000,
        onceAt(20_000, (now) => endRun(now, result)),
      ).asked,
    ).toHaveLength(1);
  });

  it('waits longer each time, up to a minute, and gives up after ten failures', () => {
    const scene = watch({}, 3_600_000, (now) => {
      if (now.state === 4) endRun(now, 1);
    });
    const gaps = scene.asked.map((time, index) => time - (scene.asked[index - 1] ?? 0)).slice(1);
    // Five seconds of each gap are the run itself: it is seen at the next look.
    expect(gaps).toEqual([15_000, 25_000, 45_000, 65_000, 65_000, 65_000, 65_000, 65_000]);
    expect(scene.asked).toHaveLength(9);
    expect(lastState).toMatchObject({ restarts: 9, failures: 10, gaveUp: true, next: null });
  });

  it('forgets the past when somebody else starts it, also a run that it never saw running', () => {
    let ends = 0;
    const scene = watch({}, 3_600_000, (now) => {
      if (now.state === 4 && ends < 10) {
        ends += 1;
        endRun(now, 1);
      }
      if (now.now === 3_000_000) Object.assign(now, { run: now.now - 3_000, state: 3, result: 1 });
    });
    expect(scene.asked.at(-1)).toBe(3_005_000);
    expect(lastState).toMatchObject({ restarts: 1, failures: 1, gaveUp: false });
  });

  it('forgives after five minutes of running', () => {
    const scene = watch({}, 3_600_000, (now) => {
      if (now.state === 4 && now.now - now.run >= 310_000) endRun(now, 1);
    });
    expect(scene.asked.length).toBeGreaterThan(10);
    expect(lastState).toMatchObject({ failures: 1, gaveUp: false });
  });

  it('starts nothing while a stop holds it, and again once somebody started the task', () => {
    const holds = onceAt(22_000, hold);
    const runs = onceAt(100_000, startRun);
    const fails = onceAt(200_000, (now) => endRun(now, 1));
    const crash = onceAt(20_000, (now) => endRun(now, 1));
    const scene = watch({}, 300_000, (now) => {
      for (const step of [crash, holds, runs, fails]) step(now);
    });
    expect(scene.asked).toEqual([205_000]);
    expect(held()).toBe(false);
  });

  it('takes back its own start when a stop came in that very moment', () => {
    const scene = watch(
      {},
      60_000,
      onceAt(20_000, (now) => endRun(now, 1)),
      (now) => {
        startRun(now);
        hold();
      },
    );
    expect(scene.stops).toBe(1);
  });

  it('counts a start that never became a run, and does not take the next one of somebody else for its own', () => {
    const crash = onceAt(20_000, (now) => endRun(now, 1));
    const scene = watch({}, 200_000, crash, () => undefined);
    expect(scene.asked).toEqual([25_000, 100_000, 185_000]);
    expect(lastState).toMatchObject({ restarts: 3, failures: 3 });
  });

  it('answers a failure right before it was there itself, but no old one', () => {
    expect(watch({ state: 3, result: 1, run: -30_000 }, 60_000, () => undefined).asked).toHaveLength(1);
    expect(watch({ state: 3, result: 1, run: -90_000 }, 60_000, () => undefined).asked).toEqual([]);
    hold();
    expect(watch({ state: 3, result: 1, run: -30_000 }, 60_000, () => undefined).asked).toEqual([]);
  });

  it('lets a disabled task rest, and waits for a result that is not there yet', () => {
    const disabled = onceAt(20_000, (now) => Object.assign(now, { state: 1, result: 1 }));
    expect(watch({}, 60_000, disabled).asked).toEqual([]);
    const late = [onceAt(20_000, (now) => Object.assign(now, { state: 3 })), onceAt(40_000, (now) => endRun(now, 1))];
    const scene = watch({}, 100_000, (now) => {
      for (const step of late) step(now);
    });
    expect(scene.asked).toEqual([45_000]);
  });

  it('goes on when the scheduler does not answer for a while', () => {
    let calls = 0;
    runJscript(script(), {
      now: () => BEGAN + calls,
      sleep: () => undefined,
      getTask() {
        calls += 1;
        if (calls <= 10) throw comError(-2147023174);
        return null;
      },
    });
    expect(calls).toBe(13);
  });
});
