import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test } from 'vitest';
import { createNotifications, KEPT } from './notifications.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A desktop that holds its notifications weakly, as Electron does; what it shows is seen by title. */
function desktop() {
  const shown = new Map<string, WeakRef<EventEmitter>>();
  class Notification extends EventEmitter {
    static isSupported = () => true;
    readonly #title: string;
    constructor({ title }: { title: string }) {
      super();
      this.#title = title;
    }
    show() {
      shown.set(this.#title, new WeakRef(this));
    }
  }
  return {
    Notification: Notification as unknown as Parameters<typeof createNotifications>[0],
    /** Nobody hears it when the notification was collected. */
    emit: (title: string, event: string, details: object = {}) => shown.get(title)?.deref()?.emit(event, details),
    async isKept(title: string) {
      // What was looked at in this turn is held until the next one.
      await turn();
      collect();
      return shown.get(title)?.deref() !== undefined;
    },
  };
}

let clicks: string[] = [];
beforeEach(() => {
  clicks = [];
});
const told = (title: string) => ({
  title,
  body: '',
  button: null,
  onClick: () => clicks.push(`click ${title}`),
  onButton: () => clicks.push(`button ${title}`),
});

test('a notification is kept until it is clicked, and its click is heard however late', async () => {
  const { Notification, emit, isKept } = desktop();
  const notifications = createNotifications(Notification);
  notifications.show(told('a'));
  notifications.show(told('b'));
  expect([await isKept('a'), await isKept('b')]).toEqual([true, true]);
  emit('a', 'click');
  emit('b', 'action');
  expect(clicks).toEqual(['click a', 'button b']);
  expect([await isKept('a'), await isKept('b')]).toEqual([false, false]);
});

test('closing lets go of it, being off the screen does not', async () => {
  const { Notification, emit, isKept } = desktop();
  const notifications = createNotifications(Notification);
  for (const title of ['closed', 'timed out', 'failed', 'linux']) notifications.show(told(title));
  emit('closed', 'close', { reason: 'userCanceled' });
  emit('timed out', 'close', { reason: 'timedOut' });
  emit('failed', 'failed');
  emit('linux', 'close');
  const kept = await Promise.all(['closed', 'timed out', 'failed', 'linux'].map(isKept));
  expect(kept).toEqual([false, true, false, false]);
  emit('timed out', 'click');
  expect(clicks).toEqual(['click timed out']);
});

test('a desktop that never says what became of them costs no more than the newest', async () => {
  const { Notification, isKept } = desktop();
  const notifications = createNotifications(Notification);
  for (let at = 0; at <= KEPT; at += 1) notifications.show(told(String(at)));
  expect([await isKept('0'), await isKept('1'), await isKept(String(KEPT))]).toEqual([false, true, true]);
});
