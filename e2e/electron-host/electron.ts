/**
 * The part of Electron's main-process API that this product uses, on plain Node and the system's Chromium. What is here keeps the
 * types of electron.d.ts; what is not here does not exist, so that a use of it fails loudly.
 */
import { startControl } from './control.ts';
import { app } from './parts/app.ts';
import { startTerminal } from './terminal.ts';

export { app } from './parts/app.ts';
export { clipboard, dialog, Notification, nativeTheme, powerMonitor, screen, session, shell } from './parts/desktop.ts';
export { ipcMain } from './parts/ipc-main.ts';
export { protocol } from './parts/protocol.ts';
export { Menu, nativeImage, Tray } from './parts/tray.ts';
export { BrowserWindow } from './parts/window.ts';

startControl();
startTerminal();
app.start();
