/** The pseudo-language of the tests: English in brackets and accents, so that what was never translated stands out. */
import { en } from './en.ts';
import { bracesOf } from './fill-in.ts';
import { ja } from './ja.ts';
import { pseudoText, pseudoWords } from './pseudo.ts';
import type { Words } from './words.ts';

/** Its codes find English sentences too, so it is no English: `tell.ts` must use the words. */
export function pseudo(): Words {
  const keep = new Set(['tag', 'sentence', 'space', 'app', 'example', 'comma']);
  const made = pseudoWords(en, keep);
  // In English these are the core's own sentences; which codes there are is known from a language that tells them.
  const { findingBy, cureBy } = ja.told;
  const told = { ...made.told, findingBy: pseudoBy(findingBy), cureBy: pseudoBy(cureBy) };
  // The window has few of the core's English sentences; which values each takes is known from the same language.
  const core = Object.fromEntries(
    Object.entries(ja.core).map(([code, template]) => [code, pseudoText([code, ...bracesOf(template)].join(' '))]),
  ) as Words['core'];
  return { ...made, told, core, tag: 'en-XA' };
}

function pseudoBy<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, () => string>> {
  return Object.fromEntries(Object.keys(table).map((code) => [code, () => pseudoText(code)]));
}
