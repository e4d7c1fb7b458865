/**
 * The PATH of a gateway service, made so that OpenClaw's audit of it has nothing to say (2026.9.6: service-env, service-audit): the
 * runtime's folder, the folders of the `openclaw` command, the system's, then the user's. Every entry is absolute.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import type { Environment } from '../system/host.ts';

export interface ServicePathInput {
  readonly platform: 'linux' | 'darwin';
  readonly home: string;
  readonly env: Environment;
  /** Absolute path of the runtime. */
  readonly runtimePath: string;
  /** Root of the OpenClaw package that the service runs. */
  readonly packageRoot: string;
}

const SYSTEM_FOLDERS = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin'],
  darwin: ['/opt/homebrew/bin', '/opt/homebrew/sbin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'],
} as const;

/** Entries in order, without repetition. Looks whether version managers' folders exist. */
export function servicePathOf(input: ServicePathInput): readonly string[] {
  const folders = [
    dirname(input.runtimePath),
    ...commandFolders(input.env, input.packageRoot),
    ...SYSTEM_FOLDERS[input.platform],
    // On macOS the installer leaves the user's folders out; launchd services find Homebrew among the system's.
    ...(input.platform === 'linux' ? userFolders(input.home, input.env) : []),
  ];
  return [...new Set(folders)];
}

/** Folders of PATH whose `openclaw` belongs to the package that the service runs, so that the agent's shell finds the same version. */
function commandFolders(env: Environment, packageRoot: string): string[] {
  const root = real(packageRoot);
  const folders: string[] = [];
  for (const raw of (env.PATH ?? '').split(':')) {
    const folder = absoluteFolder(raw);
    if (folder === null) continue;
    const command = real(posix.join(folder, 'openclaw'));
    if (root !== null && command?.startsWith(`${root}/`) === true) folders.push(folder);
  }
  return folders;
}

/** Configured by the environment first, then the customary ones; version managers' only when they exist. */
function userFolders(home: string, env: Environment): string[] {
  const configured = [
    env.PNPM_HOME,
    inside(env.PNPM_HOME, 'bin'),
    inside(env.NPM_CONFIG_PREFIX, 'bin'),
    inside(env.BUN_INSTALL, 'bin'),
    inside(env.VOLTA_HOME, 'bin'),
    inside(env.ASDF_DATA_DIR, 'shims'),
    inside(env.NVM_DIR, 'current/bin'),
    inside(env.FNM_DIR, 'aliases/default/bin'),
    inside(env.FNM_DIR, 'current/bin'),
  ];
  const nix = env.NIX_PROFILES?.trim() ?? '';
  const nixFolders =
    nix === ''
      ? [`${home}/.nix-profile/bin`]
      : nix
          .split(/\s+/)
          .toReversed()
          .map((profile) => inside(profile, 'bin'));
  const present = (folders: readonly string[]) => folders.map((folder) => `${home}/${folder}`).filter(existsSync);
  return [
    ...configured.map(absoluteFolder),
    `${home}/.local/bin`,
    `${home}/.npm-global/bin`,
    `${home}/bin`,
    ...present(['.volta/bin', '.asdf/shims', '.bun/bin']),
    ...nixFolders.map(absoluteFolder),
    ...present([
      '.nvm/current/bin',
      '.local/share/fnm/aliases/default/bin',
      '.local/share/fnm/current/bin',
      '.fnm/aliases/default/bin',
      '.fnm/current/bin',
      '.local/share/pnpm/bin',
      '.local/share/pnpm',
    ]),
  ].filter((folder) => folder !== null);
}

function inside(base: string | undefined, folder: string): string | undefined {
  const trimmed = base?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  return trimmed.endsWith(`/${folder}`) ? trimmed : posix.join(trimmed, folder);
}

/** null for what may not stand in a PATH: relative, with a separator or a line break in it, or a process's view under /proc. */
function absoluteFolder(raw: string | undefined): string | null {
  const trimmed = raw?.trim() ?? '';
  if (!trimmed.startsWith('/') || /[:\r\n]/.test(trimmed)) return null;
  const folder = posix.normalize(trimmed);
  return folder === '/proc' || folder.startsWith('/proc/') ? null : folder;
}

function real(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    // Not there or not ours to follow: then no command of this package is there.
    return null;
  }
}
