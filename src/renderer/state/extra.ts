/** The sheet that removes a service which belongs to no profile: its plan, then its end. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ExtraPlan, ExtraRemoval } from '../../shared/extra-service.ts';
import type { Client } from '../../shared/ipc/client.ts';
import type { OperationError } from '../../shared/outcome.ts';

export interface ExtraSheet {
  /** The profile on whose page it was found; it is looked at again afterwards. */
  readonly profile: string;
  readonly name: string;
  readonly path: string;
  /** null while it is worked out. */
  readonly plan: ExtraPlan | null;
  readonly error: OperationError | null;
  readonly phase: 'planning' | 'plan' | 'running' | 'failed' | 'done';
  readonly removal: ExtraRemoval | null;
}

export interface ExtraState {
  readonly sheet: ReadonlySignal<ExtraSheet | null>;
  open(profile: string, service: { readonly name: string; readonly path: string }): Promise<void>;
  /** Removes what the plan shows. Of the system: nothing, because its plan is for an administrator. */
  apply(): Promise<void>;
  close(): void;
}

/** `changed` is told when a service was removed, or may have been. */
export function createExtra(client: Client, changed: (profile: string) => void): ExtraState {
  const sheet = signal<ExtraSheet | null>(null);
  return {
    sheet,
    async open(profile, { name, path }) {
      const asked: ExtraSheet = { profile, name, path, plan: null, error: null, phase: 'planning', removal: null };
      sheet.value = asked;
      const reply = await client.call('extra.plan', { name, path });
      if (sheet.peek() !== asked) return;
      sheet.value = reply.ok
        ? { ...asked, plan: reply.value, phase: 'plan' }
        : { ...asked, error: reply.error, phase: 'failed' };
    },
    async apply() {
      const shown = sheet.peek();
      if (shown?.phase !== 'plan' || shown.plan === null || shown.plan.privileges !== 'user') return;
      const running: ExtraSheet = { ...shown, phase: 'running' };
      sheet.value = running;
      const { name, path } = shown.plan.service;
      const reply = await client.call('extra.remove', { name, path });
      if (sheet.peek() === running) {
        sheet.value = reply.ok
          ? { ...running, phase: 'done', removal: reply.value }
          : { ...running, phase: 'failed', error: reply.error };
      }
      changed(running.profile);
    },
    close() {
      // What runs goes on; its end shows on the page.
      sheet.value = null;
    },
  };
}
