/** Moments in the core's sentences: in the person's own way where they are ours, untouched where they are quoted. */
import { describe, expect, test } from 'vitest';
import { type Phrase, quote, say, textOf, told } from '../said.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { tellAll } from './tell-core.ts';
import type { Words } from './words.ts';
import { zh } from './zh.ts';

/** Noon, so that it is the same day nearly everywhere. */
const AT = '2026-11-22T12:34:56.000Z';

function evidence(words: Words, ...phrases: Phrase[]): readonly string[] {
  const owner = { evidence: phrases.map((each) => textOf(each)), ...told({ evidence: phrases }) };
  return tellAll(words, owner, 'evidence').map(({ text }) => text);
}

describe.each<[string, Words, RegExp]>([
  ['en', en, /^It runs since Nov 2\d, 2026, \d{1,2}:\d\d:56 [AP]M\.$/],
  ['ja', ja, /2026\/11\/2\d \d{1,2}:\d\d:56/],
  ['zh', zh, /2026年11月2\d日 \d\d:\d\d:56/],
])('%s', (_tag, words, shown) => {
  test('a moment is shown in the local way', () => {
    const [text] = evidence(words, say('seen.holder-since', { at: AT }));
    expect(text).toMatch(shown);
  });
  test('what somebody else wrote stays as it is', () => {
    const line = `${AT} gateway: started`;
    const [quoted, held] = evidence(
      words,
      quote(line),
      say('holder.pid', { command: quote(`run --since ${AT}`), pid: 7 }),
    );
    expect(quoted).toBe(line);
    expect(held).toContain(`run --since ${AT}`);
  });
});
