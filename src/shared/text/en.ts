/**
 * English wording, the complete set, one file per topic in `en/`. A further language is an object of type `Words` (words.ts): a missing or extra key does not compile.
 * Copy rules: say what was seen, present tense, no blame, numbers with units; an ellipsis means that a plan is shown first.
 */
import type { CoreCode } from '../said.ts';
import { app } from './en/app.ts';
import { sentence, space, tag } from './en/base.ts';
import { commands } from './en/commands.ts';
import { core as coreSentences } from './en/core.ts';
import { diagnose } from './en/diagnose.ts';
import { facts } from './en/facts.ts';
import { logs } from './en/logs.ts';
import { navigation } from './en/navigation.ts';
import { notices } from './en/notices.ts';
import { operations } from './en/operations.ts';
import { overview } from './en/overview.ts';
import { service } from './en/service.ts';
import { settings } from './en/settings.ts';
import { timeline } from './en/timeline.ts';
import { told } from './en/told.ts';
import { tray } from './en/tray.ts';
import { units } from './en/units.ts';

/** The core's sentences by code; the same templates that the core itself fills in. */
const core: Readonly<Record<CoreCode, string>> = coreSentences;

export const en = {
  tag,
  space,
  sentence,
  units,
  ...app,
  ...facts,
  ...navigation,
  ...overview,
  ...operations,
  ...logs,
  ...service,
  ...settings,
  ...tray,
  told,
  ...timeline,
  ...notices,
  ...diagnose,
  ...commands,
  core,
};
