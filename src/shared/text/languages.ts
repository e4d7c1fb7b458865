/** Which languages there are, and which one a person reads. Without their words, which the window loads when it needs them. */
import type { LanguageSetting } from '../settings.ts';

/** Keys of the languages; `en-xa` is the pseudo-language of the tests. */
export type Language = 'en' | 'ja' | 'zh' | 'en-xa';

/** What each language calls itself; the same whatever language is shown. */
export const LANGUAGE_NAMES = { en: 'English', ja: '日本語', zh: '简体中文' } as const;

/** BCP 47 tags of the wordings, as `Words.tag` has them. */
export const LANGUAGE_TAGS = { en: 'en', ja: 'ja', zh: 'zh-Hans', 'en-xa': 'en-XA' } as const;

/**
 * The language for a BCP 47 tag such as "ja-JP": the exact tag, then its language, then English. Simplified for every Chinese: nearer to
 * a reader of traditional characters than English is.
 */
export function languageFor(tag: string): Language {
  const lower = tag.toLowerCase();
  const known = [lower, lower.split(/[-_]/)[0] ?? ''].find((key) => Object.hasOwn(LANGUAGE_TAGS, key));
  return (known as Language | undefined) ?? 'en';
}

/** The language that a person chose, or that of their system. */
export function chosenLanguage(setting: LanguageSetting, systemTag: string): Language {
  return languageFor(setting === 'system' ? systemTag : setting);
}
