import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationStep } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { createCureSteps } from './cure-steps.ts';
import { type RepairRequest, runRepair } from './repair.ts';
import { runAction } from './run-action.ts';
import { createRunning } from './running.ts';
import { makeBench, type TestBench } from './testing.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.dispose());

/** Every list of steps as `id state` words, without repeats. */
function recorded() {
  const lists: string[] = [];
  return {
    lists,
    onStep(steps: readonly OperationStep[]) {
      const list = steps.map(({ id, state }) => `${id} ${state}`).join(', ');
      if (lists.at(-1) !== list) lists.push(list);
    },
  };
}

const installed = () =>
  runAction(bench.context, 'install', { profile: bench.profile }, { entry: bench.entry, runtimePath: bench.runtime });
const upgraded = () => writeFile(join(bench.entry, 'package.json'), '{ "name": "openclaw", "version": "2026.9.7" }');
const cure = (rule: string, more: Partial<RepairRequest> = {}) =>
  runRepair(bench.context, { profile: bench.profile, rule, deep: false, confirmed: true, ...more });

describe('the steps of a cure', () => {
  test('its operation, then the look again', async () => {
    await installed();
    await runAction(bench.context, 'stop', { profile: bench.profile }, {});
    const { lists, onStep } = recorded();
    const actions: string[] = [];
    await cure('stopped', { onStep, onAction: (action) => actions.push(action) });
    expect(lists[0]).toBe('ask waiting, process waiting, port waiting, answer waiting, look-again waiting');
    expect(lists).toContain('ask done, process done, port done, answer done, look-again now');
    expect(lists.at(-1)).toBe('ask done, process done, port done, answer done, look-again done');
    expect(actions).toEqual(['start']);
  });

  test('a look that finds it still there is the step that failed', async () => {
    await installed();
    await upgraded();
    const { lists, onStep } = recorded();
    await expect(cure('restart-needed', { onStep })).rejects.toMatchObject({ code: 'cure-failed' });
    expect(lists.at(-1)).toBe('ask done, process done, port done, answer done, look-again failed');
  });

  test('an operation that fails is not looked at again', async () => {
    await installed();
    await runAction(bench.context, 'stop', { profile: bench.profile }, {});
    bench.controls.failNext('start', new ExpectedError('command-failed', 'systemd did not listen.'));
    const { lists, onStep } = recorded();
    await expect(cure('stopped', { onStep })).rejects.toMatchObject({ code: 'command-failed' });
    expect(lists.at(-1)).toBe('ask failed, process waiting, port waiting, answer waiting, look-again waiting');
  });

  test('one small thing is a step of its own, and nobody can leave in the middle of it', async () => {
    await installed();
    const path = join(bench.home, '.openclaw', 'openclaw.json');
    await chmod(path, 0o644);
    const { lists, onStep } = recorded();
    const leave: boolean[] = [];
    await cure('config-exposed', { onStep, onLeavable: (may) => leave.push(may) });
    expect(lists).toEqual([
      'cure-0 waiting, look-again waiting',
      'cure-0 now, look-again waiting',
      'cure-0 done, look-again waiting',
      'cure-0 done, look-again now',
      'cure-0 done, look-again done',
    ]);
    expect(leave).toEqual([false, true]);
  });

  test('nobody listens to a plan: the look alone is no step to show', () => {
    const heard: unknown[] = [];
    const steps = createCureSteps(bench.context.clock, (list) => heard.push(list));
    expect(heard).toEqual([]);
    steps.lookAgain();
    expect(heard).toHaveLength(1);
  });
});

describe('stopping to wait for a cure', () => {
  const leaving = async (stage: string) => {
    const controller = new AbortController();
    const onStep = (steps: readonly OperationStep[]) => {
      if (steps.some(({ id, state }) => `${id} ${state}` === stage)) controller.abort(new Error('cancelled'));
    };
    return expect(cure('stopped', { onStep, signal: controller.signal })).rejects;
  };

  test.each(['process now', 'look-again now'])('at "%s" says so, and the work goes on', async (stage) => {
    await installed();
    await runAction(bench.context, 'stop', { profile: bench.profile }, {});
    await (await leaving(stage)).toMatchObject({ code: 'cancelled', message: expect.stringContaining('default') });
    expect(bench.controls.calls().at(-1)).not.toMatch(/^stop/);
    expect(bench.controls.calls()).toContain('start openclaw-gateway.service');
  });
});

describe('operations that are under way', () => {
  test('are left when they allow it', async () => {
    const running = createRunning();
    const answers: boolean[] = [];
    const work = running.run('a', async ({ signal, allow }) => {
      allow(false);
      answers.push(running.cancel('a'), signal.aborted);
      allow(true);
      answers.push(running.cancel('a'), signal.aborted);
      return 'done';
    });
    expect(await work).toBe('done');
    expect(answers).toEqual([false, false, true, true]);
    expect(running.cancel('a')).toBe(false);
  });

  test('have ids of their own', async () => {
    const running = createRunning();
    let end = () => {};
    const first = running.run('a', () => new Promise<void>((resolve) => (end = resolve)));
    await expect(running.run('a', async () => undefined)).rejects.toMatchObject({ code: 'invalid-option' });
    // The refused one took nothing from the first.
    expect(running.cancel('a')).toBe(true);
    end();
    await first;
  });
});
