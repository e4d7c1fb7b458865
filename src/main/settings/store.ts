/**
 * The settings in use: read once, changed under a lock so that two processes cannot lose each other's change, and followed when another
 * process writes them.
 */

import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { say } from '../../shared/said.ts';
import {
  applyPatch,
  isMuted,
  nameOfProfile,
  type Settings,
  type SettingsPatch,
  type SettingsProblem,
} from '../../shared/settings.ts';
import type { Clock } from '../system/clock.ts';
import { errnoOf } from '../system/files.ts';
import type { AppDirs } from '../system/host.ts';
import { acquireLock } from '../system/lock.ts';
import { readSettings, type StoredSettings, settingsPath, writeSettings } from './settings-file.ts';

const LOCK_WAIT_MS = 5000;
/** A write is several events of the folder; one look after them is enough. */
const SETTLE_MS = 50;

export interface SettingsStore {
  /** Absolute path of the file. */
  readonly path: string;
  /** As last read; never waits. */
  settings(): Settings;
  problem(): SettingsProblem | null;
  /** Where the unusable file before was kept, if this store replaced one. */
  keptAside(): string | null;
  /** Reads the file again. */
  reload(): Promise<Settings>;
  /** Changes the file. @throws ExpectedError when it cannot be written or must not be; nothing is changed then. */
  change(patch: SettingsPatch): Promise<Settings>;
  /** Called after each change, of ours or of another process. Returns the function that ends the subscription. */
  onChange(listener: (settings: Settings) => void): () => void;
  /** True when no notification about this profile may be shown. */
  isMuted(profile: string): boolean;
  /** What a person calls the profile. */
  nameOf(profile: string): string;
  dispose(): void;
}

export interface SettingsStoreOptions {
  readonly appDirs: AppDirs;
  readonly clock: Clock;
  /** A change by another process could not be followed, or a listener failed. */
  readonly onProblem: (message: string, cause: unknown) => void;
  /** Follow changes of other processes until disposed; needs a folder, which is made. */
  readonly follow: boolean;
}

/** Ready when the file was read. */
export async function openSettings(options: SettingsStoreOptions): Promise<SettingsStore> {
  const { appDirs, clock, onProblem } = options;
  const path = settingsPath(appDirs);
  const listeners = new Set<(settings: Settings) => void>();
  let stored = await readSettings(path);
  let aside: string | null = null;

  function take(next: StoredSettings): void {
    const same = sameState(stored, next);
    stored = next;
    if (same) return;
    for (const listener of [...listeners]) {
      try {
        listener(next.settings);
      } catch (cause) {
        // Whatever one listener throws must not keep the others from hearing.
        onProblem('A change of the settings was not followed.', cause);
      }
    }
  }
  async function reload(): Promise<Settings> {
    take(await readSettings(path));
    return stored.settings;
  }
  const following = options.follow ? await follow(path, () => reload(), onProblem) : null;

  return {
    path,
    settings: () => stored.settings,
    problem: () => stored.problem,
    keptAside: () => aside,
    reload,
    async change(patch) {
      const lock = await acquireLock({
        folder: appDirs.runtime,
        name: 'settings',
        purpose: say('doing.settings'),
        waitMs: LOCK_WAIT_MS,
        clock,
      });
      try {
        const before = await readSettings(path);
        const next = applyPatch(before.settings, patch);
        if (before.problem !== null || before.bytes === null || !sameValue(before.settings, next)) {
          aside = (await writeSettings(path, before, next, clock.now())) ?? aside;
        }
        take(await readSettings(path));
        return stored.settings;
      } finally {
        await lock.release();
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isMuted: (profile) => isMuted(stored.settings, profile),
    nameOf: (profile) => nameOfProfile(stored.settings, profile),
    dispose() {
      listeners.clear();
      following?.close();
    },
  };
}

/** Watches the folder, because a file that is replaced is another file each time. null, with a problem said, where that is not possible. */
async function follow(
  path: string,
  look: () => Promise<unknown>,
  onProblem: SettingsStoreOptions['onProblem'],
): Promise<{ close(): void } | null> {
  let timer: NodeJS.Timeout | null = null;
  const said = (cause: unknown): void => onProblem(`Changes of ${path} by others are not noticed.`, cause);
  let watcher: FSWatcher;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name !== null && name !== basename(path)) return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => void look().catch(said), SETTLE_MS);
    });
  } catch (cause) {
    // No folder could be made, or the system has no watches left: settings work all the same.
    if (errnoOf(cause) === null) throw cause;
    said(cause);
    return null;
  }
  watcher.on('error', said);
  return {
    close() {
      if (timer !== null) clearTimeout(timer);
      watcher.close();
    },
  };
}

function sameState(a: StoredSettings, b: StoredSettings): boolean {
  return sameValue(a.settings, b.settings) && sameValue(a.problem, b.problem);
}

/** Both come out of the same schema, so equal values have equal text, but for the order of profiles; a needless notice is harmless. */
function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
