/**
 * The tray of a desktop, small: a StatusNotifierWatcher and the host (panel) behind it, in one connection, which can go away and come back as
 * panels do. It reads items as GNOME's panel does: by the unique name behind the announced one, all properties at once.
 * Interfaces: kstatusnotifieritem's org.kde.StatusNotifierWatcher.xml and org.kde.StatusNotifierItem.xml, libdbusmenu's dbus-menu.xml.
 */

import { DBusError, Message, type MessageBus, NameFlag, sessionBus, Variant } from '@jellybrick/dbus-next';
import { BusInterface } from './bus-interface.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };

/** A row as the panel would draw it. */
export interface PanelRow {
  readonly id: number;
  readonly kind: 'separator' | 'row' | 'submenu';
  readonly label: string;
  readonly enabled: boolean;
  readonly hasPicture: boolean;
  readonly rows: readonly PanelRow[];
}

/** A property with the D-Bus type that it came in. */
export interface Typed {
  readonly signature: string;
  readonly value: unknown;
}

export interface PanelItem {
  /** Well-known name that was announced. */
  readonly name: string;
  properties(): Promise<Readonly<Record<string, Typed>>>;
  menu(): Promise<readonly PanelRow[]>;
  /** Clicks the row at this path of labels. @throws Error when it is not there or disabled, as a person could not click it. */
  click(...labels: readonly string[]): Promise<void>;
  /** The click on the icon itself. */
  activate(): Promise<void>;
  /** How often the item said that its menu is another one now. */
  menuChanges(): number;
}

export interface Panel {
  /** Items that are announced and still there, oldest first. */
  items(): Promise<readonly PanelItem[]>;
  /** Announcements so far, with those that were refused. */
  announcements(): readonly string[];
  /** The panel goes away as one that crashed does. */
  stop(): void;
}

export interface PanelOptions {
  /** Refuses this many announcements first. */
  readonly refuse?: number;
  /** A watcher without anybody who shows what it knows. */
  readonly withoutHost?: boolean;
}

class Watcher extends BusInterface {
  RegisteredStatusNotifierItems: string[] = [];
  readonly ProtocolVersion = 0;
  readonly IsStatusNotifierHostRegistered: boolean;
  readonly announced: string[] = [];
  #refuse: number;

  constructor({ refuse = 0, withoutHost = false }: PanelOptions) {
    super(WATCHER);
    this.#refuse = refuse;
    this.IsStatusNotifierHostRegistered = !withoutHost;
  }
  RegisterStatusNotifierItem(name: string): void {
    this.announced.push(name);
    if (this.#refuse-- > 0) throw new DBusError('org.freedesktop.DBus.Error.NameHasNoOwner', 'refused by the spec');
    if (!this.RegisteredStatusNotifierItems.includes(name)) this.RegisteredStatusNotifierItems.push(name);
    this.StatusNotifierItemRegistered(name);
  }
  RegisterStatusNotifierHost(_name: string): void {}
  StatusNotifierItemRegistered(name: string): string {
    return name;
  }
  StatusNotifierHostRegistered(): void {}
}

Watcher.configureMembers({
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  signals: { StatusNotifierItemRegistered: { signature: 's' }, StatusNotifierHostRegistered: {} },
});

/** Resolves when the name is taken. */
export async function startPanel(address: string, options: PanelOptions = {}): Promise<Panel> {
  const bus = sessionBus({ busAddress: address });
  // A bus that is stopped at the end of a spec ends its connections.
  (bus as unknown as NodeJS.EventEmitter).on('error', () => undefined);
  const watcher = new Watcher(options);
  const changes = new Map<string, number>();
  bus.on('message', ({ member, interface: from, sender }) => {
    if (from === MENU && member === 'LayoutUpdated') changes.set(sender, (changes.get(sender) ?? 0) + 1);
  });
  bus.export('/StatusNotifierWatcher', watcher);
  await ask(bus, { ...BUS, member: 'AddMatch' }, 's', [`type='signal',interface='${MENU}'`]);
  await bus.requestName(WATCHER, NameFlag.DO_NOT_QUEUE);
  return {
    async items() {
      const there = await Promise.all(
        watcher.RegisteredStatusNotifierItems.map(async (name) => {
          const owner = await ownerOf(bus, name);
          return owner === null ? null : panelItem(bus, name, owner, () => changes.get(owner) ?? 0);
        }),
      );
      return there.filter((each) => each !== null);
    },
    announcements: () => [...watcher.announced],
    stop: () => bus.disconnect(),
  };
}

function panelItem(bus: MessageBus, name: string, owner: string, menuChanges: () => number): PanelItem {
  const at = { destination: owner, path: '/StatusNotifierItem' };
  const properties = async (): Promise<Readonly<Record<string, Typed>>> => {
    const to = { ...at, interface: 'org.freedesktop.DBus.Properties', member: 'GetAll' };
    const [all] = await ask(bus, to, 's', [ITEM]);
    return all as Record<string, Typed>;
  };
  const menuAt = async () => ({
    destination: owner,
    path: String((await properties()).Menu?.value),
    interface: MENU,
  });
  const menu = async (): Promise<readonly PanelRow[]> => {
    const to = await menuAt();
    await ask(bus, { ...to, member: 'AboutToShow' }, 'i', [0]);
    const [, root] = await ask(bus, { ...to, member: 'GetLayout' }, 'iias', [0, -1, []]);
    return rowOf(root as RawLayout).rows;
  };
  return {
    name,
    properties,
    menu,
    menuChanges,
    async click(...labels) {
      const row = find(await menu(), labels);
      if (row === null || !row.enabled) throw new Error(`nobody could click on "${labels.join(' > ')}"`);
      const event = [row.id, 'clicked', new Variant('i', 0), 0];
      await ask(bus, { ...(await menuAt()), member: 'Event' }, 'isvu', event);
    },
    async activate() {
      await ask(bus, { ...at, interface: ITEM, member: 'Activate' }, 'ii', [10, 10]);
    },
  };
}

type RawLayout = readonly [id: number, properties: Record<string, Typed>, children: readonly { value: RawLayout }[]];

function rowOf([id, properties, children]: RawLayout): PanelRow {
  const submenu = properties['children-display']?.value === 'submenu';
  return {
    id,
    kind: properties.type?.value === 'separator' ? 'separator' : submenu ? 'submenu' : 'row',
    // A single underline marks the next letter, two stand for one.
    label: String(properties.label?.value ?? '').replaceAll(/_(_?)/g, '$1'),
    enabled: properties.enabled?.value !== false,
    hasPicture: properties['icon-data'] !== undefined,
    rows: children.map(({ value }) => rowOf(value)),
  };
}

function find(rows: readonly PanelRow[], [label, ...rest]: readonly string[]): PanelRow | null {
  const row = rows.find((each) => each.label === label);
  if (row === undefined) return null;
  return rest.length === 0 ? row : find(row.rows, rest);
}

async function ownerOf(bus: MessageBus, name: string): Promise<string | null> {
  try {
    const [owner] = await ask(bus, { ...BUS, member: 'GetNameOwner' }, 's', [name]);
    return String(owner);
  } catch (cause) {
    if (cause instanceof DBusError && cause.type === 'org.freedesktop.DBus.Error.NameHasNoOwner') return null;
    throw cause;
  }
}

interface Target {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

async function ask(bus: MessageBus, to: Target, signature: string, body: unknown[]): Promise<readonly unknown[]> {
  return (await bus.call(new Message({ ...to, signature, body })))?.body ?? [];
}
