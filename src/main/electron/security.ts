/**
 * What pages may never do, for every page this app will ever have: get permissions, go elsewhere, open windows, embed others.
 */
import type { App, Session } from 'electron';

/** Refuses every permission, asked for or looked up, and every device. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}

/** Holds every page where it is. Told once to the app, so that no window can be forgotten. */
export function confinePages(app: App, log: { warn(message: string): void }): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      details.preventDefault();
      log.warn(`A page wanted to leave for ${hostOf(details.url)}; it was held.`);
    });
    contents.on('will-frame-navigate', (details) => details.preventDefault());
    contents.on('will-redirect', (details) => details.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      log.warn(`A page wanted to open a window for ${hostOf(url)}; it was refused.`);
      return { action: 'deny' };
    });
  });
}

/** Enough for the log; paths and queries may hold what nobody should read there. */
function hostOf(address: string): string {
  if (!URL.canParse(address)) return 'an unreadable address';
  const { protocol, host } = new URL(address);
  return host === '' ? `${protocol}…` : `${protocol}//${host}`;
}
