/**
 * The app: every part made once and joined. Read `startApp` from top to bottom to see what happens at launch.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
  Tray,
} from 'electron';
import { openedLink } from '../../shared/deep-link.ts';
import type { AppInfo, EventPayload, StatusSnapshot } from '../../shared/ipc/contract.ts';
import { tell } from '../../shared/text/tell.ts';
import { openSettings } from '../settings/store.ts';
import { systemClock } from '../system/clock.ts';
import { type Host, readHost } from '../system/host.ts';
import { watchTrayHost } from '../system/tray-host.ts';
import type { AppOptions } from './app-options.ts';
import { createLinkInbox, type LinkInbox, registerLinks } from './deep-links.ts';
import {
  confirmStopAll,
  diagnosticsText,
  hasDarkBar,
  keepRunning,
  macMenu,
  openedAtLogin,
  setDockPresence,
  systemLanguage,
  workAreas,
} from './desktop-parts.ts';
import { drawNotice, subjectIn } from './draw-notice.ts';
import { endInOrder } from './end-in-order.ts';
import { createHandlers } from './handlers.ts';
import { createIpcServer } from './ipc-server.ts';
import { type AppLog, createAppLog } from './logging.ts';
import { createLoginItem, ownCommand } from './login-item.ts';
import { createNotices } from './notices.ts';
import { createNotifications } from './notifications.ts';
import { serveWindow, UI_SCHEME_PRIVILEGES } from './protocol.ts';
import { pruneRecords } from './prune-records.ts';
import { confinePages, denyPermissions } from './security.ts';
import { createSettingsDesk } from './settings-desk.ts';
import { exposeTestHooks } from './test-hooks.ts';
import { runMenuAction } from './tray/actions.ts';
import { trayIconName } from './tray/icon.ts';
import { launchAction, launchWord } from './tray/launch-action.ts';
import { type MenuAction, trayMenu } from './tray/menu-model.ts';
import { watchPresence } from './tray/presence.ts';
import { createSettledIcon } from './tray/settle.ts';
import { createTrayView } from './tray/tray.ts';
import { createMainWindow } from './window.ts';

const APP_ID = 'dev.openclaw-tray.app';
/** Given by the login item: start in the tray, without a window. */
const HIDDEN_FLAG = '--hidden';

/** Starts the app in this process. A second launch hands over to the first and ends. */
export function startApp(options: AppOptions): void {
  const host = readHost();
  app.setPath('userData', join(host.appDirs.state, 'electron'));
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  if (process.platform === 'linux') app.setDesktopName(`${APP_ID}.desktop`);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }

  const links = createLinkInbox(app, process.argv);
  const log = createAppLog({ folder: host.appDirs.state, redact: options.redact, terminal: !app.isPackaged });
  process.on('uncaughtException', (cause) => endAfterDefect(log, cause));
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([UI_SCHEME_PRIVILEGES]);
  confinePages(app, log);
  // The app lives in the tray; without a listener the last window would end it.
  app.on('window-all-closed', () => undefined);
  // Quitting before the app is ready has to be possible, so the rest waits for it.
  app
    .whenReady()
    .then(() => run(options, host, log, links))
    .catch((cause: unknown) => endAfterDefect(log, cause));
}

