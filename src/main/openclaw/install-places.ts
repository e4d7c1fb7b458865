/** Where the package managers that people use put global packages and Node versions. Looks at folder listings only. */
import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { errnoOf } from '../system/files.ts';
import type { Host } from '../system/host.ts';
import { compareVersions, parseVersion } from './version-range.ts';

export interface Place {
  /** The word for how something was found there, for example `npm-global`. */
  readonly foundBy: string;
  readonly path: string;
}

const PACKAGE = 'openclaw';

/** Folders where the package may be, most stable first. */
export async function packagePlaces(host: Host): Promise<readonly Place[]> {
  const { home, platform } = host;
  const places: Place[] = [];
  const add = (foundBy: string, ...parts: readonly [string, ...string[]]): void => {
    places.push({ foundBy, path: join(...parts) });
  };
  const modules = platform === 'win32' ? ['node_modules'] : ['lib', 'node_modules'];
  for (const prefix of await npmPrefixes(host)) add('npm-global', prefix, ...modules, PACKAGE);
  for (const prefix of brewPrefixes(host)) {
    add('homebrew', prefix, 'opt', 'openclaw-cli', 'libexec', 'lib', 'node_modules', PACKAGE);
  }
  for (const base of pnpmHomes(host)) {
    for (const version of await newestFirst(join(base, 'global'))) {
      add('pnpm', base, 'global', version, 'node_modules', PACKAGE);
    }
  }
  add(
    'volta',
    variable(host, 'VOLTA_HOME') ?? join(home, '.volta'),
    'tools/image/packages',
    PACKAGE,
    ...modules,
    PACKAGE,
  );
  add('bun', variable(host, 'BUN_INSTALL') ?? join(home, '.bun'), 'install/global/node_modules', PACKAGE);
  for (const { foundBy, path } of await managedNodes(host)) add(foundBy, path, ...modules, PACKAGE);
  add('checkout', home, PACKAGE);
  return places;
}

/** Root folders of the Node versions that nvm and fnm keep, the newest first. Below each: `bin/node`. */
export async function managedNodes(host: Host): Promise<readonly Place[]> {
  const { home } = host;
  const places: Place[] = [];
  const nvm = variable(host, 'NVM_DIR') ?? join(home, '.nvm');
  for (const version of await newestFirst(join(nvm, 'versions', 'node'))) {
    places.push({ foundBy: 'nvm', path: join(nvm, 'versions', 'node', version) });
  }
  const fnm = variable(host, 'FNM_DIR');
  const fnmFolders = [
    join(home, '.local/share/fnm'),
    join(home, '.fnm'),
    join(home, 'Library/Application Support/fnm'),
  ];
  for (const base of fnm === null ? fnmFolders : [fnm]) {
    places.push({ foundBy: 'fnm', path: join(base, 'aliases', 'default') });
    for (const version of await newestFirst(join(base, 'node-versions'))) {
      places.push({ foundBy: 'fnm', path: join(base, 'node-versions', version, 'installation') });
    }
  }
  return places;
}

/** Homebrew's prefixes: the one the environment names, then the customary ones. */
export function brewPrefixes(host: Host): readonly string[] {
  const given = variable(host, 'HOMEBREW_PREFIX');
  if (host.platform === 'win32') return [];
  const usual =
    host.platform === 'darwin'
      ? ['/opt/homebrew', '/usr/local']
      : [join(host.home, '.linuxbrew'), '/home/linuxbrew/.linuxbrew'];
  return given === null ? usual : [given, ...usual];
}

async function npmPrefixes(host: Host): Promise<readonly string[]> {
  const configured = [
    variable(host, 'NPM_CONFIG_PREFIX'),
    variable(host, 'npm_config_prefix'),
    await prefixOfNpmrc(join(host.home, '.npmrc'), host.home),
  ].filter((prefix) => prefix !== null);
  if (host.platform === 'win32') {
    const appData = variable(host, 'APPDATA') ?? join(host.home, 'AppData', 'Roaming');
    return [...configured, join(appData, 'npm')];
  }
  const prefixes = [...configured, join(host.home, '.npm-global'), join(host.home, '.local')];
  if (host.platform === 'darwin') prefixes.push('/opt/homebrew');
  return [...new Set([...prefixes, '/usr/local', '/usr'])];
}

async function prefixOfNpmrc(path: string, home: string): Promise<string | null> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    // No such file, or none we may read: then npm's prefix is one of the customary ones, or PATH tells.
    if (errnoOf(cause) !== null) return null;
    throw cause;
  }
  const raw = /^[ \t]*prefix[ \t]*=[ \t]*["']?([^"'\r\n]+?)["']?[ \t]*$/m.exec(content)?.[1];
  const prefix = raw?.replace(/^~(?=$|\/)/, () => home).replaceAll(/\$\{HOME\}/g, () => home);
  return prefix !== undefined && isAbsolute(prefix) ? prefix : null;
}

function pnpmHomes(host: Host): readonly string[] {
  const given = variable(host, 'PNPM_HOME');
  const usual = [join(host.home, '.local/share/pnpm'), join(host.home, 'Library/pnpm')];
  return given === null ? usual : [...new Set([given.replace(/[\\/]bin$/, ''), ...usual])];
}

/** Entries of a folder of versions, the newest first; none when it cannot be listed, as nothing could be used from there then. */
async function newestFirst(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted((a, b) => {
      const [left, right] = [parseVersion(a), parseVersion(b)];
      if (left === null || right === null) return left === right ? a.localeCompare(b) : left === null ? 1 : -1;
      return compareVersions(right, left);
    });
  } catch (cause) {
    if (errnoOf(cause) !== null) return [];
    throw cause;
  }
}

/** An absolute path from the environment. */
function variable(host: Host, key: string): string | null {
  const value = host.env[key]?.trim() ?? '';
  return isAbsolute(value) ? value : null;
}
