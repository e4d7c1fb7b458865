/**
 * Whether this session shows tray icons, and whether ours is among them. On Linux a tray is a StatusNotifierItem: applications announce
 * theirs to the StatusNotifierWatcher of the session bus, and a host (the panel) shows what is announced.
 * Source: freedesktop.org StatusNotifierItem specification; interface files of KDE's KStatusNotifierItem.
 */
import { z } from 'zod';
import type { TrayHostFacts } from '../../shared/tray-host.ts';
import type { Environment } from './host.ts';
import { BUS, type BusOpening, openSessionBus, reasonOf, type SessionBus } from './session-bus.ts';

/** Both the bus name and the interface of the watcher; everybody uses KDE's, whatever the specification says. */
export const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';

const booleanReply = z.tuple([z.boolean()]);
const namesReply = z.tuple([z.array(z.string())]);
const pidReply = z.tuple([z.number().int()]);
const ownerChange = z.tuple([z.string(), z.string(), z.string()]);

/** One look, for those who only want to tell. Never rejects. */
export async function lookForTrayHost(env: Environment): Promise<TrayHostFacts> {
  const opening = await openSessionBus(env);
  if (opening.bus === null) return withoutBus(opening);
  try {
    return await ask(opening.bus);
  } finally {
    opening.bus.close();
  }
}

export interface TrayHostWatch {
  /** What was seen last. */
  now(): TrayHostFacts;
  /** True when the watcher lists an item of this process; null when that could not be found out. */
  lists(pid: number): Promise<boolean | null>;
  close(): void;
}

/**
 * Looks, and looks again whenever the watcher's owner or its hosts change: told by the bus, never by polling. `onSeen` is called after every
 * look but the first, also when another process became the watcher: that one knows nothing of what was announced before.
 */
export async function watchTrayHost(env: Environment, onSeen: (facts: TrayHostFacts) => void): Promise<TrayHostWatch> {
  const opening = await openSessionBus(env);
  if (opening.bus === null) {
    const facts = withoutBus(opening);
    return { now: () => facts, lists: async () => (facts.state === 'unknown' ? null : false), close: () => undefined };
  }
  const { bus } = opening;
  let closed = false;
  let facts: TrayHostFacts = { state: 'unknown', why: 'not-seen', detail: null };
  const look = async (): Promise<void> => {
    const seen = await ask(bus);
    if (closed) return;
    facts = seen;
    onSeen(seen);
  };
  bus.onSignal((signal) => {
    if (signal.member === 'NameOwnerChanged' && signal.sender === BUS.destination) {
      const change = ownerChange.safeParse(signal.body);
      if (change.success && change.data[0] === WATCHER) void look();
    } else if (signal.interface === WATCHER && HOST_SIGNALS.has(signal.member)) {
      void look();
    }
  });
  try {
    await bus.follow(`type='signal',sender='${BUS.destination}',member='NameOwnerChanged',arg0='${WATCHER}'`);
    await bus.follow(`type='signal',interface='${WATCHER}',path='${WATCHER_PATH}'`);
    facts = await ask(bus);
  } catch (cause) {
    facts = { state: 'unknown', why: 'bus-trouble', detail: reasonOf(cause) };
  }
  return {
    now: () => facts,
    lists: (pid) => lists(bus, pid),
    close() {
      closed = true;
      bus.close();
    },
  };
}

const HOST_SIGNALS: ReadonlySet<string> = new Set(['StatusNotifierHostRegistered', 'StatusNotifierHostUnregistered']);

function withoutBus(opening: BusOpening & { readonly bus: null }): TrayHostFacts {
  return opening.absent
    ? { state: 'absent', why: 'no-bus', detail: opening.reason }
    : { state: 'unknown', why: 'bus-trouble', detail: opening.reason };
}

async function ask(bus: SessionBus): Promise<TrayHostFacts> {
  try {
    const [owned] = booleanReply.parse(
      await bus.call({ ...BUS, member: 'NameHasOwner', signature: 's', body: [WATCHER] }),
    );
    if (!owned) return { state: 'absent', why: 'no-watcher', detail: null };
    const [shown] = booleanReply.parse(await property(bus, 'IsStatusNotifierHostRegistered'));
    return shown ? { state: 'present', why: null, detail: null } : { state: 'absent', why: 'no-host', detail: null };
  } catch (cause) {
    return { state: 'unknown', why: 'bus-trouble', detail: reasonOf(cause) };
  }
}

function property(bus: SessionBus, name: string): Promise<readonly unknown[]> {
  return bus.call({
    destination: WATCHER,
    path: WATCHER_PATH,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [WATCHER, name],
  });
}

async function lists(bus: SessionBus, pid: number): Promise<boolean | null> {
  let names: readonly string[];
  try {
    [names] = namesReply.parse(await property(bus, 'RegisteredStatusNotifierItems'));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return null;
  }
  const owners = await Promise.all(names.map((name) => pidOf(bus, busNameOf(name))));
  if (owners.includes(pid)) return true;
  return owners.includes(null) ? null : false;
}

/** `:1.5`, `:1.5/StatusNotifierItem`, `:1.5@/path`, `org.kde.StatusNotifierItem-1-1`: watchers write items down in their own ways. */
function busNameOf(item: string): string {
  return /^[^/@]+/.exec(item)?.[0] ?? item;
}

/** 0 when the name has no owner any more; null when the bus did not say. */
async function pidOf(bus: SessionBus, name: string): Promise<number | null> {
  try {
    const [pid] = pidReply.parse(
      await bus.call({ ...BUS, member: 'GetConnectionUnixProcessID', signature: 's', body: [name] }),
    );
    return pid;
  } catch (cause) {
    const gone =
      cause instanceof Error && 'code' in cause && cause.code === 'org.freedesktop.DBus.Error.NameHasNoOwner';
    return gone ? 0 : null;
  }
}
