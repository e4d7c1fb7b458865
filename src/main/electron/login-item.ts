/**
 * Whether the app starts at login: asked of the system and told to it, never remembered by us. macOS and Windows through Electron,
 * Linux through an XDG autostart entry, because Electron has nothing there (electron.d.ts: `@platform darwin,win32`).
 */

import { isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import { ExpectedError } from '../../shared/outcome.ts';
import { quote, say } from '../../shared/said.ts';
import type { LoginItemState } from '../../shared/settings.ts';
import { errnoOf, readTextIfThere, removeFile, writeFileAtomic } from '../system/files.ts';
import { type Host, isExecutable } from '../system/host.ts';
import { AUTOSTART_FILE, parseAutostart, renderAutostart } from './autostart-entry.ts';

export interface LoginItem {
  /** What the system says now. */
  read(): Promise<LoginItemState>;
  /** Turns it on or off and reads it back. @throws ExpectedError when the system did not take it. */
  set(on: boolean): Promise<LoginItemState>;
}

export interface LoginItemDependencies {
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly host: Pick<Host, 'platform' | 'env' | 'accountHome'>;
  /** True in an installed app, false in a checkout. */
  readonly packaged: boolean;
  /** argv that starts this very app, without a flag of ours. */
  readonly command: readonly string[];
  /** Given so that it starts in the tray, without a window. */
  readonly hiddenFlag: string;
}

export function createLoginItem(deps: LoginItemDependencies): LoginItem {
  switch (deps.host.platform) {
    case 'darwin':
      return deps.packaged ? macItem(deps) : UNSUPPORTED;
    case 'win32':
      return deps.packaged ? windowsItem(deps) : UNSUPPORTED;
    case 'linux':
      return linuxItem(deps);
    case 'other':
      return UNSUPPORTED;
  }
}

/**
 * The argv that starts this app again. An AppImage is mounted anew at each start, so its own path counts, not the mounted one
 * (AppImage documentation, "Environment variables").
 */
export function ownCommand(
  process: Pick<NodeJS.Process, 'execPath' | 'execArgv' | 'argv' | 'env'>,
  packaged: boolean,
): readonly string[] {
  if (packaged) return [process.env.APPIMAGE ?? process.execPath];
  const script = process.argv.slice(1).find((part) => !part.startsWith('-'));
  return [process.execPath, ...process.execArgv, ...(script === undefined ? [] : [script])];
}

const state = (
  value: LoginItemState['state'],
  note: LoginItemState['note'] = null,
  detail: string | null = null,
): LoginItemState => ({ state: value, note, detail });

/** An entry that points at a checkout's Electron would start an empty Electron. */
const UNSUPPORTED: LoginItem = {
  read: async () => state('unsupported', 'not-installed-app'),
  set: async () => {
    throw new ExpectedError('not-supported', say('not-supported.login-item'), {
      hint: say('hint.install-app'),
    });
  },
};

function macItem({ app }: LoginItemDependencies): LoginItem {
  const read = (): LoginItemState => {
    const { status, openAtLogin } = app.getLoginItemSettings();
    if (status === 'requires-approval') return state('off', 'needs-approval', status);
    return state(openAtLogin || status === 'enabled' ? 'on' : 'off');
  };
  return {
    read: async () => read(),
    async set(on) {
      app.setLoginItemSettings({ openAtLogin: on });
      const after = read();
      // The person has to allow it in System Settings: it is asked for, and that is all an app can do.
      if (on && after.note === 'needs-approval') return after;
      return confirmed(after, on);
    },
  };
}

function windowsItem({ app, command, hiddenFlag }: LoginItemDependencies): LoginItem {
  // Read with the same path and arguments as written, as Electron asks for; it quotes neither for the registry by itself.
  const [path = ''] = command;
  const question = { path, args: [hiddenFlag] };
  const read = (): LoginItemState => {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(question);
    if (!openAtLogin) return state('off');
    return executableWillLaunchAtLogin ? state('on') : state('off', 'turned-off-by-system');
  };
  return {
    read: async () => read(),
    async set(on) {
      // `enabled` also takes back what Task Manager or the system's settings turned off.
      app.setLoginItemSettings({ openAtLogin: on, enabled: on, ...question });
      return confirmed(read(), on);
    },
  };
}

/** Folder where the desktop's session looks; its own HOME counts, whatever OPENCLAW_HOME says. */
export function autostartFolder({ env, accountHome }: Pick<Host, 'env' | 'accountHome'>): string {
  const config = env.XDG_CONFIG_HOME;
  if (config !== undefined && isAbsolute(config)) return join(config, 'autostart');
  const home = env.HOME !== undefined && isAbsolute(env.HOME) ? env.HOME : accountHome;
  return join(home, '.config', 'autostart');
}

function linuxItem({ host, command, hiddenFlag }: LoginItemDependencies): LoginItem {
  const path = join(autostartFolder(host), AUTOSTART_FILE);
  const wanted = [...command, hiddenFlag];
  async function read(): Promise<LoginItemState> {
    let text: string | null;
    try {
      text = await readTextIfThere(path);
    } catch (cause) {
      const code = errnoOf(cause);
      if (code === null) throw cause;
      return state('unknown', 'unreadable', `${path} (${code})`);
    }
    if (text === null) return state('off');
    const entry = parseAutostart(text);
    if (!entry.active) return state('off', 'turned-off-by-system', path);
    const [program] = entry.command ?? [];
    if (entry.command === null || program === undefined || (isAbsolute(program) && !isExecutable(program))) {
      return state('off', 'other-program', program ?? path);
    }
    return entry.command.join('\0') === wanted.join('\0')
      ? state('on')
      : state('on', 'other-program', entry.command.join(' '));
  }
  return {
    read,
    async set(on) {
      if (!on) {
        await removeFile(path);
        return confirmed(await read(), false);
      }
      const text = renderAutostart(refuseMounted(wanted), 'OpenClaw Tray');
      if (text === null) {
        throw new ExpectedError('not-supported', say('not-supported.autostart-path', { path: command[0] ?? '' }), {
          hint: say('hint.plain-path'),
        });
      }
      await writeFileAtomic(path, text, { mode: 0o644, folderMode: 0o700 });
      return confirmed(await read(), true);
    },
  };
}

/** @throws ExpectedError for a path that is gone when the app ends. */
function refuseMounted(command: readonly string[]): readonly string[] {
  if (!command.some((part) => part.startsWith('/tmp/.mount_'))) return command;
  throw new ExpectedError('not-supported', say('not-supported.mounted'), {
    hint: say('hint.start-appimage'),
  });
}

/** What was asked for must be what the system says afterwards. */
function confirmed(after: LoginItemState, on: boolean): LoginItemState {
  if (after.state === (on ? 'on' : 'off')) return after;
  throw new ExpectedError('not-verified', say(on ? 'not-verified.login-item-on' : 'not-verified.login-item-off'), {
    hint: say('hint.login-items'),
    ...(after.detail === null ? {} : { details: [quote(after.detail)] }),
  });
}
