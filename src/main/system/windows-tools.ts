/**
 * Paths and tools of Windows. A path is joined in the style in which it is written: `C:\Users\me` and `\\server\share` with backslashes,
 * anything else as this machine writes it. So a Windows definition can be rendered on any platform, and the same code works on the real
 * files of whatever machine it runs on.
 */
import { posix, win32 } from 'node:path';
import type { Environment } from './host.ts';

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

export type SystemTool = 'schtasks.exe' | 'taskkill.exe' | 'tasklist.exe' | 'netstat.exe' | 'powershell.exe';

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

/** argv that runs a script in Windows PowerShell 5.1, which every Windows 10 and 11 has; no quoting, no profile, no questions. */
export function powershellArgv(env: Environment, script: string): readonly [string, ...string[]] {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  const powershell = systemToolPath(env, 'powershell.exe');
  return [powershell, '-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
}
