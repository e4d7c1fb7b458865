/**
 * The core's own sentences in English, one file per topic in `core/`; every one has a code, by which the other languages tell it.
 * `said.ts` fills in the values.
 */
import { errors } from './core/errors.ts';
import { findings } from './core/findings.ts';
import { operations } from './core/operations.ts';
import { surroundings } from './core/surroundings.ts';
import { tools } from './core/tools.ts';
import { transactions } from './core/transactions.ts';

export const core = { ...findings, ...operations, ...errors, ...surroundings, ...tools, ...transactions };
