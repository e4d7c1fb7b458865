/**
 * Keeps the tray icon where the desktop can show it (Linux). Electron looks for a StatusNotifierWatcher once, when a `Tray` is made, and
 * gives up on that `Tray` for good when there is none or when an announcement is refused; to a new watcher it announces itself again
 * (Chromium, chrome/browser/ui/views/status_icons/status_icon_linux_dbus.cc; Electron, shell/browser/ui/tray_icon_linux.cc). So when a
 * watcher is there, we ask it whether it lists us, and make the `Tray` anew where it does not.
 */
import type { TrayHostFacts } from '../../../shared/tray-host.ts';
import type { Clock } from '../../system/clock.ts';
import type { TrayHostWatch } from '../../system/tray-host.ts';

export interface TrayKeeperDependencies {
  readonly watch: (onSeen: (facts: TrayHostFacts) => void) => Promise<TrayHostWatch>;
  readonly pid: number;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Makes the `Tray` anew. */
  readonly recreate: () => void;
  /** Whether the person can see our icon now, as far as known. Called when that changes. */
  readonly onReach: (reach: TrayReach) => void;
  /** Milliseconds before the first look's "nobody shows icons" is believed. */
  readonly firstPatienceMs: number;
  readonly warn: (message: string) => void;
}

/** `refused`: the desktop has a tray and does not take our icon. `unknown` is treated as a tray that is there. */
export type TrayReach = 'shown' | 'none' | 'refused' | 'unknown';

export interface TrayKeeper {
  reach(): TrayReach;
  /** There is nobody to show an icon at this moment, whether or not that will last. */
  isAbsentNow(): boolean;
  dispose(): void;
}

/** How long Electron's own announcement may take before we look whether it arrived. */
export const ANNOUNCE_MS = 1_000;
/** A panel that restarts is away for this long at most; the icon is not called gone before. */
export const ABSENCE_MS = 5_000;

/** Resolves after the first look at the session's bus: milliseconds, a few seconds at most. */
export async function createTrayKeeper(deps: TrayKeeperDependencies): Promise<TrayKeeper> {
  const ended = new AbortController();
  let reach: TrayReach = 'unknown';
  /** Our `Tray` was made when nobody could show it: Electron gave up on it. */
  let gaveUp = false;
  /** Counts what was seen, so that a slow check does not speak over a newer one. */
  let turn = 0;

  const settle = (next: TrayReach): void => {
    if (next === reach) return;
    reach = next;
    deps.onReach(next);
  };
  /** False when something newer was seen meanwhile, or the app ends. */
  const wait = (ms: number, mine: number): Promise<boolean> =>
    deps.clock.sleep(ms, ended.signal).then(
      () => mine === turn,
      // Aborted by `dispose`.
      () => false,
    );
  const recreate = (): void => {
    gaveUp = false;
    deps.recreate();
  };

  /** Not called gone at once: panels restart, and after a login they come later than the apps. */
  async function waitForOne(mine: number, ms: number): Promise<void> {
    if (await wait(ms, mine)) settle('none');
  }

  async function makeSure(watch: TrayHostWatch, mine: number): Promise<void> {
    if (gaveUp) recreate();
    for (const last of [false, true]) {
      if (!(await wait(ANNOUNCE_MS, mine))) return;
      const listed = await watch.lists(deps.pid);
      if (mine !== turn || ended.signal.aborted) return;
      if (listed === null) return settle('unknown');
      if (listed) return settle('shown');
      if (!last) recreate();
    }
    deps.warn('The desktop shows tray icons, and did not take the one of OpenClaw Tray.');
    settle('refused');
  }

  const seen = (facts: TrayHostFacts, watch: TrayHostWatch, patience: number): void => {
    const mine = ++turn;
    if (facts.state === 'present') void makeSure(watch, mine);
    else if (facts.state === 'absent') void waitForOne(mine, patience);
  };
  const watch: TrayHostWatch = await deps.watch((facts) => seen(facts, watch, ABSENCE_MS));
  gaveUp = watch.now().state !== 'present';
  seen(watch.now(), watch, deps.firstPatienceMs);

  return {
    reach: () => reach,
    isAbsentNow: () => watch.now().state === 'absent',
    dispose() {
      ended.abort();
      watch.close();
    },
  };
}
