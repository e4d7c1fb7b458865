/**
 * The wording in one language. Every language is complete by type; English is the reference.
 */
import { en } from './en.ts';

/** All words of the product in one language. */
export type Words = typeof en;

const languages: Readonly<Record<string, Words>> = { en };

/** The words for a BCP 47 tag such as "ja-JP": the exact tag, then its language, then English. */
export function wordsFor(tag: string): Words {
  const lower = tag.toLowerCase();
  return languages[lower] ?? languages[lower.split(/[-_]/)[0] ?? ''] ?? en;
}
