/**
 * Draws the tray from its model. Knows Electron and no facts.
 */
import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { Platform } from '../../system/host.ts';
import { type TrayIconName, trayIconFile } from './icon.ts';
import type { MenuAction, MenuRow, TrayMenu } from './menu-model.ts';

export interface TrayDependencies {
  readonly Tray: new (image: NativeImage) => Tray;
  readonly Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]): Menu;
    setApplicationMenu(menu: Menu | null): void;
  };
  readonly imageFromFile: (path: string) => NativeImage;
  readonly platform: Platform;
  /** Folder of the drawings. */
  readonly icons: string;
  readonly darkBar: () => boolean;
  /** The menu as of now; asked again each time it is opened, where the platform lets us. */
  readonly menu: () => TrayMenu;
  readonly onAction: (action: MenuAction) => void;
  readonly onOpen: () => void;
}

export interface TrayView {
  /** Takes the model's present state over. */
  redraw(): void;
  setIcon(name: TrayIconName): void;
  /** Makes the icon anew: Electron gives up on one that could not be shown. */
  recreate(): void;
  /** The same rows in the window's menu bar, for desktops that show no tray. */
  showInMenuBar(on: boolean): void;
  dispose(): void;
}

export function createTrayView(deps: TrayDependencies): TrayView {
  const image = (name: TrayIconName): NativeImage =>
    deps.imageFromFile(join(deps.icons, trayIconFile(name, { platform: deps.platform, darkBar: deps.darkBar() })));
  const build = (model: TrayMenu): Menu => deps.Menu.buildFromTemplate(template(model.rows, deps));
  // macOS and Windows can pop a menu up when it is asked for, so its ages are true to the second. On Linux the desktop holds a copy.
  const onDemand = deps.platform === 'darwin' || deps.platform === 'win32';
  let icon: TrayIconName = 'starting';
  let inMenuBar = false;
  let drawn = '';
  let tray = make();

  function make(): Tray {
    const made = new deps.Tray(image(icon));
    const popUp = (): void => made.popUpContextMenu(build(deps.menu()));
    made.on('click', deps.platform === 'darwin' ? popUp : deps.onOpen);
    if (onDemand) made.on('right-click', popUp);
    return made;
  }

  function redraw(): void {
    const model = deps.menu();
    tray.setToolTip(model.tooltip);
    // Replacing an open menu makes some desktops close it: only when a word or a switch changed.
    const now = JSON.stringify(model.rows);
    if (onDemand || now === drawn) return;
    drawn = now;
    tray.setContextMenu(build(model));
    if (inMenuBar) drawMenuBar(model);
  }

  function drawMenuBar(model: TrayMenu): void {
    deps.Menu.setApplicationMenu(
      deps.Menu.buildFromTemplate([{ label: 'OpenClaw Tray', id: 'app', submenu: template(model.rows, deps) }]),
    );
  }

  return {
    redraw,
    setIcon(name) {
      icon = name;
      tray.setImage(image(name));
    },
    recreate() {
      tray.destroy();
      tray = make();
      drawn = '';
      redraw();
    },
    showInMenuBar(on) {
      if (on === inMenuBar) return;
      inMenuBar = on;
      if (on) drawMenuBar(deps.menu());
      else deps.Menu.setApplicationMenu(null);
    },
    dispose: () => tray.destroy(),
  };
}

function template(rows: readonly MenuRow[], deps: TrayDependencies): MenuItemConstructorOptions[] {
  return rows.map((row): MenuItemConstructorOptions => {
    switch (row.kind) {
      case 'separator':
        return { type: 'separator', id: row.id };
      case 'text':
        return { label: escapeMnemonic(row.label), id: row.id, enabled: false };
      case 'action':
        return {
          label: escapeMnemonic(row.label),
          id: row.id,
          enabled: row.enabled,
          click: () => deps.onAction(row.action),
        };
      case 'submenu':
        return {
          label: escapeMnemonic(row.label),
          id: row.id,
          submenu: template(row.rows, deps),
          ...(row.glyph === null ? {} : { icon: deps.imageFromFile(join(deps.icons, `glyph-${row.glyph}.png`)) }),
        };
      default:
        return row satisfies never;
    }
  });
}

/** A single `&` would underline the next letter on Windows and Linux instead of being shown. */
function escapeMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
