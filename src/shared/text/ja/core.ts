/** Japanese of `../en/core.ts`: complete by type. */
import type { CoreCode } from '../../said.ts';
import { alerts } from './core/alerts.ts';
import { app } from './core/app.ts';
import { configuration } from './core/configuration.ts';
import { errors } from './core/errors.ts';
import { extra } from './core/extra.ts';
import { findings } from './core/findings.ts';
import { launchd } from './core/launchd.ts';
import { operations } from './core/operations.ts';
import { reasons } from './core/reasons.ts';
import { services } from './core/services.ts';
import { surroundings } from './core/surroundings.ts';
import { tools } from './core/tools.ts';
import { transactions } from './core/transactions.ts';
import { windows } from './core/windows.ts';

export const core: Readonly<Record<CoreCode, string>> = {
  ...findings,
  ...operations,
  ...errors,
  ...surroundings,
  ...tools,
  ...services,
  ...launchd,
  ...windows,
  ...alerts,
  ...configuration,
  ...transactions,
  ...app,
  ...extra,
  ...reasons,
};
