/**
 * The words of the shim in one language. English is the core's own and costs nothing more; another language is loaded only when it is
 * the one that is chosen, because the shim is started anew for every command.
 */
import type { Language } from '../settings-language.ts';
import { sentence, space, tag } from './en/base.ts';
import { core } from './en/core.ts';
import { facts } from './en/facts.ts';
import { navigation } from './en/navigation.ts';
import { shim } from './en/shim.ts';
import { told } from './en/told.ts';
import { units } from './en/units.ts';
import type { ReportWords } from './tell.ts';
import type { Words } from './words.ts';

export type ShimWords = ReportWords & Pick<Words, 'space' | 'units'> & { readonly shim: typeof shim };
export type ShimLanguage = Language;

export const englishShimWords: ShimWords = {
  tag,
  space,
  sentence,
  units,
  told,
  core,
  fact: facts.fact,
  act: navigation.act,
  shim,
};

/** All words of a language that the shim may need. */
export async function loadShimWords(language: ShimLanguage): Promise<ShimWords> {
  switch (language) {
    case 'en':
      return englishShimWords;
    case 'ja': {
      const [{ ja }, { shim: own }] = await Promise.all([import('./ja.ts'), import('./ja/shim.ts')]);
      return { ...ja, shim: own };
    }
    case 'zh': {
      const [{ zh }, { shim: own }] = await Promise.all([import('./zh.ts'), import('./zh/shim.ts')]);
      return { ...zh, shim: own };
    }
    default:
      return language satisfies never;
  }
}
