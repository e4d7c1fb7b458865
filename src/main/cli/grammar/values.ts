/** Values of options, refused with words that say what fits. */
import { InvalidArgumentError } from 'commander';
import { ExpectedError } from '../../../shared/outcome.ts';
import { parsePort } from '../../../shared/profile.ts';

export function parsePortOption(text: string): number {
  const port = parsePort(text);
  if (!port.ok)
    throw new ExpectedError(
      port.error.code,
      port.error.message,
      port.error.hint === undefined ? {} : { hint: port.error.hint },
    );
  return port.value;
}

const MAX_TIMEOUT_MS = 3_600_000;

export function parseTimeout(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_TIMEOUT_MS) {
    throw new InvalidArgumentError(`It takes milliseconds, a whole number from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  return value;
}

const MAX_LINES = 100_000;

export function parseLines(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_LINES)
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MAX_LINES}.`);
  return value;
}

export function parseChoice(text: string): number {
  const value = Number(text);
  if (!/^\d$/.test(text) || value < 1) throw new InvalidArgumentError('It takes a number from 1 to 9.');
  return value;
}
