/**
 * What this process knows about the machine and the person it runs for, read once at the composition root and handed down.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Platform = 'linux' | 'darwin' | 'win32' | 'other';
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Host {
  readonly platform: Platform;
  readonly hostname: string;
  /** null on Windows. */
  readonly uid: number | null;
  readonly userName: string;
  /** The account's own home folder, as the system knows it; differs from `home` when HOME was changed. */
  readonly accountHome: string;
  /** Home as OpenClaw resolves it: OPENCLAW_HOME, HOME, USERPROFILE, else the account's. */
  readonly home: string;
  readonly tempDir: string;
  /** The environment this process was started with. */
  readonly env: Environment;
  /** Where this product keeps its own small files. */
  readonly appDirs: AppDirs;
}

/** Our own folders; none of them is OpenClaw's. */
export interface AppDirs {
  /** Settings that a person made. */
  readonly config: string;
  /** State that can be made again, but not by us: history, the embedded supervisor's files. */
  readonly state: string;
  /** Locks and sockets; gone after a reboot where the platform has such a folder. */
  readonly runtime: string;
}

const APP_FOLDER = 'openclaw-tray';

/**
 * Home as OpenClaw resolves it: `OPENCLAW_HOME`, `HOME`, `USERPROFILE`, then the account's. The words "undefined" and "null" count as
 * unset, and a leading `~` means the account's home (openclaw 2026.9.6, home-dir).
 */
export function resolveHome(env: Environment, accountHome: string): string {
  for (const key of ['OPENCLAW_HOME', 'HOME', 'USERPROFILE']) {
    const raw = env[key]?.trim();
    if (raw === undefined || raw === '' || raw === 'undefined' || raw === 'null') continue;
    const expanded = raw === '~' || raw.startsWith('~/') ? join(accountHome, raw.slice(1)) : raw;
    if (isAbsolute(expanded)) return expanded;
  }
  return accountHome;
}

/** XDG base folders on Linux, the platform's customary places elsewhere. Relative XDG values are ignored, as the standard asks. */
export function resolveAppDirs(platform: Platform, env: Environment, home: string): AppDirs {
  const xdg = (key: string): string | null => {
    const value = env[key];
    return value !== undefined && isAbsolute(value) ? value : null;
  };
  if (platform === 'darwin') {
    const base = join(home, 'Library', 'Application Support', 'OpenClaw Tray');
    return { config: base, state: base, runtime: join(base, 'run') };
  }
  if (platform === 'win32') {
    const base = join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'OpenClaw Tray');
    const local = join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'OpenClaw Tray');
    return { config: base, state: local, runtime: join(local, 'run') };
  }
  const state = join(xdg('XDG_STATE_HOME') ?? join(home, '.local', 'state'), APP_FOLDER);
  return {
    config: join(xdg('XDG_CONFIG_HOME') ?? join(home, '.config'), APP_FOLDER),
    state,
    // Never XDG_RUNTIME_DIR: locks must mean the same to every process of this user, and a cron job or an ssh command may lack it.
    runtime: join(state, 'run'),
  };
}

/** Reads the host once. `env` is a copy: later changes of process.env do not reach the core. */
export function readHost(env: Environment = process.env): Host {
  const platform: Platform =
    process.platform === 'linux' || process.platform === 'darwin' || process.platform === 'win32'
      ? process.platform
      : 'other';
  const uid = process.getuid?.() ?? null;
  const account = accountOf();
  const home = resolveHome(env, account.homedir);
  return {
    platform,
    hostname: hostname(),
    uid,
    userName: account.username,
    accountHome: account.homedir,
    home,
    tempDir: tmpdir(),
    env: { ...env },
    appDirs: resolveAppDirs(platform, env, home),
  };
}

/** `os.userInfo` fails for a uid without a passwd entry (containers); then the numbers are all there is. */
function accountOf(): { username: string; homedir: string } {
  try {
    const { username, homedir: home } = userInfo();
    return { username, homedir: home };
  } catch (cause) {
    if (
      (cause as NodeJS.ErrnoException).code !== 'ENOENT' &&
      (cause as { syscall?: string }).syscall !== 'uv_os_get_passwd'
    )
      throw cause;
    return { username: String(process.getuid?.() ?? 'unknown'), homedir: homedir() };
  }
}

/** Absolute path of a program on PATH, or null. Looks; starts nothing. */
export function findOnPath(name: string, env: Environment, platform: Platform): string | null {
  const suffixes = platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (env.PATH ?? '').split(platform === 'win32' ? ';' : ':')) {
    if (!isAbsolute(folder)) continue;
    for (const suffix of suffixes) {
      const candidate = join(folder, name + suffix);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return null;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to execute: both mean "not a candidate".
    return false;
  }
}

/** Whether the machine was booted by systemd, as sd_booted(3) decides it. */
export function bootedWithSystemd(): boolean {
  try {
    accessSync('/run/systemd/system', constants.F_OK);
    return true;
  } catch {
    return false;
  }
}

/** Boot time in milliseconds since the epoch, from /proc/stat; null where there is none. */
export function bootTimeMs(): number | null {
  try {
    const line = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'));
    return line?.[1] === undefined ? null : Number(line[1]) * 1000;
  } catch {
    return null;
  }
}
