/**
 * The settings of the app, as they are stored, changed and shown. Whether the app starts at login is not among them: that is the
 * system's to say, and is read back from it.
 */
import { z } from 'zod';
import { operationErrorSchema } from './outcome-schema.ts';
import { toldFieldsSchema } from './said-schema.ts';
import { LANGUAGES } from './settings-language.ts';
import { SUPERVISOR_KINDS } from './supervisor-kind.ts';

/** Version of the file's form. It rises when a field changes its meaning, together with a step in `main/settings/migrations.ts`. */
export const SETTINGS_VERSION = 1;

export { LANGUAGES };
export const languageSettingSchema = z.enum(['system', ...LANGUAGES]);
export type LanguageSetting = z.infer<typeof languageSettingSchema>;

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export const appearanceSchema = z.enum(APPEARANCES);
export type Appearance = z.infer<typeof appearanceSchema>;

export const MAX_LABEL = 40;
export const MAX_RETENTION_DAYS = 365;
const MAX_PROFILES = 500;
/** Ids as `parseProfileName` accepts them; the schema stays free of its sentences. */
const profileId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/i);
const retentionDays = z.number().int().min(1).max(MAX_RETENTION_DAYS);

/** What a person set for one profile; null = not set, the product decides. */
export const profileSettingsSchema = z.object({
  /** Shown instead of the profile's name. Never empty, one line. */
  label: z.string().trim().min(1).max(MAX_LABEL).nullable().default(null),
  /** What keeps it running when it is installed the next time without a wish of its own. */
  supervisor: z.enum(SUPERVISOR_KINDS).nullable().default(null),
  /** What runs it when it is installed the next time without a wish of its own. */
  runtime: z.enum(['node', 'bun']).nullable().default(null),
});
export type ProfileSettings = z.infer<typeof profileSettingsSchema>;

/** Outer bounds in device-independent pixels, as Electron counts them, of the window when it is not maximised. */
export const windowBoundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean().default(false),
});
export type WindowBounds = z.infer<typeof windowBoundsSchema>;

const notificationsSchema = z.object({
  on: z.boolean().default(true),
  /** Ids of profiles that say nothing. */
  muted: z.array(profileId).max(MAX_PROFILES).default([]),
});

/** All settings; an empty object gives the defaults. */
export const settingsSchema = z.object({
  language: languageSettingSchema.default('system'),
  appearance: appearanceSchema.default('system'),
  notifications: notificationsSchema.prefault({}),
  /** How long this product keeps what it wrote down itself; OpenClaw's logs are OpenClaw's. */
  logRetentionDays: retentionDays.default(14),
  /** null until the window was closed once. */
  window: windowBoundsSchema.nullable().default(null),
  profiles: z.record(profileId, profileSettingsSchema).default({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Everything at its default. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** A change: only what is named changes. Inside `profiles`, null forgets everything that was set for a profile. */
export const settingsPatchSchema = z.strictObject({
  language: languageSettingSchema.optional(),
  appearance: appearanceSchema.optional(),
  notifications: z
    .strictObject({ on: z.boolean().optional(), muted: z.array(profileId).max(MAX_PROFILES).optional() })
    .optional(),
  logRetentionDays: retentionDays.optional(),
  window: windowBoundsSchema.optional(),
  profiles: z
    .record(
      profileId,
      z
        .strictObject({
          label: z.string().trim().min(1).max(MAX_LABEL).nullable().optional(),
          supervisor: z.enum(SUPERVISOR_KINDS).nullable().optional(),
          runtime: z.enum(['node', 'bun']).nullable().optional(),
        })
        .nullable(),
    )
    .optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** Does the app start at login, as the system says? `unknown` could not be found out, `unsupported` cannot be changed from here. */
export const loginItemSchema = z.strictObject({
  state: z.enum(['on', 'off', 'unknown', 'unsupported']),
  /** Stable word for what a person should know besides; null when there is nothing. */
  note: z
    .enum(['needs-approval', 'turned-off-by-system', 'other-program', 'not-installed-app', 'unreadable'])
    .nullable(),
  /** Evidence: a path, the system's own word. */
  detail: z.string().nullable(),
});
export type LoginItemState = z.infer<typeof loginItemSchema>;

/** What keeps the file from being used as it is. `newer` = made by a newer version: it is read as far as possible and never written. */
export const settingsProblemSchema = z.strictObject({
  kind: z.enum(['corrupt', 'newer', 'unreadable']),
  /** English sentence with the file's path. */
  message: z.string(),
  /** How `message` is told in other languages. */
  told: toldFieldsSchema.optional(),
});
export type SettingsProblem = z.infer<typeof settingsProblemSchema>;

/** Settings as the window sees them. */
export const settingsViewSchema = z.strictObject({
  settings: settingsSchema,
  /** Absolute path of the file, whether it exists or not. */
  path: z.string(),
  problem: settingsProblemSchema.nullable(),
  /** Where an unusable file was copied to before a new one was begun, since the app started; null when that was not needed. */
  keptAside: z.string().nullable(),
  loginItem: loginItemSchema,
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

/** Answer to a change: the whole, and what of it could not be done although the rest was. */
export const settingsChangedSchema = z.strictObject({
  view: settingsViewSchema,
  loginItemError: operationErrorSchema.nullable(),
});

/** The settings after a change. Pure. An entry of `profiles` without any value is dropped. */
export function applyPatch(settings: Settings, patch: SettingsPatch): Settings {
  const { language, appearance, notifications, logRetentionDays, window, profiles } = patch;
  const next = { ...settings.profiles };
  for (const [id, change] of Object.entries(profiles ?? {})) {
    const merged = { ...profileSettingsOf(settings, id), ...(change === null ? NOTHING_SET : defined(change)) };
    if (Object.values(merged).every((value) => value === null)) delete next[id];
    else next[id] = merged;
  }
  return {
    language: language ?? settings.language,
    appearance: appearance ?? settings.appearance,
    notifications: {
      on: notifications?.on ?? settings.notifications.on,
      muted: notifications?.muted === undefined ? settings.notifications.muted : [...new Set(notifications.muted)],
    },
    logRetentionDays: logRetentionDays ?? settings.logRetentionDays,
    window: window ?? settings.window,
    profiles: next,
  };
}

const NOTHING_SET: ProfileSettings = { label: null, supervisor: null, runtime: null };

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What was set for a profile. */
export function profileSettingsOf(settings: Settings, profile: string): ProfileSettings {
  return Object.hasOwn(settings.profiles, profile) ? (settings.profiles[profile] ?? NOTHING_SET) : NOTHING_SET;
}

/** What a profile is called: its label, else its name. */
export function nameOfProfile(settings: Settings, profile: string): string {
  return profileSettingsOf(settings, profile).label ?? profile;
}

/** True when no notification about this profile may be shown. */
export function isMuted(settings: Settings, profile: string): boolean {
  return !settings.notifications.on || settings.notifications.muted.includes(profile);
}
