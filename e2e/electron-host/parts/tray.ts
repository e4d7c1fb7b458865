/**
 * `Tray`, `Menu`, `nativeImage` as data; on Linux with a session bus the tray is on it too, as Electron's is.
 */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions } from 'electron';
import { StatusNotifierItem } from './status-notifier-item.ts';

/** A row as the person would see it. */
export interface DrawnRow {
  readonly id: string;
  readonly kind: 'separator' | 'row' | 'submenu';
  readonly label: string;
  readonly enabled: boolean;
  readonly rows: readonly DrawnRow[];
}

export class Menu {
  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu.current = menu;
  }

  readonly #template: readonly MenuItemConstructorOptions[];
  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.#template = template;
  }
  template(): readonly MenuItemConstructorOptions[] {
    return this.#template;
  }
  drawn(): readonly DrawnRow[] {
    return draw(this.#template);
  }
  /** Clicks as a person would: false when there is no such row, or it is disabled. */
  click(path: readonly string[]): boolean {
    const item = find(this.#template, path);
    if (item === undefined || item.enabled === false || item.click === undefined) return false;
    // The app's own listeners take no argument; Electron's would be the item, the window and the key state.
    (item.click as () => void)();
    return true;
  }
}

/** The menu bar of the windows; null = none. */
export const applicationMenu: { current: Menu | null } = { current: null };

export class NativeImageStandIn {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  isEmpty(): boolean {
    return !existsSync(this.path);
  }
}

export const nativeImage = {
  createFromPath: (path: string): NativeImageStandIn => new NativeImageStandIn(path),
};

/** The app's trays, oldest first; there is one. */
export const trays: Tray[] = [];

export class Tray extends EventEmitter {
  tooltip = '';
  image: string;
  #menu: Menu | null = null;
  readonly #item = new StatusNotifierItem(() => this.emit('click'));

  constructor(image: NativeImageStandIn) {
    super();
    this.image = checked(image);
    this.#item.setImage(this.image);
    trays.push(this);
  }
  setImage(image: NativeImageStandIn): void {
    this.image = checked(image);
    this.#item.setImage(this.image);
  }
  setToolTip(text: string): void {
    this.tooltip = text;
    this.#item.setToolTip(text);
  }
  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
    this.#item.setMenu(menu?.template() ?? []);
    trayChanges.emit('change', this);
  }
  popUpContextMenu(menu?: Menu): void {
    if (menu !== undefined) this.#menu = menu;
  }
  destroy(): void {
    trays.splice(trays.indexOf(this), 1);
    this.#item.destroy();
  }
  menu(): Menu | null {
    return this.#menu;
  }
}

export const trayChanges = new EventEmitter<{ change: [tray: Tray] }>();

/** Electron shows nothing for an image that is not there; here it is an error, so that a missing drawing is found. */
function checked(image: NativeImageStandIn): string {
  if (image.isEmpty()) throw new Error(`stand-in for Electron: no image at ${image.path}`);
  return image.path;
}

function draw(template: readonly MenuItemConstructorOptions[]): readonly DrawnRow[] {
  return template.map((item) => ({
    id: item.id ?? '',
    kind: item.type === 'separator' ? 'separator' : Array.isArray(item.submenu) ? 'submenu' : 'row',
    label: item.label ?? '',
    enabled: item.enabled !== false,
    rows: Array.isArray(item.submenu) ? draw(item.submenu) : [],
  }));
}

function find(
  template: readonly MenuItemConstructorOptions[],
  [id, ...rest]: readonly string[],
): MenuItemConstructorOptions | undefined {
  const item = template.find((each) => each.id === id);
  if (rest.length === 0 || item === undefined) return item;
  return Array.isArray(item.submenu) ? find(item.submenu, rest) : undefined;
}
