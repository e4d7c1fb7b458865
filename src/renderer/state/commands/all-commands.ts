/** Every command that the window has now, read from its state. */
import { HEADLINES } from '../causes.ts';
import type { ProfileEntry } from '../status.ts';
import type { Store } from '../store.ts';
import type { Command } from './command.ts';
import { cureCommands, extraCommand } from './finding-commands.ts';
import { type CommandScope, profileCommands } from './profile-commands.ts';
import { windowCommands } from './window-commands.ts';

/** What the commands of a profile depend on, as it is now. Reads signals: who draws with it is drawn again. */
export function scopeOf(store: Store, entry: ProfileEntry): CommandScope {
  const running = store.operations.views.value.get(entry.profile);
  return {
    words: store.words.value,
    name: store.settings.nameOf(entry.profile),
    busy: entry.busy !== null || (running !== undefined && running.end === null),
    checking: store.status.checking.value,
    current: store.status.selected.value === entry.profile,
  };
}

/** Cures that say no more than the headline are left out: the control of the same name is there anyway. */
function commandsOfEntry(store: Store, entry: ProfileEntry): readonly Command[] {
  const scope = scopeOf(store, entry);
  const { report } = entry;
  if (report === null) return profileCommands(entry, scope);
  const told = { ...report, diagnoses: report.diagnoses.filter(({ code }) => !HEADLINES.has(code)) };
  const look = store.diagnose.look.value;
  const found = look?.profile === entry.profile ? look.found?.report.extraServices : null;
  const extras = report.extraServices ?? found ?? [];
  return [
    ...cureCommands(told, scope),
    ...profileCommands(entry, scope),
    ...extras.map((extra) => extraCommand(extra, entry.profile, extras, scope)),
  ];
}

/** A service that several profiles' looks found is one command. */
export function allCommands(store: Store): readonly Command[] {
  const profiles = store.status.snapshot.value?.profiles ?? [];
  const all = [...profiles.flatMap((entry) => commandsOfEntry(store, entry)), ...windowCommands(store.words.value)];
  return [...new Map(all.map((command) => [command.id, command])).values()];
}
