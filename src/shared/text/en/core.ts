/**
 * The core's own sentences in English, one file per topic in `core/`; every one has a code, by which the other languages tell it.
 * `said.ts` fills in the values.
 */

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

type Core = typeof findings &
  typeof operations &
  typeof errors &
  typeof surroundings &
  typeof tools &
  typeof services &
  typeof launchd &
  typeof windows &
  typeof alerts &
  typeof configuration &
  typeof transactions &
  typeof reasons &
  typeof extra &
  typeof app;

/** Without a prototype it is a dictionary from the start: hundreds of spread properties would cost a shape each, at every start of the shim. */
export const core: Core = Object.assign(
  Object.create(null),
  findings,
  operations,
  errors,
  surroundings,
  tools,
  services,
  launchd,
  windows,
  alerts,
  configuration,
  transactions,
  reasons,
  extra,
  app,
);
