/** Which language the shim speaks to a person: what was asked for, else what was set, else that of the system. `--json` is not touched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../shared/settings-language.ts';
import type { AppDirs, Environment } from '../system/host.ts';

/** The value of `--lang` before the verb; undefined when it is not given. Read before the grammar is built, whose help it is for. */
export function langOption(argv: readonly string[]): string | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--lang') return argv[at + 1];
    if (word.startsWith('--lang=')) return word.slice('--lang='.length);
    // Options of the whole program stand before the verb.
    if (word === '--profile') at += 1;
    else if (!word.startsWith('-')) return undefined;
  }
  return undefined;
}

/**
 * Order: `--lang`, `OPENCLAW_TRAY_LANG`, the app's settings, then `LC_ALL`, `LC_MESSAGES`, `LANG` (POSIX: the first that is set and not
 * empty). A language that the product does not have is passed over; in the end it is English.
 */
export function chooseLanguage(
  option: string | undefined,
  env: Environment,
  fromSettings: () => Language | null,
): Language {
  const asked = languageOf(option) ?? languageOf(env.OPENCLAW_TRAY_LANG) ?? fromSettings();
  if (asked !== null) return asked;
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return languageOf(locale) ?? 'en';
}

/** `ja_JP.UTF-8`, `zh-Hans-CN` or `en` as one of ours. `C` and `POSIX` are English. */
export function languageOf(tag: string | undefined): Language | null {
  const first = tag
    ?.trim()
    .toLowerCase()
    .split(/[-_.@]/)[0];
  if (first === 'c' || first === 'posix') return 'en';
  return LANGUAGES.find((language) => language === first) ?? null;
}

/** What was chosen in the app; null for "as the system" and for a file that cannot be used, which the app speaks about. */
export function languageOfSettings(appDirs: Pick<AppDirs, 'config'>): Language | null {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(appDirs.config, 'settings.json'), 'utf8'));
    const chosen =
      typeof settings === 'object' && settings !== null ? (settings as { language?: unknown }).language : null;
    return typeof chosen === 'string' ? languageOf(chosen) : null;
  } catch {
    // No settings yet, or unusable ones: the language is then the system's.
    return null;
  }
}
