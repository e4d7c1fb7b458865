/**
 * The help of the shim in another language. English stands in the grammar itself, which needs it for every command line; another language
 * is loaded only when help, or what is wrong with a command line, is shown. A test compares it with the grammar line by line.
 */
import type { Language } from '../settings-language.ts';

/** What can be wrong with a command line; the figures in braces are the parts that were named. */
export type UsageProblem =
  | 'unknownOption'
  | 'unknownCommand'
  | 'didYouMean'
  | 'missingArgument'
  | 'optionArgument'
  | 'requiredOption'
  | 'conflict'
  | 'tooMany'
  | 'invalidOption'
  | 'invalidArgument'
  | 'choices'
  | 'milliseconds'
  | 'wholeNumber'
  | 'seconds'
  | 'span'
  | 'moment'
  | 'choice';

export interface HelpWords {
  /** Headings, and the labels of what stands in brackets behind an option. */
  readonly titles: Readonly<
    Record<'Usage:' | 'Options:' | 'Commands:' | 'Arguments:' | 'choices:' | 'default:', string>
  >;
  readonly usage: Readonly<Record<UsageProblem, string>>;
  /** Descriptions, and lines of examples, by their English. */
  readonly lines: Readonly<Record<string, string>>;
}

/** null for English. */
export async function loadHelpWords(language: Language): Promise<HelpWords | null> {
  switch (language) {
    case 'en':
      return null;
    case 'ja':
      return (await import('./ja/help.ts')).help;
    case 'zh':
      return (await import('./zh/help.ts')).help;
    default:
      return language satisfies never;
  }
}
