import { expect, test } from 'vitest';
import { columnsOf, padColumns } from './columns.ts';

test.each([
  ['', 0],
  ['status', 6],
  ['ゲートウェイ', 12],
  ['设置（服务）', 12],
  ['ｶﾅ', 2],
  ['e\u0301', 1],
  ['😀!', 3],
  ['한국어', 6],
  ['\u001b[1m日本\u001b[0m', 4],
  ['…●■✓', 4],
])('%s is %i columns wide', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('padding counts columns and never cuts', () => {
  expect(padColumns('日本', 6)).toBe('日本  ');
  expect(padColumns('日本語', 4)).toBe('日本語');
  expect(padColumns('a', 3)).toBe('a  ');
});
