import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

const said = (...texts: string[]) => texts.map((text) => ({ source: 'journal' as const, text }));

/** What node 24 prints when its heap is full; the addresses are those of one run. */
const crash = (pid: number) => [
  '<--- Last few GCs --->',
  `[${pid}:0x2ca5b000]     1137 ms: Mark-Compact 30.0 (33.6) -> 29.1 (33.8) MB, pooled: 0 MB, 21.27 / 0.00 ms  (average mu = 0.364, current mu = 0.266) allocation failure; scavenge might not succeed`,
  'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
  '----- Native stack trace -----',
  ...Array.from(
    { length: 15 },
    (_each, at) => `${String(at + 1).padStart(2)}: 0xaf3d${at}2 node::Something() [/usr/local/bin/node]`,
  ),
];

test('a full heap is still told after three crashes, frames and all', () => {
  const words = lastWords(said(...crash(4_380), ...crash(4_385), ...crash(4_390)));
  expect(words).toHaveLength(6);
  expect(words.slice(-3)).toEqual([
    expect.stringContaining('[4390:'),
    'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
    '----- Native stack trace -----',
  ]);
});

test('the supervisor is not quoted, frames of JavaScript neither, and an entry of many lines is taken apart', () => {
  expect(
    lastWords([
      { source: 'supervisor', text: 'openclaw-gateway.service: Main process exited' },
      { source: 'gateway', text: 'Error: no such module\r\n    at load (file.js:1:2)\n  code: 12' },
    ]),
  ).toEqual(['Error: no such module', '  code: 12']);
});

test('a line in two sources is one; twelve are kept, none over 300 characters', () => {
  expect(lastWords(said('a', 'b', 'a'))).toEqual(['b', 'a']);
  const many = lastWords(said(...Array.from({ length: 40 }, (_each, at) => `${at} ${'x'.repeat(400)}`)));
  expect(many.map((line) => Number.parseInt(line, 10))).toEqual(Array.from({ length: 12 }, (_each, at) => 28 + at));
  expect(new Set(many.map(({ length }) => length))).toEqual(new Set([300]));
});
