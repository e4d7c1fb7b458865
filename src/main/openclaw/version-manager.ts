/**
 * What a program's place says about its future: owned by a version manager (gone after the next switch or upgrade), in a temporary
 * folder, inside a mounted AppImage. Pure. Markers: openclaw 2026.9.6, version-manager-path.
 */
import { type Phrase, say } from '../../shared/said.ts';

const MARKERS = [
  ['nvm', '/.nvm/'],
  ['fnm', '/.fnm/'],
  ['fnm', '/.local/share/fnm/'],
  ['fnm', '/library/application support/fnm/'],
  ['fnm', '/fnm_multishells/'],
  ['Volta', '/.volta/'],
  ['asdf', '/.asdf/'],
  ['n', '/.n/'],
  ['nodenv', '/.nodenv/'],
  ['nodebrew', '/.nodebrew/'],
  ['nvs', '/nvs/'],
  ['nvs', '/.nvs/'],
  ['mise', '/.local/share/mise/'],
] as const;

/** Name of the version manager that owns `path`, or null. `env` adds the roots in NVM_DIR, FNM_DIR and VOLTA_HOME. */
export function versionManagerOf(path: string, env: Readonly<Record<string, string | undefined>> = {}): string | null {
  const normal = path.replaceAll('\\', '/').toLowerCase();
  for (const [manager, key] of [
    ['nvm', 'NVM_DIR'],
    ['fnm', 'FNM_DIR'],
    ['Volta', 'VOLTA_HOME'],
  ] as const) {
    const root = env[key]?.trim().replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase();
    if (root !== undefined && root !== '' && normal.startsWith(`${root}/`)) return manager;
  }
  return MARKERS.find(([, marker]) => normal.includes(marker))?.[0] ?? null;
}

/** `appimage` for the mount of a running AppImage (gone when the app ends), `temporary` for a folder that is emptied, else null. */
export function passingPlaceOf(path: string): 'appimage' | 'temporary' | null {
  if (/(?:^|\/)\.mount_[^/]+\//.test(path)) return 'appimage';
  return /^(?:\/private)?\/(?:var\/)?tmp\//.test(path) ? 'temporary' : null;
}

/** Sentences about the place of a program that a service is to be pinned to. `what` begins the sentence, for example "Node". */
export function placeWarnings(what: string, path: string, env: Readonly<Record<string, string | undefined>>): Phrase[] {
  const place = passingPlaceOf(path);
  if (place === 'appimage') return [say('place.appimage', { what, path })];
  if (place === 'temporary') {
    return [say('place.temporary', { what, path })];
  }
  const manager = versionManagerOf(path, env);
  if (manager === null) return [];
  return [say('place.version-manager', { what, path, manager })];
}
