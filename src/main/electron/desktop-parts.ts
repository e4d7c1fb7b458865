/**
 * Small questions to Electron about the desktop, and what is said to the person outside of the window.
 */
import { app, dialog, Menu, nativeTheme, type Rectangle, screen } from 'electron';
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { Words } from '../../shared/text/words.ts';
import type { Host } from '../system/host.ts';

/** BCP 47 tag of the language that the person's system speaks first. */
export function systemLanguage(): string {
  return app.getPreferredSystemLanguages()[0] ?? 'en';
}

/** macOS gives a login item no arguments, but tells afterwards. */
export function openedAtLogin(host: Host): boolean {
  return host.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** The primary display's first. */
export function workAreas(): readonly Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

/** Asks before several gateways are stopped; anything but the one button means no. */
export async function confirmStopAll(profiles: readonly string[], { desktop }: Words): Promise<boolean> {
  const cancel = 0;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: desktop.stopAll(profiles.length),
    detail: profiles.join(', '),
    buttons: [desktop.cancel, desktop.stopAllYes],
    defaultId: cancel,
    cancelId: cancel,
  });
  return response !== cancel;
}

/** How many gateways go on without the app. */
export function keepRunning(snapshot: StatusSnapshot, words: Words): string {
  const count = snapshot.profiles.filter(({ report }) => report?.runtime === 'running').length;
  return words.desktop.keepRunning(count);
}

/** GNOME's bar is dark under every theme; elsewhere the bar follows the theme. */
export function hasDarkBar(host: Host, systemDark: boolean): boolean {
  if (host.platform === 'linux' && /gnome/i.test(host.env.XDG_CURRENT_DESKTOP ?? '')) return true;
  return host.platform === 'win32' ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI : systemDark;
}

/** On macOS the app has a place in the Dock only while its window is open. */
export function setDockPresence(host: Host, visible: boolean): void {
  if (host.platform === 'darwin') app.setActivationPolicy(visible ? 'regular' : 'accessory');
}

/** Without a menu macOS has no Cmd+C, Cmd+W or Cmd+Q. */
export function macMenu(): Menu {
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]);
}

/** What a person pastes into a report: versions and everything that is shown. */
export function diagnosticsText(host: Host, snapshot: StatusSnapshot): string {
  const about = { app: app.getVersion(), platform: host.platform, arch: process.arch, versions: process.versions };
  return JSON.stringify({ ...about, snapshot }, null, 2);
}
