/**
 * The desktop's notifications, and what a click on one does. Electron itself holds a notification only weakly: one that nobody else holds
 * is collected, and its clicks are lost (electron/electron#16922). So each is kept here until nothing can come from it any more.
 */
import type { Notification as ElectronNotification } from 'electron';

export interface Told {
  readonly title: string;
  readonly body: string;
  /** Label of a button; null for none. Buttons exist on macOS and Windows only. */
  readonly button: string | null;
  readonly onClick: () => void;
  readonly onButton: () => void;
}

export interface Notifications {
  /** Shows it; where the desktop has no notifications, nothing happens. */
  show(told: Told): void;
}

/** A desktop need not say that a notification is gone (electron.d.ts: `close` is not guaranteed), so only the newest are kept. */
export const KEPT = 50;

export function createNotifications(Notification: typeof ElectronNotification): Notifications {
  const kept = new Set<ElectronNotification>();
  return {
    show({ title, body, button, onClick, onButton }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({
        title,
        body,
        ...(button === null ? {} : { actions: [{ type: 'button' as const, text: button }] }),
      });
      const letGo = () => kept.delete(notification);
      notification.on('click', () => {
        letGo();
        onClick();
      });
      notification.on('action', () => {
        letGo();
        onButton();
      });
      notification.on('close', (details) => {
        // Off the screen is not gone: Windows keeps it in its list, where it can still be clicked.
        if (details.reason !== 'timedOut') letGo();
      });
      notification.on('failed', letGo);
      kept.add(notification);
      const [oldest] = kept;
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      notification.show();
    },
  };
}
