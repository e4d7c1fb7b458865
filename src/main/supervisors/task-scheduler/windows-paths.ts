/**
 * Paths of the Task Scheduler's world. A path is joined in the style in which it is written: `C:\Users\me` and `\\server\share` with
 * backslashes, anything else as this machine writes it. So a Windows definition can be rendered on any platform, and the same code works
 * on the real files of whatever machine it runs on.
 */
import { posix, win32 } from 'node:path';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { Environment, Host } from '../../system/host.ts';

/** `C:\…` or `\\server\…`. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');
}

/** The path functions for the style of `path`. */
export function styleOf(path: string): typeof win32 {
  return isWindowsPath(path) ? win32 : posix;
}

export function joinPath(folder: string, ...names: readonly string[]): string {
  return styleOf(folder).join(folder, ...names);
}

/** Windows looks environment names up without regard to case; a copied environment does not. */
export function envValue(env: Environment, name: string): string | null {
  const direct = env[name];
  const key =
    direct === undefined ? Object.keys(env).find((other) => other.toUpperCase() === name.toUpperCase()) : name;
  const value = key === undefined ? undefined : env[key]?.trim();
  return value === undefined || value === '' ? null : value;
}

export type SystemTool = 'schtasks.exe' | 'taskkill.exe' | 'powershell.exe';

/**
 * Absolute path of a tool of Windows itself, never looked up on PATH, where another program of that name may come first.
 * `SystemRoot` is taken only when it is a plain absolute folder.
 */
export function systemToolPath(env: Environment, tool: SystemTool): string {
  const given = envValue(env, 'SystemRoot');
  const root = given !== null && styleOf(given).isAbsolute(given) && !/[;\r\n\0]/.test(given) ? given : 'C:\\Windows';
  const system = joinPath(root, 'System32');
  return tool === 'powershell.exe' ? joinPath(system, 'WindowsPowerShell', 'v1.0', tool) : joinPath(system, tool);
}

/** The account as a task names it: `DOMAIN\name`, or the bare name in a workgroup (openclaw 2026.9.6, schtasks-layout). */
export function taskUserOf(host: Host): string {
  const { env } = host;
  const name = envValue(env, 'USERNAME') ?? host.userName;
  const domain = envValue(env, 'USERDOMAIN');
  if (name.includes('\\') || domain === null || domain.toLowerCase() === 'workgroup') return name;
  return `${domain}\\${name}`;
}

export interface TaskPaths {
  readonly stateDir: string;
  /** The batch file that sets the environment and starts the gateway. */
  readonly script: string;
  /** The launcher without a window; the task's action. */
  readonly launcher: string;
  /** What the task was registered from. */
  readonly xml: string;
  /** The watch that starts the task again after a failure: its script, what its task was registered from, what it writes and reads. */
  readonly watch: {
    readonly script: string;
    readonly xml: string;
    /** What it knows, as JSON. */
    readonly state: string;
    /** While this file is there it starts nothing. */
    readonly hold: string;
  };
}

export function taskPathsIn(stateDir: string): TaskPaths {
  return {
    stateDir,
    script: joinPath(stateDir, 'gateway.cmd'),
    launcher: joinPath(stateDir, 'gateway.vbs'),
    xml: joinPath(stateDir, 'gateway.task.xml'),
    watch: {
      script: joinPath(stateDir, 'gateway-watch.js'),
      xml: joinPath(stateDir, 'gateway-watch.task.xml'),
      state: joinPath(stateDir, 'gateway-watch.json'),
      hold: joinPath(stateDir, 'gateway-watch.hold'),
    },
  };
}

/**
 * Name of the task that watches the task `serviceName`. OpenClaw's deep scan takes every task with its name in it for a foreign service,
 * except those named `OpenClaw Gateway (…)` (2026.9.6, inspect), so that is the form. No profile's name holds a comma or a space.
 */
export function watchTaskName(serviceName: string): string {
  const named = /^(.*) \((.+)\)$/.exec(serviceName);
  const [, base = serviceName, profile = 'default'] = named ?? [];
  return `${base} (${profile}, restarts)`;
}

/** Entries that OpenClaw leaves in the Startup folder when it may not make a task; they would start a second gateway. */
export function startupEntryPaths(host: Host, taskName: string): readonly string[] {
  const appData = envValue(host.env, 'APPDATA') ?? joinPath(host.accountHome, 'AppData', 'Roaming');
  const folder = joinPath(appData, 'Microsoft', 'Windows', 'Start Menu', 'Programs', 'Startup');
  const file = taskName.replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_');
  return [joinPath(folder, `${file}.vbs`), joinPath(folder, `${file}.cmd`)];
}

/**
 * A name that one task in the scheduler's root folder can have, unchanged: a backslash or slash would make it a task of another folder.
 * @throws ExpectedError `invalid-option`.
 */
export function requireTaskName(name: string): string {
  if (/^[^\x00-\x1f\\/:*?"<>|]{1,200}$/.test(name) && name.trim() === name && !/^\.+$/.test(name)) return name;
  throw new ExpectedError('invalid-option', `"${name}" cannot be the name of a scheduled task.`, {
    hint: 'Leave out \\ / : * ? " < > | and spaces at the ends.',
  });
}
