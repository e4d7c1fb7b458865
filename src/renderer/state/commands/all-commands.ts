/** Every command that the window has now, read from its state. */
import { HEADLINES } from '../causes.ts';
import { type PendingChange, pendingChanges } from '../pending.ts';
import type { ProfileEntry } from '../status.ts';
import type { Store } from '../store.ts';
import { appSettings, lockedBy, pendingCommands } from './app-settings.ts';
import type { Command } from './command.ts';
import { cureCommands, extraCommand } from './finding-commands.ts';
import { type LogSight, logCommands } from './log-commands.ts';
import { ownSettings, type SettingsSight } from './own-settings.ts';
import { type CommandScope, profileCommands, smallCommand } from './profile-commands.ts';
import { windowCommands } from './window-commands.ts';

/** What the commands of a profile depend on, as it is now. Reads signals: who draws with it is drawn again. */
export function scopeOf(store: Store, entry: ProfileEntry): CommandScope {
  const running = store.operations.views.value.get(entry.profile);
  const look = store.diagnose.look.value;
  const words = store.words.value;
  return {
    words,
    name: store.settings.nameOf(entry.profile),
    busy: entry.busy !== null || (running !== undefined && running.end === null),
    checking: store.status.checking.value,
    current: store.status.selected.value === entry.profile,
    looking: look?.profile === entry.profile && look.running,
    locked: lockedBy(store.settings.view.value, words),
  };
}

/** The settings as commands see them. */
export function settingsSight(store: Store): SettingsSight {
  return { view: store.settings.view.value, platform: store.status.info.value?.platform ?? 'linux' };
}

/** The view of the log as it is; null while another page is shown. */
export function logSight(store: Store): LogSight | null {
  if (store.settings.tab.value !== null || store.status.tab.value !== 'logs') return null;
  const { follow, level, source, query, state } = store.logView;
  const { phase, inFile } = state.value;
  return {
    following: follow.value,
    level: level.value,
    source: source.value,
    query: query.value,
    noFolder: phase === 'open' && !inFile ? store.words.value.logs.noFolder : null,
    failed: phase === 'failed',
  };
}

/** The changes of settings that wait for their plan. */
export function pendingOf(store: Store): readonly PendingChange[] {
  const entries = store.status.snapshot.value?.profiles ?? [];
  return pendingChanges(entries, store.settings.ports.value, store.settings.view.value?.settings ?? null);
}

/** What can be said to an operation of ours: not to wait for it, or that its end was read. */
function operationCommands(store: Store, entry: ProfileEntry, scope: CommandScope): readonly Command[] {
  const view = store.operations.views.value.get(entry.profile);
  if (view === undefined) return [];
  if (view.end === null) return view.shown ? [smallCommand('stop-waiting', entry, scope)] : [];
  const told = view.end.kind === 'failed' || (view.end.kind === 'done' && view.end.result.warnings.length > 0);
  return told ? [smallCommand('dismiss', entry, scope)] : [];
}

/** All commands of one profile. Cures that say no more than the headline are left out: the control of the same name is there anyway. */
export function entryCommands(store: Store, entry: ProfileEntry): readonly Command[] {
  const scope = scopeOf(store, entry);
  const { report } = entry;
  const own = [...profileCommands(entry, scope), ...operationCommands(store, entry, scope)];
  const settings = ownSettings(entry, scope, settingsSight(store));
  // Of the logs only the one that is seen, or would be.
  const log = scope.current ? logCommands(entry, scope, logSight(store)) : [];
  if (report === null) return [...own, ...log, ...settings];
  const told = { ...report, diagnoses: report.diagnoses.filter(({ code }) => !HEADLINES.has(code)) };
  const look = store.diagnose.look.value;
  const found = look?.profile === entry.profile ? look.found?.report.extraServices : null;
  const extras = report.extraServices ?? found ?? [];
  return [
    ...cureCommands(told, scope),
    ...own,
    ...extras.map((extra) => extraCommand(extra, entry.profile, extras, scope)),
    ...log,
    ...settings,
  ];
}

/** A service that several profiles' looks found is one command. */
export function allCommands(store: Store): readonly Command[] {
  const profiles = store.status.snapshot.value?.profiles ?? [];
  const words = store.words.value;
  const all = [
    ...profiles.flatMap((entry) => entryCommands(store, entry)),
    ...pendingCommands(pendingOf(store), store.settings.nameOf, words),
    ...windowCommands(words),
    ...appSettings(store.settings.view.value, words),
  ];
  return [...new Map(all.map((command) => [command.id, command])).values()];
}