/** Everything after Electron is ready. */
async function run(options: AppOptions, host: Host, log: AppLog, links: LinkInbox): Promise<void> {
  denyPermissions(session.defaultSession);
  serveWindow(protocol, options.paths.window);

  // Both read small files and nothing else; the first look at the gateways goes on behind the window.
  const store = await openSettings({ appDirs: host.appDirs, clock: systemClock, follow: true, onProblem: log.error });
  const core = await options.createCore({
    host,
    version: app.getVersion(),
    onDefect: (cause) => log.error('Something failed unexpectedly.', cause),
    onNote: log.warn,
    isMuted: store.isMuted,
    packaged: app.isPackaged,
  });
  const desk = createSettingsDesk({
    store,
    loginItem: createLoginItem({
      app,
      host,
      packaged: app.isPackaged,
      command: ownCommand(process, app.isPackaged),
      hiddenFlag: HIDDEN_FLAG,
    }),
    nativeTheme,
    systemLanguage,
    onChanged: (view) => {
      ipc.emit('settings.changed', view);
      tray.redraw();
      prune(view.settings.logRetentionDays);
    },
    warn: log.warn,
  });
  const prune = (days: number): void => {
    pruneRecords(host.appDirs.state, days, systemClock.now()).catch((cause: unknown) =>
      log.warn(`Old records could not be removed: ${String(cause)}`),
    );
  };
  const notices = createNotices(host.appDirs.state, log.warn);
  const notifications = createNotifications(Notification);
  const openExternal = (url: string): Promise<void> => shell.openExternal(url);
  const revealFile = (path: string): void => shell.showItemInFolder(path);
  const copyText = (text: string): Promise<void> => clipboard.writeText(text);
  const onStep = (step: EventPayload<'operation.step'>): void => ipc.emit('operation.step', step);

  const ipc = createIpcServer({
    ipcMain,
    log,
    handlers: createHandlers({
      core,
      settings: desk,
      info: () => appInfo(host),
      openExternal,
      revealFile,
      copyText,
      onStep,
      onCureStep: (step) => ipc.emit('diagnose.fix.step', step),
    }),
  });

  /** Writing where the window was; a quit waits for it. */
  let placeKept: Promise<void> = Promise.resolve();
  const window = createMainWindow({
    BrowserWindow,
    platform: host.platform,
    preload: options.paths.preload,
    dark: () => nativeTheme.shouldUseDarkColors,
    trust: ipc.trust,
    bounds: desk.bounds,
    keepBounds: (bounds) => {
      placeKept = desk.keepBounds(bounds);
    },
    workAreas,
    onShown: () => {
      core.setAttention(true);
      setDockPresence(host, true);
    },
    onClosed: () => {
      core.setAttention(false);
      core.logs.closeAll().catch((cause: unknown) => log.error('A view of a log did not end.', cause));
      setDockPresence(host, false);
      if (quitting) return;
      if (presence.isUnseen()) app.quit();
      else
        void notices.once('first-close', () => {
          const { stillHere, stillHereWhy } = desk.words().desktop;
          notify(stillHere, stillHereWhy);
        });
    },
    onBroken: log.error,
  });
  const openWindow = (view: EventPayload<'view.select'> | null): void => {
    void window.show().then(() => {
      if (view !== null) ipc.emit('view.select', view);
    });
  };
  const openLink = (text: string): void => {
    void window.show().then(() => ipc.emit('link.opened', openedLink(text)));
  };
  const notify = (title: string, body: string): void => {
    notifications.show({ title, body, button: null, onClick: () => openWindow(null), onButton: () => undefined });
  };

  const model = () =>
    trayMenu(core.snapshot().profiles, {
      words: desk.words(),
      nameOf: desk.nameOf,
      now: systemClock.now(),
      ages: host.platform === 'linux' ? 'clock' : 'relative',
      clock: (ms) => new Date(ms).toLocaleTimeString(desk.words().tag, { hour: '2-digit', minute: '2-digit' }),
    });
  const onAction = (action: MenuAction): void => {
    void runMenuAction(action, {
      core,
      openWindow,
      openExternal,
      copyText,
      diagnosticsText: (snapshot) => options.redact(diagnosticsText(host, snapshot)),
      confirmStopAll: (profiles) => confirmStopAll(profiles, desk.words()),
      sayFailed: (profile, error) => {
        const sayOf = (part: 'message' | 'hint') => tell(desk.words(), error, part).text;
        notify(`${desk.nameOf(profile)}: ${sayOf('message')}`, sayOf('hint'));
        openWindow({ profile, tab: 'overview' });
      },
      onStep,
      newId: randomUUID,
      quit: () => app.quit(),
    });
  };
  const tray = createTrayView({
    Tray,
    Menu,
    imageFromFile: (path) => nativeImage.createFromPath(path),
    platform: host.platform,
    icons: options.paths.icons,
    darkBar: () => hasDarkBar(host, desk.systemDark()),
    menu: model,
    onAction,
    onOpen: () => openWindow(null),
  });
  const hidden = process.argv.includes(HIDDEN_FLAG) || openedAtLogin(host);
  const presence = watchPresence({
    platform: host.platform,
    watch: (onSeen) => watchTrayHost(host.env, onSeen),
    pid: process.pid,
    clock: systemClock,
    tray,
    hidden,
    openWindow: () => openWindow(null),
    sayNoTray: () =>
      void notices.once('no-tray', () => notify(desk.words().desktop.noTray, desk.words().desktop.noTrayWhy)),
    warn: log.warn,
    onDefect: (cause) => log.error('The tray could not be watched.', cause),
  });
  const icon = createSettledIcon(tray.setIcon, {
    set: (callback, ms) => setTimeout(callback, ms),
    clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
  });

  const show = (snapshot: StatusSnapshot): void => {
    tray.redraw();
    icon.sample(
      trayIconName(snapshot.profiles),
      snapshot.profiles.some(({ busy }) => busy !== null),
    );
  };
  const subjectOf = subjectIn(core.snapshot, desk.nameOf);
  core.onNotice((notice) =>
    drawNotice(notice, { words: desk.words(), notifications, subjectOf, openWindow, run: onAction }),
  );
  core.onChange((snapshot) => {
    show(snapshot);
    ipc.emit('status.changed', snapshot);
  });
  core.logs.onLines((lines) => ipc.emit('logs.lines', lines));
  show(core.snapshot());
  nativeTheme.on('updated', () => tray.setIcon(trayIconName(core.snapshot().profiles)));

  powerMonitor.on('resume', () => core.wake());
  const obey = (argv: readonly string[]): void => {
    const [link, word] = [links.of(argv), launchWord(argv)];
    if (link !== null) openLink(link);
    else if (word === null) openWindow(null);
    // A first launch knows nothing of the gateways yet.
    else void core.refresh({}).then(({ profiles }) => onAction(launchAction(word, profiles)));
  };
  app.on('second-instance', (_event, argv) => obey(argv));
  app.on('activate', () => openWindow(null));
  Menu.setApplicationMenu(host.platform === 'darwin' ? macMenu() : null);
  if (!app.isPackaged) exposeTestHooks(model, onAction);

  let quitting = false;
  let disposed = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    icon.dispose();
    void endInOrder(async () => {
      await notices.once('first-quit', () =>
        notify(desk.words().desktop.didQuit, keepRunning(core.snapshot(), desk.words())),
      );
      await placeKept;
      desk.dispose();
      ipc.dispose();
      presence.dispose();
      tray.dispose();
      await core.dispose();
    }, log).then(() => {
      disposed = true;
      app.quit();
    });
  });

  if (!links.waiting && (!hidden || launchWord(process.argv) !== null)) obey(process.argv);
  links.deliverTo(openLink);
  registerLinks(app, log.warn);
  prune(desk.settings().logRetentionDays);
  log.info(`OpenClaw Tray ${app.getVersion()} started.`);
}

function endAfterDefect(log: AppLog, cause: unknown): void {
  log.error('OpenClaw Tray has to end because of a defect.', cause);
  dialog.showErrorBox(
    'OpenClaw Tray has to end',
    `${cause instanceof Error ? cause.message : String(cause)}\n\nGateways are not affected.`,
  );
  app.exit(1);
}

function appInfo(host: Host): AppInfo {
  return {
    version: app.getVersion(),
    platform: host.platform,
    host: process.versions.electron === undefined ? 'stand-in' : 'electron',
    language: systemLanguage(),
  };
}
