/**
 * What the main process says about every profile, and which one is looked at.
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { AppInfo, StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { OperationError } from '../../shared/outcome.ts';

export type ProfileEntry = StatusSnapshot['profiles'][number];
export type Tab = 'overview' | 'logs' | 'service' | 'diagnose' | 'settings';
export const TABS: readonly Tab[] = ['overview', 'logs', 'service', 'diagnose', 'settings'];

/** A report older than this is drawn as last seen, not as now. */
export const STALE_AFTER_MS = 10_000;

export interface StatusState {
  readonly info: ReadonlySignal<AppInfo | null>;
  /** null until the first snapshot came. */
  readonly snapshot: ReadonlySignal<StatusSnapshot | null>;
  /** Why the window as a whole cannot show the truth. */
  readonly problem: ReadonlySignal<OperationError | null>;
  readonly selected: ReadonlySignal<string | null>;
  readonly entry: ReadonlySignal<ProfileEntry | null>;
  readonly tab: Signal<Tab>;
  /** A read was asked for and has not come back. */
  readonly checking: ReadonlySignal<boolean>;
  select(profile: string, tab?: Tab): void;
  refresh(profile?: string): Promise<void>;
  /** Reports what the event stream could not understand. */
  broken(message: string): void;
  /** Takes a snapshot unless a newer one is already shown. */
  accept(snapshot: StatusSnapshot): void;
  /** Subscribes and reads for the first time; `ready` settles when it is known what app this is. */
  begin(): { readonly ready: Promise<void>; end(): void };
}

const isTab = (name: string): name is Tab => TABS.some((tab) => tab === name);

export function createStatusState(client: Client): StatusState {
  const info = signal<AppInfo | null>(null);
  const snapshot = signal<StatusSnapshot | null>(null);
  const problem = signal<OperationError | null>(null);
  const wanted = signal<string | null>(null);
  const tab = signal<Tab>('overview');
  const checking = signal(false);
  const profiles = computed(() => snapshot.value?.profiles ?? []);
  const entry = computed(
    () => profiles.value.find((each) => each.profile === wanted.value) ?? profiles.value[0] ?? null,
  );
  const selected = computed(() => entry.value?.profile ?? null);

  function accept(next: StatusSnapshot): void {
    const shown = snapshot.peek();
    if (shown !== null && next.seq < shown.seq) return;
    snapshot.value = next;
    problem.value = null;
  }
  function select(profile: string, wantedTab?: Tab): void {
    wanted.value = profile;
    if (wantedTab !== undefined) tab.value = wantedTab;
  }
  async function read(name: 'status.snapshot' | 'status.refresh', profile?: string): Promise<void> {
    const reply =
      name === 'status.snapshot'
        ? await client.call(name, {})
        : await client.call(name, profile === undefined ? {} : { profile });
    if (reply.ok) accept(reply.value);
    else problem.value = reply.error;
  }
  return {
    info,
    snapshot,
    problem,
    selected,
    entry,
    tab,
    checking,
    select,
    async refresh(profile) {
      checking.value = true;
      await read('status.refresh', profile);
      checking.value = false;
    },
    broken(message) {
      problem.value = { code: 'internal', message };
    },
    accept,
    begin() {
      const ends = [
        client.on('status.changed', accept),
        client.on('view.select', (view) => {
          if (view.tab !== 'settings') select(view.profile, isTab(view.tab) ? view.tab : 'overview');
        }),
      ];
      const ready = client.call('app.info', {}).then((reply) => {
        if (reply.ok) info.value = reply.value;
      });
      void read('status.snapshot');
      return {
        ready,
        end() {
          for (const end of ends) end();
        },
      };
    },
  };
}
