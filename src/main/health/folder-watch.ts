/**
 * Tells when one of some files may have changed, by the system's own notices on their folders (inotify and its like): nothing is read
 * while nothing happens. A notice is a hint, never a fact; whoever gets one looks. Where the system gives none, `complete` says so.
 */
import { type FSWatcher, realpathSync, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { errnoOf } from '../system/files.ts';

export interface FolderWatch {
  /** Which files from now on. Cheap when they are the same; folders that came or were replaced since are watched anew. */
  set(files: readonly string[]): void;
  /** False when the system watches not all of them: then they have to be looked at. */
  complete(): boolean;
  close(): void;
}

export interface FolderWatches {
  subscribe(onHint: () => void): FolderWatch;
}

interface Folder {
  readonly watcher: FSWatcher;
  readonly inode: string;
  readonly listeners: Set<(name: string | null) => void>;
}

/** Folders are shared between subscribers: fifty units lie in one. */
export function createFolderWatches(): FolderWatches {
  const folders = new Map<string, Folder>();

  const forget = (path: string, folder: Folder) => {
    folder.watcher.close();
    if (folders.get(path) === folder) folders.delete(path);
  };

  /** The watched folder, or null when the system does not watch it. */
  const folderAt = (path: string, inode: string): Folder | null => {
    const known = folders.get(path);
    if (known?.inode === inode) return known;
    const listeners = known?.listeners ?? new Set();
    if (known !== undefined) forget(path, known);
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        for (const listener of [...listeners]) listener(name);
      });
      const folder: Folder = { watcher, inode, listeners };
      // It went away, or the system has no more watches: the next `set` tries again, and until then `complete` is false.
      watcher.on('error', () => {
        forget(path, folder);
        for (const listener of [...listeners]) listener(null);
      });
      folders.set(path, folder);
      return folder;
    } catch (cause) {
      // ENOSPC and EMFILE: no more watches for this user; EACCES and ENOENT: not to be watched at all. Whoever asked looks by himself.
      if (errnoOf(cause) === null) throw cause;
      return null;
    }
  };

  return {
    subscribe(onHint) {
      let wanted = new Map<string, Set<string>>();
      let missing = true;
      const listeners = new Map<string, (name: string | null) => void>();

      const leave = (path: string) => {
        const listener = listeners.get(path);
        listeners.delete(path);
        const folder = folders.get(path);
        if (listener === undefined || folder === undefined) return;
        folder.listeners.delete(listener);
        if (folder.listeners.size === 0) forget(path, folder);
      };
      const join = (path: string, inode: string) => {
        const folder = folderAt(path, inode);
        if (folder === null) {
          missing = true;
          return;
        }
        const listener =
          listeners.get(path) ??
          ((name: string | null) => {
            // A folder that is removed itself says so under its own name.
            if (name === null || name === basename(path) || wanted.get(path)?.has(name) === true) onHint();
          });
        listeners.set(path, listener);
        folder.listeners.add(listener);
      };

      return {
        set(files) {
          missing = false;
          wanted = new Map();
          const inodes = new Map<string, string>();
          const add = (file: string) => {
            const place = nearestFolder(file);
            if (place === null) {
              missing = true;
              return;
            }
            inodes.set(place.folder, place.inode);
            const names = wanted.get(place.folder) ?? new Set();
            wanted.set(place.folder, names.add(place.name));
          };
          for (const file of files) {
            add(file);
            // Behind a link the target changes, and the link's own folder hears nothing of it.
            const target = realPathOf(file);
            if (target !== null && target !== file) add(target);
          }
          for (const path of [...listeners.keys()]) if (!wanted.has(path)) leave(path);
          for (const [path, inode] of inodes) join(path, inode);
        },
        complete: () => !missing && [...wanted.keys()].every((path) => folders.has(path)),
        close() {
          for (const path of [...listeners.keys()]) leave(path);
        },
      };
    },
  };
}

interface Place {
  readonly folder: string;
  readonly inode: string;
  /** What appears or changes in that folder: the file, or the first part of its path that is not there yet. */
  readonly name: string;
}

function nearestFolder(file: string): Place | null {
  let name = file;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const stats = statOf(folder);
    if (stats?.isDirectory()) return { folder, inode: `${stats.dev}:${stats.ino}`, name: basename(name) };
    if (folder === dirname(folder)) return null;
    name = folder;
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (cause) {
    // Not there, or not ours to see: the folder above is asked.
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

function realPathOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch (cause) {
    // Not there, or a link that leads nowhere: the link itself is what is watched.
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}
