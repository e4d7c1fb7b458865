/**
 * How well a text answers to what was typed. Pure. Every word that was typed has to be found: as it is, as the beginnings of words in
 * their order ("insag" in "install again"), or with a letter or two left out. Characters without word spaces (Japanese, Chinese) match
 * as they are.
 */

/** A stretch of the text, from inclusive to exclusive, in UTF-16 units. */
export type Mark = readonly [from: number, to: number];

export interface Match {
  /** Higher is better; only for comparing. */
  readonly score: number;
  /** What was matched, in order, without overlaps. */
  readonly marks: readonly Mark[];
}

const AT_WORD = 100;
const INSIDE = 60;
const BEGINNINGS = 45;
const LETTERS = 15;
/** Found in the hidden words of a command instead of in what is read. */
const ELSEWHERE = 0.6;
/** So many letters may be left out or added between. */
const SLACK = 2;
const MAX_QUERY = 200;
/** Longer words are looked for as they are only. */
const MAX_LOOSE = 40;

/** Lower case and one form of width, with the same length, so that places in it are places in the text. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : [...text].map((each) => (each.length === 1 ? fold(each) : each)).join('');
}
function fold(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length === unit.length ? lower : unit;
}

/** Words that were typed; full-width letters count as plain ones. */
export function queryWords(query: string): readonly string[] {
  return query
    .slice(0, MAX_QUERY)
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

const isWordUnit = (unit: string | undefined) => unit !== undefined && /[\p{L}\p{N}]/u.test(unit);

/** Places where a word begins: after what is no letter or digit. */
function wordStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (isWordUnit(text[at]) && !isWordUnit(text[at - 1])) starts.push(at);
  }
  return starts;
}

/** `word` as a row of beginnings of words of `text`; the longest beginnings first. What led nowhere is not tried twice. */
function beginnings(word: string, text: string, starts: readonly number[]): readonly Mark[] | null {
  const failed = new Set<number>();
  const from = (done: number, first: number): readonly Mark[] | null => {
    if (done === word.length) return [];
    const state = done * (starts.length + 1) + first;
    if (failed.has(state)) return null;
    for (let at = first; at < starts.length; at += 1) {
      const start = starts[at] ?? 0;
      for (let length = commonLength(word, done, text, start); length > 0; length -= 1) {
        const rest = from(done + length, at + 1);
        if (rest !== null) return [[start, start + length], ...rest];
      }
    }
    failed.add(state);
    return null;
  };
  return word.length > MAX_LOOSE ? null : from(0, 0);
}

/** So many letters and digits are the same from both places on. */
function commonLength(word: string, done: number, text: string, start: number): number {
  let length = 0;
  while (isWordUnit(text[start + length]) && text[start + length] === word[done + length]) length += 1;
  return length;
}

/** `word` with a few letters between: "restrt" in "restart". It begins at a word. */
function letters(word: string, text: string, starts: readonly number[]): readonly Mark[] | null {
  if (word.length < 3 || word.length > MAX_LOOSE) return null;
  for (const start of starts) {
    const marks: Mark[] = [];
    let at = start;
    for (const unit of word) {
      const next = text.indexOf(unit, at);
      if (next === -1) break;
      marks.push([next, next + 1]);
      at = next + 1;
    }
    if (marks.length === word.length && marks[0]?.[0] === start && at - start <= word.length + SLACK) return marks;
  }
  return null;
}

function matchWord(word: string, text: string, starts: readonly number[]): Match | null {
  const first = text.indexOf(word);
  if (first !== -1) {
    const start = starts.find((each) => text.startsWith(word, each));
    const at = start ?? first;
    const whole = start !== undefined && !isWordUnit(text[at + word.length]) ? 15 : 0;
    return {
      score: (start === undefined ? INSIDE : AT_WORD) + whole - Math.min(at, 20) / 4,
      marks: [[at, at + word.length]],
    };
  }
  const parts = word.length > 1 ? beginnings(word, text, starts) : null;
  if (parts !== null) return { score: BEGINNINGS - parts.length, marks: parts };
  const loose = letters(word, text, starts);
  return loose === null ? null : { score: LETTERS, marks: loose };
}

/** Sorted, and joined where they touch. */
function joined(marks: readonly Mark[]): readonly Mark[] {
  const sorted = [...marks].sort(([a], [b]) => a - b);
  const out: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** Matches words that were typed (`queryWords`) against what is read and what else it is found by; null when a word is in neither. */
export function matchText(words: readonly string[], title: string, search: string): Match | null {
  const [read, other] = [folded(title), folded(search)];
  const [readStarts, otherStarts] = [wordStarts(read), wordStarts(other)];
  let score = -title.length / 80;
  const marks: Mark[] = [];
  for (const word of words) {
    const here = matchWord(word, read, readStarts);
    const there = matchWord(word, other, otherStarts);
    const hidden = there === null ? -1 : there.score * ELSEWHERE;
    if (here === null && there === null) return null;
    score += Math.max(here?.score ?? -1, hidden);
    if (here !== null && (here.score >= LETTERS + 1 || hidden < here.score)) marks.push(...here.marks);
  }
  return { score, marks: joined(marks) };
}
