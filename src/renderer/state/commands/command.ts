/**
 * A command of the window: what a button, an entry of a menu and a row of the palette are made of, so that they cannot disagree. Data only.
 */
import type { InstallOptions } from '../../../shared/operation.ts';
import type { UiIcon } from '../../parts/icon-name.ts';
import type { SettingsTab } from '../settings.ts';
import type { ShortcutId } from '../shortcuts.ts';
import type { Tab } from '../status.ts';

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
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'settings'; readonly section: SettingsTab }
  | { readonly do: 'add' | 'keys' | 'check-all' };

/** True when it opens a sheet that asks before anything happens; its words then end with an ellipsis. */
export function opensSheet(effect: Effect): boolean {
  return ['plan', 'cure', 'remove-extra', 'support', 'rename', 'add', 'keys'].includes(effect.do);
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
