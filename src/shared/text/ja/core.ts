/** Japanese of `../en/core.ts`: complete by type. */
import type { CoreCode } from '../../said.ts';
import { errors } from './core/errors.ts';
import { findings } from './core/findings.ts';
import { operations } from './core/operations.ts';
import { surroundings } from './core/surroundings.ts';
import { tools } from './core/tools.ts';
import { transactions } from './core/transactions.ts';

export const core: Readonly<Record<CoreCode, string>> = {
  ...findings,
  ...operations,
  ...errors,
  ...surroundings,
  ...tools,
  ...transactions,
};
