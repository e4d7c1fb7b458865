/** The words of the window: English is there from the start, another language is read when it is the one. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { en } from '../../shared/text/en.ts';
import type { Language } from '../../shared/text/languages.ts';
import type { Words } from '../../shared/text/words.ts';

export interface WordsState {
  readonly words: ReadonlySignal<Words>;
  begin(): () => void;
  /** Resolves when the language that is wanted now is shown, or could not be read. */
  settled(): Promise<void>;
}

/** @param broken a language could not be read; the words stay those that were shown. */
export function createWords(wanted: ReadonlySignal<Language>, broken: (message: string) => void): WordsState {
  const words = signal<Words>(en);
  let last: Promise<void> = Promise.resolve();
  return {
    words,
    begin: () =>
      effect(() => {
        const language = wanted.value;
        if (language === 'en') {
          words.value = en;
          return;
        }
        last = readWords(language).then(
          (read) => {
            // Another one may have been chosen meanwhile.
            if (wanted.peek() === language) words.value = read;
          },
          (cause: unknown) => broken(`The words of ${language} could not be read: ${String(cause)}`),
        );
      }),
    settled: () => last,
  };
}

/** @throws when the file of the language cannot be read. */
export async function readWords(language: Language): Promise<Words> {
  switch (language) {
    case 'en':
      return en;
    case 'ja':
      return (await import('../../shared/text/ja.ts')).ja;
    case 'zh':
      return (await import('../../shared/text/zh.ts')).zh;
    case 'en-xa':
      return (await import('../../shared/text/pseudo-language.ts')).pseudo();
  }
}
