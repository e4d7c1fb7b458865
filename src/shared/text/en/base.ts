/** What every sentence of English is put together with. */

/** BCP 47 tag of the wording, for `lang` and Intl. */
export const tag: string = 'en';
/** Between two sentences. */
export const space: string = ' ';
/** A phrase as a sentence of its own. */
export const sentence = (text: string): string => {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
};
