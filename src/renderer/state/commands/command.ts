/**
 * A command of the window: what a button, an entry of a menu and a row of the palette are made of, so that they cannot disagree. Data only.
 */
import type { LogLevel } from '../../../shared/log-line.ts';
import type { InstallOptions } from '../../../shared/operation.ts';
import type { SettingsPatch } from '../../../shared/settings.ts';
import type { SupervisorKind } from '../../../shared/supervisor-kind.ts';
import type { UiIcon } from '../../parts/icon-name.ts';
import type { SettingsTab } from '../settings.ts';
import type { ShortcutId } from '../shortcuts.ts';
import type { Tab } from '../status.ts';

/** What the view of a log is asked to do. */
export type LogAct = 'follow' | 'pause' | 'copy' | 'crash' | 'again';

/** What a command does. `perform.ts` carries it out. */
export type Effect =
  | { readonly do: 'run'; readonly profile: string; readonly action: 'start' | 'stop' | 'restart' }
  | {
      readonly do: 'plan';
      readonly profile: string;
      readonly action: 'install' | 'uninstall';
      readonly options: InstallOptions;
    }
  /** The sheet of a cure; `choice` counts its finding's fixes from 0, null = the first that can be carried out. */
  | { readonly do: 'cure'; readonly profile: string; readonly rule: string; readonly choice: number | null }
  | { readonly do: 'remove-extra'; readonly profile: string; readonly name: string; readonly path: string }
  | { readonly do: 'support' | 'rename' | 'dashboard' | 'check' | 'forget'; readonly profile: string }
  | { readonly do: 'view'; readonly profile: string; readonly tab: Tab }
  /** `look`: the closer look with everything else that starts a gateway; `compare`: the definition as it would be written. */
  | {
      readonly do: 'look' | 'compare' | 'commands' | 'issue' | 'port' | 'reveal' | 'stop-waiting' | 'dismiss';
      readonly profile: string;
    }
  | { readonly do: 'auto-start'; readonly profile: string; readonly on: boolean }
  /** What the next installation is to be made with; it changes nothing before. */
  | {
      readonly do: 'wish';
      readonly profile: string;
      readonly change: { readonly runtime?: 'node' | 'bun'; readonly supervisor?: SupervisorKind | null };
    }
  | { readonly do: 'change'; readonly patch: SettingsPatch }
  | { readonly do: 'at-login'; readonly on: boolean }
  | { readonly do: 'log'; readonly profile: string; readonly act: LogAct }
  /** `least` null shows the lines of every level. */
  | { readonly do: 'level'; readonly profile: string; readonly least: LogLevel | null }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'settings'; readonly section: SettingsTab }
  | { readonly do: 'add' | 'keys' | 'check-all' | 'discard' };

/** True when it opens a sheet that asks before anything happens; its words then end with an ellipsis. */
export function opensSheet(effect: Effect): boolean {
  return ['plan', 'cure', 'remove-extra', 'support', 'rename', 'commands', 'add', 'keys'].includes(effect.do);
}

export interface Command {
  /** Stable between two looks, so that it can be found again: the verb, and the profile it is about. */
  readonly id: string;
  /** null = of the window as a whole. */
  readonly profile: string | null;
  /** On a button that stands on the profile's own page. */
  readonly label: string;
  /** By itself, with the name of the profile. */
  readonly title: string;
  /** The words are the core's, which are English. */
  readonly foreign: boolean;
  /** What else it is found by: English words, the profile's own name. */
  readonly search: string;
  readonly icon: UiIcon | null;
  /** The same with the shim; null where only the window can do it. A token is never part of it. */
  readonly argv: readonly string[] | null;
  /** Why it cannot be done now; null = it can. */
  readonly off: string | null;
  readonly effect: Effect;
  readonly shortcut: ShortcutId | null;
  /** It wants a person: the cure of a problem. */
  readonly urgent: boolean;
}

/** What most commands have in common need not be written for each. */
export type CommandParts = Pick<Command, 'id' | 'profile' | 'title' | 'search' | 'effect'> & Partial<Command>;

/** A command of its parts; what is not named is the usual. */
export function makeCommand(parts: CommandParts): Command {
  return {
    label: parts.title,
    foreign: false,
    icon: null,
    argv: null,
    off: null,
    shortcut: null,
    urgent: false,
    ...parts,
  };
}
