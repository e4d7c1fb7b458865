/**
 * The pseudo-language `en-XA`: English with accents, 40 % longer, in brackets. What appears without brackets was not translated; what is
 * cut off would be cut off in German. Made from the English words, so that it is always complete. Never offered in the settings.
 */

const ACCENTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aáeéiíoóuúyýcçnñsšzžAÁEÉIÍOÓUÚYÝCÇNÑSŠZŽdđlłrřtŧgğhĥ']
    .reduce<string[][]>((pairs, letter) => {
      const last = pairs.at(-1);
      if (last === undefined || last.length === 2) pairs.push([letter]);
      else last.push(letter);
      return pairs;
    }, [])
    .map(([plain = '', accented = '']) => [plain, accented]),
);
const GROWTH = 0.4;

/** One text, for example `Start` as `⟦Šŧářŧ~~⟧`. An ellipsis and what was put in (numbers, names) keep their characters but for accents. */
export function pseudoText(text: string): string {
  if (!/[a-z]/i.test(text)) return text;
  // What stands in braces is the name of a value, which is filled in later.
  const accented = text.replaceAll(/\{[^}]*\}|[a-z]/gi, (found) => ACCENTS[found] ?? found);
  return `⟦${accented}${'~'.repeat(Math.ceil(text.length * GROWTH))}⟧`;
}

/** The same shape with every text and every text of a function made pseudo. Keys in `keep` stay as they are. */
export function pseudoWords<T>(words: T, keep: ReadonlySet<string> = new Set()): T {
  return convert(words, keep) as T;
}

function convert(value: unknown, keep: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function') {
    // Arguments are marked so that they come out as they went in: a profile's name is data, not wording.
    return (...given: readonly unknown[]) => {
      const kept: string[] = [];
      const mark = (text: unknown): unknown => {
        if (typeof text === 'string') return `\u0001${kept.push(text) - 1}\u0001`;
        if (typeof text !== 'object' || text === null) return text;
        return Object.fromEntries(Object.entries(text).map(([key, each]) => [key, mark(each)]));
      };
      const marks = given.map(mark);
      const text: unknown = Reflect.apply(value, undefined, marks);
      if (typeof text !== 'string') return text;
      return pseudoText(text).replaceAll(/\u0001(\d+)\u0001/g, (_mark, at: string) => kept[Number(at)] ?? '');
    };
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, keep.has(key) ? each : convert(each, keep)]),
  );
}
