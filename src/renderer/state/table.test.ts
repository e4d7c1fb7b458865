import { expect, test } from 'vitest';
import { shownRows, type TableRow } from './table.ts';

const row = (id: string, glyph: TableRow['glyph'], ...cells: string[]): TableRow => ({
  id,
  glyph,
  cells: [id, ...cells],
});
const rows = [
  row('Telegram', 'healthy', 'connected'),
  row('Slack', 'not-installed', 'not configured'),
  row('Signal', 'degraded', 'Connection refused'),
  row('IRC', 'healthy', 'connected'),
  row('Matrix', 'unknown', 'not reported'),
];
const ids = (filter: string) => shownRows(rows, filter).map(({ id }) => id);

test('what wants a person comes first; equals keep their order', () => {
  expect(ids('')).toEqual(['Signal', 'Matrix', 'Slack', 'Telegram', 'IRC']);
});

test('every word has to be somewhere in the row, in any letter case', () => {
  expect(ids('  CONNECTED ')).toEqual(['Telegram', 'IRC']);
  expect(ids('not ted')).toEqual(['Matrix']);
  expect(ids('sig refused')).toEqual(['Signal']);
  expect(ids('nothing like it')).toEqual([]);
});
