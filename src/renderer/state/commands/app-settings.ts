/** The settings of the app itself as commands: the shim has no part in them. Pure. */
import {
  APPEARANCES,
  type Appearance,
  LANGUAGES,
  type LanguageSetting,
  type SettingsView,
} from '../../../shared/settings.ts';
import { en } from '../../../shared/text/en.ts';
import { LANGUAGE_NAMES } from '../../../shared/text/languages.ts';
import type { Words } from '../../../shared/text/words.ts';
import type { PendingChange } from '../pending.ts';
import { shimCommand } from '../shim.ts';
import { type Command, makeCommand } from './command.ts';

/** True when nothing can be changed: a file of a newer version, or one that may not be read. */
export function isReadOnly(view: SettingsView): boolean {
  return view.problem !== null && view.problem.kind !== 'corrupt';
}

/** Why no setting can be changed; null when all can. */
export function lockedBy(view: SettingsView | null, words: Words): string | null {
  if (view === null) return words.overview.reading;
  return isReadOnly(view) ? words.settings.problem[view.problem?.kind ?? 'newer'] : null;
}

const ofWindow = (name: string) => ({ id: `window ${name}`, profile: null, icon: 'gear' as const });

export const LANGUAGE_CHOICES: readonly LanguageSetting[] = ['system', ...LANGUAGES];

export function languageCommand(language: LanguageSetting, view: SettingsView, words: Words): Command {
  const name = language === 'system' ? words.settings.bySystem : LANGUAGE_NAMES[language];
  return makeCommand({
    ...ofWindow(`language-${language}`),
    label: name,
    title: words.command.choose(words.settings.language, name),
    search: `${en.settings.language} ${name} ${language}`,
    off: lockedBy(view, words),
    effect: { do: 'change', patch: { language } },
  });
}

export function appearanceCommand(appearance: Appearance, view: SettingsView, words: Words): Command {
  return makeCommand({
    ...ofWindow(`appearance-${appearance}`),
    label: words.settings.look[appearance],
    title: words.command.choose(words.settings.appearance, words.settings.look[appearance]),
    search: `${en.settings.appearance} ${en.settings.look[appearance]} theme`,
    off: lockedBy(view, words),
    effect: { do: 'change', patch: { appearance } },
  });
}

/** What the system says besides about the login item. */
export function loginSaid({ loginItem: { note } }: SettingsView, words: Words): string | null {
  return note === null ? null : words.settings.loginNote[note];
}

/** Starts the app at login, or no longer. */
export function loginCommand(view: SettingsView, words: Words): Command {
  const { state } = view.loginItem;
  const kind = state === 'on' ? 'atLoginOff' : 'atLogin';
  return makeCommand({
    ...ofWindow(kind),
    title: words.command[kind],
    search: `${en.command[kind]} autostart`,
    off: state === 'unsupported' || state === 'unknown' ? loginSaid(view, words) : null,
    effect: { do: 'at-login', on: state !== 'on' },
  });
}

/** All notifications to what they are not. */
export function notifyCommand(view: SettingsView, words: Words): Command {
  const on = !view.settings.notifications.on;
  const kind = on ? 'notify' : 'notifyOff';
  return makeCommand({
    ...ofWindow(kind),
    title: words.command[kind],
    search: en.command[kind],
    off: lockedBy(view, words),
    effect: { do: 'change', patch: { notifications: { on } } },
  });
}

export function settingsFileCommand(view: SettingsView, words: Words): Command {
  return makeCommand({
    ...ofWindow('settings-file'),
    icon: 'copy',
    label: words.settings.copyFile,
    title: words.command.settingsFile,
    search: en.command.settingsFile,
    effect: { do: 'copy', text: view.path },
  });
}

/** All of the above that can be done now; what is so already is left out. */
export function appSettings(view: SettingsView | null, words: Words): readonly Command[] {
  if (view === null) return [];
  const { language, appearance } = view.settings;
  return [
    notifyCommand(view, words),
    loginCommand(view, words),
    ...APPEARANCES.filter((each) => each !== appearance).map((each) => appearanceCommand(each, view, words)),
    ...LANGUAGE_CHOICES.filter((each) => each !== language).map((each) => languageCommand(each, view, words)),
    settingsFileCommand(view, words),
  ];
}

/** The plan of one change that waits; null `ready` = none of them can be planned yet. */
export function reviewCommand(ready: PendingChange | null, name: string, words: Words): Command {
  return makeCommand({
    ...ofWindow('review'),
    label: words.settings.review,
    title: ready === null ? words.settings.review : words.settings.reviewOf(name),
    search: en.settings.reviewOf(ready?.profile ?? ''),
    icon: 'file',
    argv: ready === null ? null : shimCommand(ready.profile, 'install', ready.options),
    off: ready === null ? words.settings.notReady : null,
    effect: { do: 'plan', action: 'install', profile: ready?.profile ?? '', options: ready?.options ?? {} },
  });
}

/** Forgets the changes that were not applied. */
export function discardCommand(words: Words): Command {
  return makeCommand({
    ...ofWindow('discard'),
    label: words.settings.discard,
    title: words.command.discard,
    search: en.command.discard,
    icon: 'undo',
    effect: { do: 'discard' },
  });
}

/** What waits to be applied. */
export function pendingCommands(
  changes: readonly PendingChange[],
  nameOf: (profile: string) => string,
  words: Words,
): readonly Command[] {
  if (changes.length === 0) return [];
  const ready = changes.find(({ problem }) => problem === null) ?? null;
  return [reviewCommand(ready, nameOf(ready?.profile ?? ''), words), discardCommand(words)];
}
