/**
 * Lets the app's own end-to-end specs read the tray and click in it on Electron, which has no interface for that. Asked for by a
 * variable of the environment, and never in a packaged app.
 */
import type { MenuAction, MenuRow, TrayMenu } from './tray/menu-model.ts';

export interface TestHooks {
  rows(): readonly MenuRow[];
  /** Clicks the enabled action at this path of ids; false when there is none. */
  click(path: readonly string[]): boolean;
}

const SWITCH = 'OPENCLAW_TRAY_TEST_HOOKS';
const NAME = 'openclawTrayTestHooks';

export function exposeTestHooks(model: () => TrayMenu, onAction: (action: MenuAction) => void): void {
  if (process.env[SWITCH] !== '1') return;
  const hooks: TestHooks = {
    rows: () => model().rows,
    click(path) {
      const row = findRow(model().rows, path);
      if (row?.kind !== 'action' || !row.enabled) return false;
      onAction(row.action);
      return true;
    },
  };
  Object.defineProperty(globalThis, NAME, { value: hooks });
}

function findRow(rows: readonly MenuRow[], [id, ...rest]: readonly string[]): MenuRow | undefined {
  const row = rows.find((candidate) => candidate.id === id);
  if (rest.length === 0 || row === undefined) return row;
  return row.kind === 'submenu' ? findRow(row.rows, rest) : undefined;
}
