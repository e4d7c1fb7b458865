/**
 * The wording in every language, for whoever may need all of them at once. Every language is complete by type; English is the reference.
 */
import type { LanguageSetting } from '../settings.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { chosenLanguage, type Language, languageFor } from './languages.ts';
import { pseudo } from './pseudo-language.ts';
import { zh } from './zh.ts';

/** All words of the product in one language. */
export type Words = typeof en;

const WORDS: Readonly<Record<Language, () => Words>> = { en: () => en, ja: () => ja, zh: () => zh, 'en-xa': pseudo };

/** The words for a BCP 47 tag such as "ja-JP"; English for a language that there is not. */
export function wordsFor(tag: string): Words {
  return WORDS[languageFor(tag)]();
}

/** The words that a person chose, or those of their system's language. */
export function chosenWords(setting: LanguageSetting, systemTag: string): Words {
  return WORDS[chosenLanguage(setting, systemTag)]();
}
