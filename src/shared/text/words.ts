/**
 * The wording in one language. Every language is complete by type; English is the reference.
 */
import type { LanguageSetting } from '../settings.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { pseudoText, pseudoWords } from './pseudo.ts';
import { zh } from './zh.ts';

/** All words of the product in one language. */
export type Words = typeof en;

const languages: Readonly<Record<string, () => Words>> = {
  en: () => en,
  ja: () => ja,
  // Simplified for every Chinese: nearer to a reader of traditional characters than English is.
  zh: () => zh,
  'en-xa': pseudo,
};

/** What each language calls itself; the same whatever language is shown. */
export const LANGUAGE_NAMES = { en: 'English', ja: '日本語', zh: '简体中文' } as const;

/** The words for a BCP 47 tag such as "ja-JP": the exact tag, then its language, then English. */
export function wordsFor(tag: string): Words {
  const lower = tag.toLowerCase();
  for (const key of [lower, lower.split(/[-_]/)[0] ?? '']) {
    const words = Object.hasOwn(languages, key) ? languages[key] : undefined;
    if (words !== undefined) return words();
  }
  return en;
}

/** The words that a person chose, or those of their system's language. */
export function chosenWords(setting: LanguageSetting, systemTag: string): Words {
  return wordsFor(setting === 'system' ? systemTag : setting);
}

/** Its codes find English sentences too, so it is no English: `tell.ts` must use the words. */
function pseudo(): Words {
  const keep = new Set(['tag', 'sentence', 'space', 'app', 'example', 'comma']);
  const made = pseudoWords(en, keep);
  // In English these are the core's own sentences; which codes there are is known from a language that tells them.
  const { findingBy, cureBy } = ja.told;
  const told = { ...made.told, findingBy: pseudoBy(findingBy), cureBy: pseudoBy(cureBy) };
  return { ...made, told, tag: 'en-XA' };
}

function pseudoBy<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, () => string>> {
  return Object.fromEntries(Object.keys(table).map((code) => [code, () => pseudoText(code)]));
}
