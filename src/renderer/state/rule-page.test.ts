import { describe, expect, test } from 'vitest';
import { inlineParts, parseRulePage } from './rule-page.ts';

const files = import.meta.glob<string>('../../../docs/rules/*.md', { query: '?raw', import: 'default', eager: true });

test('code, strong words and links to other rules', () => {
  expect(inlineParts('**By hand.** `kill -CONT PID`, see [no-answer](no-answer.md).')).toEqual([
    { kind: 'strong', text: 'By hand.' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'kill -CONT PID' },
    { kind: 'text', text: ', see ' },
    { kind: 'rule', text: 'no-answer', rule: 'no-answer' },
    { kind: 'text', text: '.' },
  ]);
});

test('what is no link to a rule stays text', () => {
  for (const text of [
    '[a](javascript:alert.md)',
    '[a](https://example.org)',
    '[a](../x.md)',
    '<img src=x onerror=y>',
  ]) {
    expect(inlineParts(text)).toEqual([{ kind: 'text', text }]);
  }
});

test('lists and code', () => {
  const { title, blocks } = parseRulePage('# T\n\n`t`\n\nOne\ntwo\n\n- a\n  b\n- c\n\n```sh\nx\ny\n```\n');
  expect(title).toBe('T');
  expect(blocks.map(({ kind, parts }) => [kind, parts.map(({ text }) => text).join('')])).toEqual([
    ['paragraph', 'One two'],
    ['item', 'a b'],
    ['item', 'c'],
    ['code', 'x\ny'],
  ]);
});

describe('the pages that there are', () => {
  test.each(Object.entries(files))('%s is read whole, and nothing of its marks is left', (_path, markdown) => {
    const page = parseRulePage(markdown);
    expect(page.title).not.toBe('');
    const plain = page.blocks.flatMap(({ parts }) => parts);
    for (const part of plain) {
      expect(part.text).not.toBe('');
      if (part.kind === 'text') expect(part.text).not.toMatch(/\*\*|`|\]\(/);
      if (part.kind === 'rule') expect(Object.keys(files)).toContain(`../../../docs/rules/${part.rule}.md`);
    }
    expect(plain.filter(({ kind }) => kind === 'strong').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['How it is found.', 'By hand.', 'Related.']),
    );
  });
});
