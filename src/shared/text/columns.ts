/** How wide a text is in a terminal, for columns that stay straight with full-width characters. Pure. */

/** Two columns: the East Asian wide and full-width ranges of Unicode (UAX 11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** No column: marks on the character before, joiners, variation selectors. */
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u;
const COLOURS = /\u001b\[[\d;]*m/g;

/** Columns of a terminal; colours take none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text.replaceAll(COLOURS, '')) {
    if (!NONE.test(character)) columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** Like `padEnd`, in columns; a longer text stays as it is. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
