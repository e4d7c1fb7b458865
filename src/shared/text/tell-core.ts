/**
 * The core's sentences in a person's language, by the `told` beside them. Pure. English is shown as it came; what has no code stays in
 * English and says so.
 */
import type { ProbeCode } from '../probe.ts';
import { type Coded, type CodedValue, type Phrase, type Told, type ToldFields, textOf, toldOf } from '../said.ts';
import { fillIn } from './fill-in.ts';
import type { Words } from './words.ts';

/** The words that core sentences need. */
export type CoreWords = Pick<Words, 'tag' | 'core' | 'told' | 'sentence'> & {
  readonly fact: Pick<Words['fact'], 'probe'>;
};

/** A sentence, and whether it is English although the words around it are not. */
export interface Sentence {
  readonly text: string;
  readonly foreign: boolean;
  /** Somebody else's words, a name or a path: nothing to translate. */
  readonly quoted?: true;
}

/** Names of fields that hold a sentence, or a list of them. */
type FieldOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T] & string;
type HasTold = { readonly told?: ToldFields | undefined };

/** One sentence of an object, for example `tell(words, error, 'hint')`; an absent one is empty. */
export function tell<T extends HasTold>(words: CoreWords, owner: T, field: FieldOf<T, string>): Sentence {
  const text = owner[field] as string | null | undefined;
  const how = owner.told?.[field];
  return sentenceOf(text ?? '', Array.isArray(how) ? null : (how ?? null), words);
}

/** A list of sentences of an object, for example `tellAll(words, plan, 'warnings')`. */
export function tellAll<T extends HasTold>(
  words: CoreWords,
  owner: T,
  field: FieldOf<T, readonly string[]>,
): readonly Sentence[] {
  const texts = (owner[field] ?? []) as readonly string[];
  const how = owner.told?.[field];
  return texts.map((text, at) => sentenceOf(text, Array.isArray(how) ? (how[at] ?? null) : null, words));
}

function sentenceOf(text: string, how: Told, words: CoreWords): Sentence {
  if (how === 'quote') return { text, foreign: false, quoted: true };
  if (how === null) return { text, foreign: words.tag !== 'en' };
  const own = words.tag === 'en' ? text : codedText(how, words);
  return own === null ? { text, foreign: true } : { text: withLocalTimes(own, how, words.tag), foreign: false };
}

/** As the core writes a moment (ISO 8601, UTC). */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Moments of our own sentences in the person's time zone and order of day and month; what is quoted stays as it came. */
function withLocalTimes(text: string, { values = {} }: Coded, tag: string): string {
  const moments = Object.values(values).filter((value) => typeof value === 'string' && MOMENT.test(value));
  if (moments.length === 0) return text;
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' });
  // ICU parts the time from AM and PM with a narrow space, which not every font has.
  const shown = (moment: string) => format.format(new Date(moment)).replaceAll('\u202f', ' ');
  return moments.map(String).reduce((done, moment) => done.replaceAll(moment, shown(moment)), text);
}

/** null when this language has no words for the code. */
function codedText({ code, values = {} }: Coded, words: CoreWords): string | null {
  if (code === 'exit') return exitWordsIn(values.code, values.signal, words);
  if (code === 'probe') {
    const { probe } = words.fact;
    return Object.hasOwn(probe, String(values.code)) ? words.sentence(probe[values.code as ProbeCode]) : null;
  }
  if (code === 'finding') {
    const { findingBy } = words.told;
    const rule = String(values.rule);
    const about = { name: String(values.profile), port: Number(values.port), installed: true };
    return Object.hasOwn(findingBy, rule) ? (findingBy[rule]?.(about) ?? null) : null;
  }
  if (code === 'cure') return cureText(values, words);
  const template = Object.hasOwn(words.core, code) ? words.core[code as keyof CoreWords['core']] : undefined;
  if (template === undefined) return null;
  const filled = Object.entries(values).map(([name, value]) => [name, valueText(value, words)] as const);
  if (filled.some(([, value]) => value === null)) return null;
  return fillIn(template, Object.fromEntries(filled) as Record<string, string | number | string[]>, words.tag);
}

/** An operation that cures; one that only takes another port is called by that port, because two of them may stand side by side. */
function cureText({ action, profile, port, other }: NonNullable<Coded['values']>, words: CoreWords): string | null {
  if (other !== undefined) return fillIn(words.core['cure.use-port'], { port: Number(other) }, words.tag);
  const { cureBy } = words.told;
  const about = { name: String(profile), port: Number(port), installed: true };
  return Object.hasOwn(cureBy, String(action)) ? (cureBy[String(action)]?.(about) ?? null) : null;
}

function valueText(value: CodedValue, words: CoreWords): string | number | readonly string[] | null {
  return typeof value === 'object' && !Array.isArray(value) ? codedText(value, words) : value;
}

/** How a process ended, in the words of a language. */
export function exitWordsIn(
  code: CodedValue | undefined,
  signal: CodedValue | undefined,
  words: Pick<Words, 'told'>,
): string {
  const { exit } = words.told;
  if (typeof signal === 'string')
    return (Object.hasOwn(exit.signal, signal) ? exit.signal[signal] : undefined) ?? exit.otherSignal(signal);
  if (typeof code !== 'number') return exit.unknown;
  const known = Object.hasOwn(exit.code, code) ? exit.code[code] : undefined;
  return known === undefined ? exit.otherCode(code) : `${code}: ${known}`;
}

/** A sentence that is still a phrase. */
export function tellPhrase(words: CoreWords, phrase: Phrase): Sentence {
  return sentenceOf(textOf(phrase), toldOf(phrase), words);
}

/** An error in one line: what happened, and what to do next. */
export function inOneBreath(
  words: CoreWords & Pick<Words, 'space'>,
  error: HasTold & { message: string; hint?: string | undefined },
): string {
  const [message, hint] = [tell(words, error, 'message'), tell(words, error, 'hint')];
  return hint.text === '' ? message.text : `${message.text}${gapAfter(message, words)}${hint.text}`;
}

/** What stands between a sentence and the next one: English that has no translation keeps its space in every language. */
export function gapAfter({ foreign }: Sentence, words: Pick<Words, 'space'>): string {
  return foreign ? ' ' : words.space;
}

/** The value of `lang` for a sentence: only what is foreign needs one. */
export function langOf({ foreign }: Sentence): 'en' | undefined {
  return foreign ? 'en' : undefined;
}

/** What to set on the element of a sentence: its language where it is foreign, and that nobody should translate a quote. */
export function sentenceProps(sentence: Sentence): { lang?: 'en'; translate?: false } {
  if (sentence.foreign) return { lang: 'en' };
  return sentence.quoted === true ? { translate: false } : {};
}
