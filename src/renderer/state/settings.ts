/**
 * The settings as the window shows and changes them. What is drawn is what the app answered, never what was clicked.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { OperationError } from '../../shared/outcome.ts';
import { nameOfProfile, type SettingsPatch, type SettingsView } from '../../shared/settings.ts';
import { pendingChanges } from './pending.ts';
import type { ProfileEntry } from './status.ts';

export type SettingsTab = 'profiles' | 'general' | 'notifications';
export const SETTINGS_TABS: readonly SettingsTab[] = ['profiles', 'general', 'notifications'];

export interface SettingsState {
  /** null until the app answered. */
  readonly view: ReadonlySignal<SettingsView | null>;
  /** Why the last change was not made; null after one that was. */
  readonly error: ReadonlySignal<OperationError | null>;
  /** The section that is shown instead of a profile's page; null = none. */
  readonly tab: Signal<SettingsTab | null>;
  /** Ports that were typed and not applied, by profile. */
  readonly ports: Signal<ReadonlyMap<string, string>>;
  /** The profile whose label is being changed. */
  readonly renaming: Signal<string | null>;
  /** The profile whose port is to be typed next; the field takes it. */
  readonly portWanted: Signal<string | null>;
  /** Forgets what was changed of these profiles and is not applied. */
  discard(entries: readonly ProfileEntry[]): Promise<void>;
  /** True when all of it was done. */
  change(patch: SettingsPatch, startAppAtLogin?: boolean): Promise<boolean>;
  /** What the person calls a profile. */
  nameOf(profile: string): string;
  /** Subscribes and reads; `ready` settles when the first answer came, whatever it was. */
  begin(): { readonly ready: Promise<void>; end(): void };
}

export function createSettingsState(client: Client): SettingsState {
  const view = signal<SettingsView | null>(null);
  const error = signal<OperationError | null>(null);
  const tab = signal<SettingsTab | null>(null);
  const ports = signal<ReadonlyMap<string, string>>(new Map());
  async function change(patch: SettingsPatch, startAppAtLogin?: boolean): Promise<boolean> {
    const reply = await client.call('settings.change', {
      patch,
      ...(startAppAtLogin === undefined ? {} : { startAppAtLogin }),
    });
    if (reply.ok) view.value = reply.value.view;
    error.value = reply.ok ? reply.value.loginItemError : reply.error;
    return error.value === null;
  }
  return {
    view,
    error,
    tab,
    ports,
    renaming: signal<string | null>(null),
    portWanted: signal<string | null>(null),
    change,
    async discard(entries) {
      const changes = pendingChanges(entries, ports.peek(), view.peek()?.settings ?? null);
      ports.value = new Map();
      const profiles = Object.fromEntries(
        changes
          .filter(({ options }) => options.runtime !== undefined)
          .map(({ profile }) => [profile, { runtime: null }]),
      );
      if (Object.keys(profiles).length > 0) await change({ profiles });
    },
    nameOf: (profile) => (view.value === null ? profile : nameOfProfile(view.value.settings, profile)),
    begin() {
      const ends = [
        client.on('settings.changed', (next) => {
          view.value = next;
        }),
        client.on('view.select', (wanted) => {
          tab.value = wanted.tab === 'settings' ? 'profiles' : null;
        }),
      ];
      const ready = client.call('settings.read', {}).then((reply) => {
        if (reply.ok) view.value = reply.value;
        else error.value = reply.error;
      });
      return {
        ready,
        end() {
          for (const end of ends) end();
        },
      };
    },
  };
}
