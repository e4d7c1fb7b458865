/**
 * Keeps the tray's icon from flickering: a change is shown after two equal samples or three seconds, and at once while the person
 * waits for an operation of their own.
 */
import type { TrayIconName } from './icon.ts';

/** Timers as a dependency, so that tests own them. */
export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

export interface SettledIcon {
  /** One sample. `atOnce`: the person did this, show it now. */
  sample(name: TrayIconName, atOnce: boolean): void;
  dispose(): void;
}

const SETTLE_MS = 3000;

export function createSettledIcon(show: (name: TrayIconName) => void, timers: Timers): SettledIcon {
  let shown: TrayIconName | null = null;
  let candidate: TrayIconName | null = null;
  let timer: unknown = null;

  const drop = (): void => {
    if (timer !== null) timers.clear(timer);
    timer = null;
    candidate = null;
  };
  const settle = (name: TrayIconName): void => {
    drop();
    shown = name;
    show(name);
  };

  return {
    sample(name, atOnce) {
      if (name === shown) drop();
      else if (shown === null || atOnce || name === candidate) settle(name);
      else {
        drop();
        candidate = name;
        timer = timers.set(() => settle(name), SETTLE_MS);
      }
    },
    dispose: drop,
  };
}
