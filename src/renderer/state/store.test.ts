import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import type { CallName, EventName } from '../../shared/ipc/channels.ts';
import { createClient } from '../../shared/ipc/client.ts';
import type { OperationResult } from '../../shared/operation.ts';
import { fail, type Outcome, ok } from '../../shared/outcome.ts';
import { createStore } from './store.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');

/** A store over a bridge whose answers, events, clock and timers are in the test's hands. */
function setUp() {
  const listeners = new Map<EventName, (payload: unknown) => void>();
  const open: { name: CallName; input: unknown; answer: (value: unknown) => void }[] = [];
  const timers: { at: number; then: () => void }[] = [];
  let now = NOW;
  let ids = 0;
  const store = createStore(
    createClient(
      {
        call: (name, input) => new Promise((resolve) => open.push({ name, input, answer: resolve })),
        on: (name, listener) => {
          listeners.set(name, listener);
          return () => listeners.delete(name);
        },
      },
      (message) => store.status.broken(message),
    ),
    {
      now: () => now,
      newId: () => `op-${++ids}`,
      after(ms, then) {
        const timer = { at: now + ms, then };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
      everySecond: () => () => {},
      memory: { read: () => '', write: () => {} },
    },
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    store,
    emit: (name: EventName, payload: unknown) => listeners.get(name)?.(payload),
    async answer(name: CallName, value: Outcome<unknown>) {
      const at = open.findIndex((each) => each.name === name);
      open.splice(at, 1)[0]?.answer(value);
      await settle();
    },
    async pass(ms: number) {
      now += ms;
      for (const timer of timers.filter((each) => each.at <= now)) timer.then();
      await settle();
    },
  };
}

const snapshot = (seq: number) =>
  fixtures.snapshotOf(seq, [fixtures.healthy(NOW), fixtures.stopped(NOW, 'dev', 19001)]);
const restarted: OperationResult = {
  ok: true,
  action: 'restart',
  profile: 'default',
  changed: true,
  result: 'restarted',
  message: 'default is healthy.',
  warnings: [],
  report: fixtures.healthy(NOW),
};

test('an older snapshot that arrives late never replaces a newer one', async () => {
  const { store, emit, answer } = setUp();
  store.begin();
  emit('status.changed', snapshot(5));
  await answer('status.snapshot', ok(snapshot(3)));
  expect(store.status.snapshot.value?.seq).toBe(5);
});

test('a payload of another build is a problem that is shown, not ignored', () => {
  const { store, emit } = setUp();
  store.begin();
  emit('status.changed', { seq: 'five' });
  expect(store.status.problem.value?.message).toContain('status.changed');
});

test('the first profile is selected until a person or the tray chooses, and again when the chosen one is gone', async () => {
  const { store, emit, answer } = setUp();
  store.begin();
  await answer('status.snapshot', ok(snapshot(1)));
  expect(store.status.selected.value).toBe('default');
  emit('view.select', { profile: 'dev', tab: 'logs' });
  expect([store.status.selected.value, store.status.tab.value]).toEqual(['dev', 'logs']);
  emit('status.changed', fixtures.snapshotOf(2, [fixtures.healthy(NOW)]));
  expect(store.status.selected.value).toBe('default');
});

test('steps show after 400 ms, follow their operation, and success comes from the reply only', async () => {
  const { store, emit, answer, pass } = setUp();
  store.begin();
  const view = () => store.operations.views.value.get('default');
  void store.operations.run('restart', 'default');
  await pass(399);
  expect(view()?.shown).toBe(false);
  await pass(1);
  expect(view()?.shown).toBe(true);
  const steps = fixtures.restartSteps.map((step) => ({ ...step, state: 'done' }));
  emit('operation.step', { operationId: 'op-1', profile: 'default', action: 'restart', steps });
  expect(view()?.end).toBeNull();
  await pass(13_600);
  await answer('operation.run', ok(restarted));
  expect(view()?.end).toMatchObject({ kind: 'done', tookMs: 14_000 });
});

test('a stray step of another operation does not overwrite the one under way', () => {
  const { store, emit } = setUp();
  store.begin();
  void store.operations.run('stop', 'default');
  emit('operation.step', { operationId: 'other', profile: 'default', action: 'start', steps: [] });
  expect(store.operations.views.value.get('default')).toMatchObject({ id: 'op-1', action: 'stop', own: true });
});

test('an operation of the tray is followed by its steps and forgotten when the snapshot says it is over', async () => {
  const { store, emit, answer } = setUp();
  store.begin();
  await answer('status.snapshot', ok(snapshot(1)));
  emit('status.changed', fixtures.snapshotOf(2, [fixtures.healthy(NOW)], { default: 'restart' }));
  emit('operation.step', {
    operationId: 'tray',
    profile: 'default',
    action: 'restart',
    steps: [...fixtures.restartSteps],
  });
  expect(store.operations.views.value.get('default')).toMatchObject({ own: false, action: 'restart' });
  emit('status.changed', fixtures.snapshotOf(3, [fixtures.healthy(NOW)]));
  expect(store.operations.views.value.has('default')).toBe(false);
});

test('stop waiting says whether the work goes on; a late answer changes nothing more', async () => {
  const { store, answer } = setUp();
  store.begin();
  void store.operations.run('restart', 'default');
  void store.operations.stopWaiting('default');
  await answer('operation.cancel', ok({ cancelled: false }));
  expect(store.operations.views.value.get('default')?.end).toMatchObject({ kind: 'let-go', tooLate: true });
  await answer('operation.run', ok(restarted));
  expect(store.operations.views.value.get('default')?.end).toMatchObject({ kind: 'let-go' });
});

test('a plan that comes back after its sheet was closed does not open it again', async () => {
  const { store, answer } = setUp();
  store.begin();
  void store.plan.open('install', 'default');
  store.plan.close();
  await answer('operation.plan', ok(fixtures.installPlan()));
  expect(store.plan.sheet.value).toBeNull();
});

test('a sheet closes when its operation is done, and keeps the reason when it failed', async () => {
  const { store, answer } = setUp();
  store.begin();
  void store.plan.open('install', 'default');
  await answer('operation.plan', ok(fixtures.installPlan()));
  void store.plan.apply();
  await answer('operation.run', fail('start-failed', 'It did not start.'));
  expect(store.plan.sheet.value).toMatchObject({ phase: 'failed', error: { code: 'start-failed' } });
  void store.plan.open('install', 'default');
  await answer('operation.plan', ok(fixtures.installPlan()));
  void store.plan.apply();
  await answer('operation.run', ok({ ...restarted, action: 'install' }));
  expect(store.plan.sheet.value).toBeNull();
});
