import { expect, test } from 'vitest';
import { DEFAULT_START_MS, startBudget } from './start-budget.ts';

test.each([
  ['nothing known: generous', [], DEFAULT_START_MS],
  ['two starts are not enough', [4_000, 5_000], DEFAULT_START_MS],
  ['quick starts: never less than a minute', [1_000, 2_000, 1_500], 60_000],
  ['three times the slowest', [20_000, 31_000, 25_000], 93_000],
  ['one slow start among many counts', [...Array.from({ length: 19 }, () => 9_000), 50_000], 150_000],
  ['of the last twenty only', [150_000, ...Array.from({ length: 20 }, () => 30_000)], 90_000],
  ['never more than ten minutes', [400_000, 300_000, 350_000], 600_000],
  ['what is no duration is passed over', [Number.NaN, -5, 30_000, 30_000, 30_000], 90_000],
])('%s', (_what, starts, budget) => {
  expect(startBudget(starts)).toBe(budget);
});
