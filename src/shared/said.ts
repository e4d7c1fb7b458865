/**
 * Sentences of the core that can be told in another language: a code and its values beside the English text. The English stands in
 * `text/en/core/`, so that it has one home; the text goes to scripts and logs, the code and the values to whoever shows it to a person.
 */
import { core } from './text/en/core.ts';
import { fillIn } from './text/fill-in.ts';

type English = typeof core;
/** Every sentence that `say` knows; a language without one of them does not compile. */
export type CoreCode = keyof English;

/** What stands in a sentence: data as it is, a list, or another sentence. */
export type SaidValue = string | number | readonly string[] | Said | Quote;
/** The names in the braces of a template. */
type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type ValuesOf<C extends CoreCode> = Readonly<Record<Names<English[C]>, SaidValue>>;

/** A sentence with its code. In a template string it is its English text. */
export class Said {
  readonly code: string;
  readonly values: Readonly<Record<string, SaidValue>>;
  readonly text: string;

  constructor(code: string, values: Readonly<Record<string, SaidValue>>, text: string) {
    this.code = code;
    this.values = values;
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Somebody else's words, or a name or a path: the same in every language. */
export class Quote {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A sentence on its way to a person; a plain string is English that has no code yet. */
export type Phrase = string | Said | Quote;

/** For example `say('seen.configuration', { path })`. */
export function say<C extends CoreCode>(
  code: C,
  ...given: [Names<English[C]>] extends [never] ? [] : [ValuesOf<C>]
): Said {
  const values: Readonly<Record<string, SaidValue>> = given[0] ?? {};
  return new Said(code, values, fillIn(core[code], values, 'en'));
}

export function quote(text: string): Quote {
  return new Quote(text);
}

/** Two sentences, one after the other. */
export function both(first: Phrase, second: Phrase): Said {
  return say('both', { first, second });
}

/** Sentences, one after the other. */
export function inARow(first: Phrase, ...rest: readonly Phrase[]): Phrase {
  return rest.reduce(both, first);
}

export function textOf(phrase: Phrase): string {
  return typeof phrase === 'string' ? phrase : phrase.text;
}

/** A sentence as it travels: plain data. Values that are sentences themselves travel the same way. */
export interface Coded {
  code: string;
  values?: Record<string, CodedValue> | undefined;
}
export type CodedValue = string | number | string[] | Coded;

/** How one sentence can be told: its code, `quote` for what is the same in every language, null for English without a code. */
export type Told = Coded | 'quote' | null;
/** By the name of the field beside it; for a list of sentences one entry each. */
export type ToldFields = Record<string, Told | Told[]>;

export function toldOf(phrase: Phrase): Told {
  if (typeof phrase === 'string') return null;
  return phrase instanceof Quote ? 'quote' : codedOf(phrase);
}

function codedOf({ code, values }: Said): Coded {
  const names = Object.keys(values);
  if (names.length === 0) return { code };
  return { code, values: Object.fromEntries(names.map((name) => [name, codedValue(values[name] ?? '')])) };
}

function codedValue(value: SaidValue): CodedValue {
  if (value instanceof Said) return codedOf(value);
  if (value instanceof Quote) return value.text;
  return typeof value === 'object' ? [...value] : value;
}

/** A sentence that was data on the way here, as a phrase again. */
export function phraseOf(text: string, how: Told | Told[] | undefined): Phrase {
  if (how === 'quote') return new Quote(text);
  if (how === null || how === undefined || Array.isArray(how)) return text;
  const values = Object.entries(how.values ?? {}).map(([name, value]) => [name, valueAgain(value)] as const);
  return new Said(how.code, Object.fromEntries(values), text);
}

export function phrasesOf(texts: readonly string[], how: Told | Told[] | undefined): Phrase[] {
  return texts.map((text, at) => phraseOf(text, Array.isArray(how) ? how[at] : undefined));
}

/** The English of an inner sentence is known by its code alone. */
function valueAgain(value: CodedValue): SaidValue {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const values = Object.fromEntries(
    Object.entries(value.values ?? {}).map(([name, each]) => [name, valueAgain(each)] as const),
  );
  const template = Object.hasOwn(core, value.code) ? core[value.code as CoreCode] : value.code;
  return new Said(value.code, values, fillIn(template, values, 'en'));
}

type Field = Phrase | readonly Phrase[] | null | undefined;

/**
 * The `told` of an object: `told({ title, evidence })`. Spread into the object; empty where nothing of it has a code, so that plain
 * English costs nothing.
 */
export function told(fields: Readonly<Record<string, Field>>): { told?: ToldFields } {
  const found: ToldFields = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field === null || field === undefined) continue;
    if (typeof field === 'object' && !(field instanceof Said) && !(field instanceof Quote)) {
      const each = field.map(toldOf);
      if (each.some((one) => one !== null)) found[name] = each;
    } else {
      const one = toldOf(field);
      if (one !== null) found[name] = one;
    }
  }
  return Object.keys(found).length === 0 ? {} : { told: found };
}
