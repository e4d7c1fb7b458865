/**
 * English wording, the complete set, one file per topic in `en/`. A further language is an object of type `Words` (words.ts): a missing or extra key does not compile.
 * Copy rules: say what was seen, present tense, no blame, numbers with units; an ellipsis means that a plan is shown first.
 */
import { app } from './en/app.ts';
import { diagnose } from './en/diagnose.ts';
import { facts } from './en/facts.ts';
import { logs } from './en/logs.ts';
import { navigation } from './en/navigation.ts';
import { operations } from './en/operations.ts';
import { overview } from './en/overview.ts';
import { service } from './en/service.ts';
import { units } from './en/units.ts';

export const en = {
  units,
  ...app,
  ...facts,
  ...navigation,
  ...overview,
  ...operations,
  ...logs,
  ...service,
  ...diagnose,
};
