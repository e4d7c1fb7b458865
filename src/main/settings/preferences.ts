/** What a person prefers for a profile's next installation, for the operations of window, tray and shim alike. */
import { type ProfileSettings, profileSettingsOf } from '../../shared/settings.ts';
import type { AppDirs } from '../system/host.ts';
import { readSettings, settingsPath } from './settings-file.ts';

export type InstallPreferences = Pick<ProfileSettings, 'supervisor' | 'runtime'>;

/** Reads the file; one that cannot be used prefers nothing. */
export async function readPreferences(appDirs: Pick<AppDirs, 'config'>, profile: string): Promise<InstallPreferences> {
  const { settings } = await readSettings(settingsPath(appDirs));
  const { supervisor, runtime } = profileSettingsOf(settings, profile);
  return { supervisor, runtime };
}
