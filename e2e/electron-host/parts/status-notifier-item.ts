/**
 * A tray icon on the session bus, step by step as Chromium does it for Electron on Linux
 * (chrome/browser/ui/views/status_icons/status_icon_linux_dbus.cc): is there a watcher, has it a host, export, take the name, announce; give
 * up for good when one of these fails, announce again to each new watcher. Electron's way back to X11's old tray is not here.
 */

import { readFileSync } from 'node:fs';
import { Message, type MessageBus, NameFlag, RequestNameReply, sessionBus } from '@jellybrick/dbus-next';
import type { MenuItemConstructorOptions } from 'electron';
import { BusInterface } from '../../desktop/bus-interface.ts';
import { DbusMenu } from './dbus-menu.ts';
import { readPng } from './read-png.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM_PATH = '/StatusNotifierItem';
type Pixmap = readonly [width: number, height: number, argb: Buffer];

let lastNumber = 0;

class Item extends BusInterface {
  readonly Category = 'ApplicationStatus';
  readonly Status = 'Active';
  readonly Title = '';
  readonly WindowId = 0;
  readonly IconName = '';
  readonly OverlayIconName = '';
  readonly AttentionIconName = '';
  readonly AttentionMovieName = '';
  readonly OverlayIconPixmap: readonly Pixmap[] = [];
  readonly AttentionIconPixmap: readonly Pixmap[] = [];
  readonly ItemIsMenu = false;
  IconPixmap: readonly Pixmap[] = [];
  tooltip = '';
  readonly Id: string;
  readonly Menu: string;
  readonly #onClick: () => void;

  constructor(number: number, menuPath: string, onClick: () => void) {
    super('org.kde.StatusNotifierItem');
    this.Id = `chrome_status_icon_${number}`;
    this.Menu = menuPath;
    this.#onClick = onClick;
  }
  get ToolTip(): readonly [string, readonly Pixmap[], string, string] {
    return ['', [], this.tooltip, ''];
  }
  Activate(_x: number, _y: number): void {
    this.#onClick();
  }
  SecondaryActivate(_x: number, _y: number): void {
    this.#onClick();
  }
  ContextMenu(_x: number, _y: number): void {}
  Scroll(_delta: number, _orientation: string): void {}
  NewIcon(): void {}
  NewToolTip(): void {}
}

const text = { signature: 's', access: 'read' } as const;
const pixmaps = { signature: 'a(iiay)', access: 'read' } as const;
Item.configureMembers({
  properties: {
    Category: text,
    Id: text,
    Title: text,
    Status: text,
    WindowId: { signature: 'i', access: 'read' },
    IconName: text,
    IconPixmap: pixmaps,
    OverlayIconName: text,
    OverlayIconPixmap: pixmaps,
    AttentionIconName: text,
    AttentionIconPixmap: pixmaps,
    AttentionMovieName: text,
    ToolTip: { signature: '(sa(iiay)ss)', access: 'read' },
    ItemIsMenu: { signature: 'b', access: 'read' },
    Menu: { signature: 'o', access: 'read' },
  },
  methods: {
    Activate: { inSignature: 'ii' },
    SecondaryActivate: { inSignature: 'ii' },
    ContextMenu: { inSignature: 'ii' },
    Scroll: { inSignature: 'is' },
  },
  signals: { NewIcon: {}, NewToolTip: {} },
});

/** One icon. Nothing happens where the environment names no bus. */
export class StatusNotifierItem {
  readonly #bus: MessageBus | null;
  readonly #item: Item;
  readonly #menu = new DbusMenu();
  readonly #name: string;
  readonly #menuPath: string;
  #gaveUp = false;

  constructor(onClick: () => void) {
    const number = ++lastNumber;
    this.#name = `org.freedesktop.StatusNotifierItem-${process.pid}-${number}`;
    this.#menuPath = `/org/chromium/DbusMenu/${number}`;
    this.#item = new Item(number, this.#menuPath, onClick);
    const busAddress = process.env.DBUS_SESSION_BUS_ADDRESS;
    this.#bus = process.platform === 'linux' && busAddress !== undefined ? sessionBus({ busAddress }) : null;
    // Electron goes on without an icon when the bus fails, and so does this.
    (this.#bus as unknown as NodeJS.EventEmitter | null)?.on('error', () => this.#giveUp());
    if (this.#bus !== null) this.#announce(this.#bus).catch(() => this.#giveUp());
  }

  setImage(path: string): void {
    const { width, height, rgba } = readPng(readFileSync(path));
    this.#item.IconPixmap = [[width, height, argbOf(rgba)]];
    this.#item.NewIcon();
  }
  setToolTip(tooltip: string): void {
    this.#item.tooltip = tooltip;
    this.#item.NewToolTip();
  }
  setMenu(template: readonly MenuItemConstructorOptions[]): void {
    this.#menu.set(template);
  }
  destroy(): void {
    this.#bus?.disconnect();
  }

  async #announce(bus: MessageBus): Promise<void> {
    const [owned] = await ask(bus, BUS, 'NameHasOwner', 's', [WATCHER]);
    if (owned !== true) return this.#giveUp();
    const properties = { ...TO_WATCHER, interface: 'org.freedesktop.DBus.Properties' };
    const [host] = await ask(bus, properties, 'Get', 'ss', [WATCHER, 'IsStatusNotifierHostRegistered']);
    if ((host as { readonly value: unknown }).value !== true) return this.#giveUp();
    bus.export(ITEM_PATH, this.#item);
    bus.export(this.#menuPath, this.#menu);
    bus.on('message', (message) => {
      if (message.member !== 'NameOwnerChanged' || message.sender !== BUS.destination) return;
      if (message.body[0] === WATCHER && message.body[2] !== '') this.#register(bus).catch(() => this.#giveUp());
    });
    await ask(bus, BUS, 'AddMatch', 's', [`type='signal',sender='${BUS.destination}',arg0='${WATCHER}'`]);
    const taken = await bus.requestName(this.#name, NameFlag.DO_NOT_QUEUE);
    if (taken !== RequestNameReply.PRIMARY_OWNER) return this.#giveUp();
    await this.#register(bus);
  }

  async #register(bus: MessageBus): Promise<void> {
    if (!this.#gaveUp) await ask(bus, TO_WATCHER, 'RegisterStatusNotifierItem', 's', [this.#name]);
  }

  /** Electron deletes the item then; whoever wants one has to make a new `Tray`. */
  #giveUp(): void {
    if (this.#gaveUp) return;
    this.#gaveUp = true;
    this.#bus?.disconnect();
  }
}

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;
const TO_WATCHER = { destination: WATCHER, path: '/StatusNotifierWatcher', interface: WATCHER } as const;

async function ask(
  bus: MessageBus,
  to: { readonly destination: string; readonly path: string; readonly interface: string },
  member: string,
  signature: string,
  body: unknown[],
): Promise<readonly unknown[]> {
  return (await bus.call(new Message({ ...to, member, signature, body })))?.body ?? [];
}

/** Network byte order, as the specification has it. */
function argbOf(rgba: Uint8Array): Buffer {
  const argb = Buffer.alloc(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    argb.set([rgba[at + 3] ?? 0, rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0], at);
  }
  return argb;
}
