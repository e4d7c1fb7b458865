/**
 * What the app does where its tray icon cannot be seen: the window opens at launch, its menu bar has the tray's rows, closing the window
 * quits, and all that is said once. Only on Linux; macOS and Windows always have a place for the icon.
 */
import type { TrayHostFacts } from '../../../shared/tray-host.ts';
import type { Clock } from '../../system/clock.ts';
import type { Platform } from '../../system/host.ts';
import type { TrayHostWatch } from '../../system/tray-host.ts';
import { ABSENCE_MS, createTrayKeeper, type TrayKeeper, type TrayReach } from './keep-tray.ts';
import type { TrayView } from './tray.ts';

export interface PresenceDependencies {
  readonly platform: Platform;
  readonly watch: (onSeen: (facts: TrayHostFacts) => void) => Promise<TrayHostWatch>;
  readonly pid: number;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly tray: Pick<TrayView, 'recreate' | 'showInMenuBar'>;
  /** The app was started without a window. */
  readonly hidden: boolean;
  readonly openWindow: () => void;
  readonly sayNoTray: () => void;
  readonly warn: (message: string) => void;
  readonly onDefect: (cause: unknown) => void;
}

export interface TrayPresence {
  /** Closing the window would leave nothing of the app to click on. */
  isUnseen(): boolean;
  dispose(): void;
}

/** After a login the panel may come later than the app. */
const LOGIN_PATIENCE_MS = 2 * ABSENCE_MS;

/** Begins to look and returns at once. */
export function watchPresence(deps: PresenceDependencies): TrayPresence {
  let keeper: TrayKeeper | null = null;
  let disposed = false;
  /** A hidden start gets its window when it turns out that there is no tray to be hidden in. */
  let windowOwed = deps.hidden;

  const onReach = (reach: TrayReach): void => {
    const unseen = reach === 'none' || reach === 'refused';
    deps.tray.showInMenuBar(unseen);
    if (!unseen) {
      if (reach === 'shown') windowOwed = false;
      return;
    }
    if (windowOwed) deps.openWindow();
    windowOwed = false;
    deps.sayNoTray();
  };

  if (deps.platform === 'linux') {
    createTrayKeeper({
      watch: deps.watch,
      pid: deps.pid,
      clock: deps.clock,
      recreate: deps.tray.recreate,
      onReach,
      firstPatienceMs: deps.hidden ? LOGIN_PATIENCE_MS : ABSENCE_MS,
      warn: deps.warn,
    })
      .then((made) => {
        keeper = made;
        if (disposed) made.dispose();
      })
      .catch(deps.onDefect);
  }
  return {
    isUnseen() {
      if (keeper === null) return false;
      const reach = keeper.reach();
      // Before the first answer settled, what is seen at this moment has to do.
      return reach === 'none' || reach === 'refused' || (reach === 'unknown' && keeper.isAbsentNow());
    },
    dispose() {
      disposed = true;
      keeper?.dispose();
    },
  };
}
