import { expect, test } from 'vitest';
import { en } from './en.ts';
import { formatAge, formatClock, formatDuration, formatMoment, formatStepTime, sinceIso } from './format.ts';
import { wordsFor } from './words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('a duration names its two largest units and leaves a zero out', () => {
  expect(plain(formatDuration(14_999, en.units))).toBe('14 s');
  expect(plain(formatDuration(151_000, en.units))).toBe('2 min 31 s');
  expect(plain(formatDuration(120_000, en.units))).toBe('2 min');
  expect(plain(formatDuration(3_600_000, en.units))).toBe('1 hour');
  expect(plain(formatDuration(((6 * 24 + 4) * 60 + 59) * 60_000, en.units))).toBe('6 days 4 hours');
});

test('an age names one unit, and a clock that runs ahead gives zero', () => {
  expect(plain(formatAge(41 * 60_000 + 59_000, en.units))).toBe('41 min');
  expect(plain(formatAge(-5000, en.units))).toBe('0 s');
});

test('steps show tenths only while they are short', () => {
  expect(plain(formatStepTime(2340, en.units))).toBe('2.3 s');
  expect(plain(formatStepTime(12_340, en.units))).toBe('12 s');
});

test('text that is no time is never turned into a number', () => {
  expect(sinceIso('yesterday', 1000)).toBeNull();
  expect(sinceIso(null, 1000)).toBeNull();
  expect(sinceIso('1970-01-01T00:00:00.400Z', 1000)).toBe(600);
  expect(formatClock('yesterday')).toBe('yesterday');
});

test('a moment carries its day only when it is another day', () => {
  const now = new Date(2026, 10, 22, 14, 6, 12);
  expect(formatMoment(new Date(2026, 10, 22, 9, 5, 7).toISOString(), now.getTime(), 'en')).toBe('09:05:07');
  const before = new Date(2026, 10, 20, 9, 5, 7).toISOString();
  expect(formatMoment(before, now.getTime(), 'en')).toBe('Nov 20, 09:05');
  expect(formatMoment(before, now.getTime(), 'ja')).toBe('11月20日 09:05');
  expect(formatMoment(before, now.getTime(), 'zh-Hans')).toBe('11月20日 09:05');
  expect(formatMoment('2025-06-01T12:00:00.000Z', now.getTime(), 'en')).toContain('2025');
});

test('an unknown language falls back to English', () => {
  expect(wordsFor('xx-YY')).toBe(en);
  expect(wordsFor('en-GB')).toBe(en);
});
