/**
 * The bridge between the sandboxed window and the main process: two functions, nothing else of Electron.
 * Built as one CommonJS file; may use the renderer half of electron only.
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  BRIDGE_NAME,
  CALL_CHANNEL,
  CALL_NAMES,
  type CallName,
  EVENT_CHANNEL,
  EVENT_NAMES,
  type EventName,
} from '../shared/ipc/channels.ts';

const callNames: ReadonlySet<unknown> = new Set(CALL_NAMES);
const eventNames: ReadonlySet<unknown> = new Set(EVENT_NAMES);

type Listener = (payload: unknown) => void;
const listeners = new Map<EventName, Set<Listener>>();

function call(name: CallName, input: unknown): Promise<unknown> {
  if (!callNames.has(name)) return Promise.reject(new Error(`There is no call ${String(name)}.`));
  return ipcRenderer.invoke(CALL_CHANNEL, { name, input });
}

function on(name: EventName, listener: Listener): () => void {
  if (!eventNames.has(name)) throw new Error(`There is no event ${String(name)}.`);
  if (typeof listener !== 'function') throw new TypeError('A listener is a function.');
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set);
  // Two subscriptions of one function must end separately, so each gets a function of its own.
  const own: Listener = (payload) => listener(payload);
  set.add(own);
  return () => {
    set.delete(own);
  };
}

function isEvent(message: unknown): message is { name: EventName; payload: unknown } {
  return typeof message === 'object' && message !== null && 'name' in message && eventNames.has(message.name);
}

// The Electron event object stays here; only the payload goes on.
ipcRenderer.on(EVENT_CHANNEL, (_event, message: unknown) => {
  if (!isEvent(message)) return;
  for (const listener of [...(listeners.get(message.name) ?? [])]) listener(message.payload);
});

contextBridge.exposeInMainWorld(BRIDGE_NAME, Object.freeze({ call, on }));
