import { expect, test } from 'vitest';
import { exitWords } from './exit-words.ts';

test.each([
  [78, null, '78: the configuration is not valid'],
  [0, null, '0: it ended normally'],
  [203, null, '203: its program is missing or cannot be executed (EXEC)'],
  [null, 'SIGKILL', 'killed by SIGKILL, by hand or because memory ran out'],
  [null, 'SIGUSR2', 'ended by SIGUSR2'],
  [42, null, '42: it failed with an exit code of its own'],
  [null, null, 'how it ended is not known'],
] as const)('code %s, signal %s', (code, signal, words) => {
  expect(exitWords(code, signal)).toBe(words);
});
