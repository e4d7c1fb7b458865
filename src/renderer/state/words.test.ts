/** The words of the window: the language that was chosen last wins, whatever is read first. */
import { signal } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import type { Language } from '../../shared/text/languages.ts';
import { createWords } from './words.ts';

let end: (() => void) | null = null;
afterEach(() => end?.());

function wordsOf(language: Language) {
  const wanted = signal(language);
  const broken = vi.fn();
  const state = createWords(wanted, broken);
  end = state.begin();
  return { wanted, broken, ...state };
}

test.each([
  ['en', 'en'],
  ['ja', 'ja'],
  ['zh', 'zh-Hans'],
  ['en-xa', 'en-XA'],
] as const)('%s is read', async (language, tag) => {
  const { words, settled, broken } = wordsOf(language);
  await settled();
  expect(words.value.tag).toBe(tag);
  expect(broken).not.toHaveBeenCalled();
});

test('who changes their mind meanwhile gets what they chose last', async () => {
  const { wanted, words, settled } = wordsOf('ja');
  wanted.value = 'zh';
  wanted.value = 'en';
  expect(words.value.tag).toBe('en');
  await settled();
  expect(words.value.tag).toBe('en');
  wanted.value = 'ja';
  await settled();
  expect(words.value.tag).toBe('ja');
});
