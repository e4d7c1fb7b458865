/**
 * The settings file: `settings.json` in our own config folder. Reading never writes; a file that is not usable stays where it is until
 * somebody changes a setting, and a copy of it stays for good.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, phraseOf, say, textOf, told } from '../../shared/said.ts';
import {
  DEFAULT_SETTINGS,
  SETTINGS_VERSION,
  type Settings,
  type SettingsProblem,
  settingsSchema,
} from '../../shared/settings.ts';
import { errnoOf, writeFileAtomic } from '../system/files.ts';
import type { AppDirs } from '../system/host.ts';
import { migrate } from './migrations.ts';

/** Settings as they were read. */
export interface StoredSettings {
  readonly settings: Settings;
  readonly problem: SettingsProblem | null;
  /** The file's own top level, so that keys we do not know are written back; empty when there was nothing usable. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The bytes that were read; null when there is no file or it may not be read. */
  readonly bytes: Buffer | null;
}

const versionSchema = z.looseObject({ version: z.number().int().min(1) });

/** Absolute path of the file. */
export function settingsPath(appDirs: Pick<AppDirs, 'config'>): string {
  return join(appDirs.config, 'settings.json');
}

/** Reads the file. Never throws for what is in it or for a file that may not be read: that is in `problem`, with defaults beside it. */
export async function readSettings(path: string): Promise<StoredSettings> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    if (code === 'ENOENT' || code === 'ENOTDIR') return nothing(null, null);
    return nothing(null, problemOf('unreadable', say('path.unread', { path, error: code })));
  }
  const data = parseJson(bytes);
  if (data === undefined) return nothing(bytes, corrupt(say('text.corrupt-json', { path })));
  const versioned = versionSchema.safeParse(data);
  if (!versioned.success) return nothing(bytes, corrupt(say('text.corrupt-form', { path })));
  const { version } = versioned.data;
  if (version > SETTINGS_VERSION) return readNewer(path, bytes, versioned.data);
  const migrated = migrate(versioned.data, version, SETTINGS_VERSION);
  const parsed = settingsSchema.safeParse(migrated);
  if (migrated === null || !parsed.success) return nothing(bytes, corrupt(whereOf(path, parsed.error)));
  return { settings: parsed.data, problem: null, raw: migrated, bytes };
}

/** What of a newer file still reads as ours is used; what does not is at its default. */
function readNewer(path: string, bytes: Buffer, data: Readonly<Record<string, unknown>>): StoredSettings {
  const known = Object.fromEntries(
    Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const value = schema.safeParse(data[key]);
      return value.success ? [[key, value.data]] : [];
    }),
  );
  const problem = problemOf('newer', say('settings.newer', { path }));
  return { settings: settingsSchema.parse(known), problem, raw: {}, bytes };
}

function whereOf(path: string, error: z.ZodError | undefined): Phrase {
  const at = error?.issues[0]?.path.map(String).join('.') ?? '';
  return at === '' ? say('text.corrupt-form', { path }) : say('text.corrupt-value', { path, at: JSON.stringify(at) });
}

function corrupt(message: Phrase): SettingsProblem {
  return problemOf('corrupt', message);
}

function problemOf(kind: SettingsProblem['kind'], message: Phrase): SettingsProblem {
  return { kind, message: textOf(message), ...told({ message }) };
}

function nothing(bytes: Buffer | null, problem: SettingsProblem | null): StoredSettings {
  return { settings: DEFAULT_SETTINGS, problem, raw: {}, bytes };
}

/** undefined for what is no JSON or no UTF-8; JSON itself cannot say undefined. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    // SyntaxError: no JSON. TypeError: bytes that are no UTF-8.
    if (cause instanceof SyntaxError || cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/**
 * Writes the settings over what was read, whole or not at all, readable by this user only.
 * @returns path of the copy that an unusable file was kept as, or null when none was needed.
 * @throws ExpectedError `config-conflict` for a newer file and `config-unreadable` for one that may not be read: neither is overwritten.
 * @throws ExpectedError `disk-full`, `file-write-failed`; the old file is intact then.
 */
export async function writeSettings(
  path: string,
  before: StoredSettings,
  settings: Settings,
  now: number,
): Promise<string | null> {
  if (before.problem?.kind === 'newer') {
    throw new ExpectedError('config-conflict', phraseOf(before.problem.message, before.problem.told?.message), {
      hint: say('hint.newer-version'),
    });
  }
  if (before.problem?.kind === 'unreadable') {
    throw new ExpectedError('config-unreadable', phraseOf(before.problem.message, before.problem.told?.message), {
      hint: say('hint.readable-or-away'),
    });
  }
  const aside = before.problem === null || before.bytes === null ? null : await keepAside(path, before.bytes, now);
  const content = { ...before.raw, version: SETTINGS_VERSION, ...settings };
  await writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, folderMode: 0o700 });
  return aside;
}

/** A copy of exactly the bytes that were judged; the file itself is replaced by the write that follows. */
async function keepAside(path: string, bytes: Buffer, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.corrupt-${stamp}`;
  await writeFileAtomic(aside, bytes, { mode: 0o600, folderMode: 0o700 });
  return aside;
}
