/**
 * The specs' side door: questions over Node's own process channel, answered from what the app has put on the desktop.
 */

import { app } from './parts/app.ts';
import { desktop, nextAnswers, permissionGuards, powerMonitor } from './parts/desktop.ts';
import { preventable } from './parts/event.ts';
import { applicationMenu, trays } from './parts/tray.ts';
import { BrowserWindow } from './parts/window.ts';

/** What a spec may ask. */
export type ControlRequest =
  | { readonly ask: 'window' }
  | { readonly ask: 'windows' }
  | { readonly ask: 'bounds' }
  | { readonly ask: 'tray' }
  | { readonly ask: 'click-tray'; readonly path: readonly string[] }
  | { readonly ask: 'press-tray' }
  | { readonly ask: 'menu-bar' }
  | { readonly ask: 'click-menu-bar'; readonly path: readonly string[] }
  | { readonly ask: 'desktop' }
  | { readonly ask: 'answer-next'; readonly button: number }
  | { readonly ask: 'resume' }
  | { readonly ask: 'open-url'; readonly url: string }
  | { readonly ask: 'close-window' }
  | { readonly ask: 'open-stranger'; readonly preload: string; readonly url: string }
  | { readonly ask: 'quit' };

export interface ControlMessage {
  readonly id: number;
  readonly request: ControlRequest;
}

export interface ControlReply {
  readonly id: number;
  readonly value: unknown;
}

/** Listens when a spec started this process; does nothing otherwise. */
export function startControl(): void {
  if (process.send === undefined) return;
  process.on('message', (message: ControlMessage) => {
    void answer(message.request).then((value) => {
      const reply: ControlReply = { id: message.id, value };
      if (process.connected) process.send?.(reply);
    });
  });
  // The spec is gone: nobody would ever end this app.
  process.on('disconnect', () => app.quit());
}

async function answer(request: ControlRequest): Promise<unknown> {
  const [tray] = trays;
  switch (request.ask) {
    case 'window':
      return (await BrowserWindow.getAllWindows()[0]?.debugPort()) ?? null;
    case 'windows':
      return BrowserWindow.getAllWindows().length;
    case 'bounds':
      return BrowserWindow.getAllWindows()[0]?.getNormalBounds() ?? null;
    case 'tray':
      if (tray === undefined) return null;
      return { rows: tray.menu()?.drawn() ?? [], tooltip: tray.tooltip, image: tray.image };
    case 'click-tray':
      return tray?.menu()?.click(request.path) ?? false;
    case 'press-tray':
      return tray?.emit('click') ?? false;
    case 'menu-bar':
      return applicationMenu.current?.drawn() ?? null;
    case 'click-menu-bar':
      return applicationMenu.current?.click(request.path) ?? false;
    case 'desktop':
      return { ...desktop, permissionGuards: [...permissionGuards] };
    case 'answer-next':
      return nextAnswers.push(request.button);
    case 'resume':
      return powerMonitor.emit('resume');
    case 'open-url':
      return app.emit('open-url', preventable({}), request.url);
    case 'close-window':
      BrowserWindow.getAllWindows()[0]?.close();
      return true;
    case 'open-stranger': {
      const stranger = new BrowserWindow({ webPreferences: { sandbox: true, preload: request.preload } });
      await stranger.loadURL(request.url);
      return stranger.debugPort();
    }
    case 'quit':
      setImmediate(() => app.quit());
      return true;
    default:
      return request satisfies never;
  }
}
