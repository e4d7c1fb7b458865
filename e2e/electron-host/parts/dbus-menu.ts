/**
 * A menu on D-Bus, `com.canonical.dbusmenu`, with what Chromium fills in (components/dbus/menu/menu.cc and menu_property_list.cc): only
 * properties that differ from their defaults, mnemonics in GTK's form, new ids for each new menu.
 */
import { readFileSync } from 'node:fs';
import { Variant } from '@jellybrick/dbus-next';
import type { MenuItemConstructorOptions } from 'electron';
import { BusInterface } from '../../desktop/bus-interface.ts';

type Properties = Record<string, Variant>;
type Layout = readonly [id: number, properties: Properties, children: readonly Variant[]];

interface Item {
  readonly id: number;
  readonly properties: Properties;
  readonly children: readonly Item[];
  readonly click: (() => void) | null;
}

const LAYOUT = '(ia{sv}av)';
const EMPTY: Item = { id: 0, properties: {}, children: [], click: null };

/** Exported on one object path. Clicks end at the template's own `click`. */
export class DbusMenu extends BusInterface {
  readonly Version = 3;
  readonly TextDirection = 'ltr';
  readonly Status = 'normal';
  readonly IconThemePath: readonly string[] = [];
  #root: Item = EMPTY;
  #revision = 0;
  #nextId = 1;

  constructor() {
    super('com.canonical.dbusmenu');
  }

  /** Replaces the whole menu and says so. */
  set(template: readonly MenuItemConstructorOptions[]): void {
    const build = (options: MenuItemConstructorOptions): Item => {
      const id = this.#nextId++;
      const submenu = Array.isArray(options.submenu) ? options.submenu : null;
      return {
        id,
        properties: propertiesOf(options),
        children: (submenu ?? []).map(build),
        click: options.enabled === false ? null : ((options.click as (() => void) | undefined) ?? null),
      };
    };
    this.#root = {
      ...EMPTY,
      properties: { 'children-display': new Variant('s', 'submenu') },
      children: template.map(build),
    };
    this.#revision += 1;
    this.LayoutUpdated();
  }

  GetLayout(parent: number, depth: number, names: readonly string[]): [number, Layout] {
    return [this.#revision, layoutOf(this.#find(parent) ?? EMPTY, depth, new Set(names))];
  }
  GetGroupProperties(ids: readonly number[], names: readonly string[]): readonly [number, Properties][] {
    return ids
      .map((id) => this.#find(id))
      .filter((item) => item !== null)
      .map((item) => [item.id, chosen(item.properties, new Set(names))]);
  }
  GetProperty(id: number, name: string): Variant {
    return this.#find(id)?.properties[name] ?? new Variant('s', '');
  }
  Event(id: number, event: string, _data: Variant, _time: number): void {
    if (event === 'clicked') this.#find(id)?.click?.();
  }
  EventGroup(events: readonly [number, string, Variant, number][]): readonly number[] {
    const strangers = events.filter(([id]) => this.#find(id) === null).map(([id]) => id);
    for (const event of events) this.Event(...event);
    return strangers;
  }
  AboutToShow(_id: number): boolean {
    return false;
  }
  AboutToShowGroup(ids: readonly number[]): [readonly number[], readonly number[]] {
    return [[], ids.filter((id) => this.#find(id) === null)];
  }
  LayoutUpdated(): [number, number] {
    return [this.#revision, 0];
  }

  #find(id: number, from: Item = this.#root): Item | null {
    if (from.id === id) return from;
    for (const child of from.children) {
      const found = this.#find(id, child);
      if (found !== null) return found;
    }
    return null;
  }
}

DbusMenu.configureMembers({
  properties: {
    Version: { signature: 'u', access: 'read' },
    TextDirection: { signature: 's', access: 'read' },
    Status: { signature: 's', access: 'read' },
    IconThemePath: { signature: 'as', access: 'read' },
  },
  methods: {
    GetLayout: { inSignature: 'iias', outSignature: `u${LAYOUT}` },
    GetGroupProperties: { inSignature: 'aias', outSignature: 'a(ia{sv})' },
    GetProperty: { inSignature: 'is', outSignature: 'v' },
    Event: { inSignature: 'isvu' },
    EventGroup: { inSignature: 'a(isvu)', outSignature: 'ai' },
    AboutToShow: { inSignature: 'i', outSignature: 'b' },
    AboutToShowGroup: { inSignature: 'ai', outSignature: 'aiai' },
  },
  signals: { LayoutUpdated: { signature: 'ui' } },
});

function layoutOf(item: Item, depth: number, names: ReadonlySet<string>): Layout {
  const children =
    depth === 0 ? [] : item.children.map((child) => new Variant(LAYOUT, layoutOf(child, depth - 1, names)));
  return [item.id, chosen(item.properties, names), children];
}

function chosen(properties: Properties, names: ReadonlySet<string>): Properties {
  if (names.size === 0) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)));
}

function propertiesOf(options: MenuItemConstructorOptions): Properties {
  if (options.type === 'separator') return { type: new Variant('s', 'separator') };
  const properties: Properties = { label: new Variant('s', gtkLabel(options.label ?? '')) };
  if (options.enabled === false) properties.enabled = new Variant('b', false);
  if (Array.isArray(options.submenu)) properties['children-display'] = new Variant('s', 'submenu');
  const icon = options.icon as unknown as { readonly path: string } | undefined;
  if (icon !== undefined) properties['icon-data'] = new Variant('ay', readFileSync(icon.path));
  return properties;
}

/** `&` marks a mnemonic in Electron and `_` in GTK; doubled, each stands for itself (ui/base/accelerators/menu_label_accelerator_util). */
function gtkLabel(label: string): string {
  return label.replaceAll('_', '__').replaceAll(/&(&?)/g, (_whole, second: string) => (second === '' ? '_' : '&'));
}
