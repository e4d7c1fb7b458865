/** The Diagnose page: what a closer look found, the cures, and the support bundle. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { DiagnosisReport } from '../../shared/repair.ts';
import type { SupportPreview } from '../../shared/support.ts';
import { createFixSheet, type FixSheetState } from './fix-sheet.ts';
import type { StatusState } from './status.ts';

export interface Look {
  readonly profile: string;
  readonly running: boolean;
  /** The last that was found; kept while it is looked again. */
  readonly found: DiagnosisReport | null;
  readonly error: OperationError | null;
}

export interface SupportSheet {
  readonly profile: string;
  readonly preview: SupportPreview | null;
  readonly error: OperationError | null;
  readonly written: string | null;
}

export interface DiagnoseState {
  readonly look: ReadonlySignal<Look | null>;
  readonly fix: FixSheetState;
  readonly supportSheet: ReadonlySignal<SupportSheet | null>;
  check(profile: string): Promise<void>;
  openSupport(profile: string): Promise<void>;
  writeSupport(): Promise<void>;
  closeSupport(): void;
}

export function createDiagnose(client: Client, status: StatusState, newId: () => string): DiagnoseState {
  const look = signal<Look | null>(null);
  const supportSheet = signal<SupportSheet | null>(null);

  async function check(profile: string): Promise<void> {
    const before = look.peek();
    const asked: Look = {
      profile,
      running: true,
      found: before?.profile === profile ? before.found : null,
      error: null,
    };
    look.value = asked;
    const reply = await client.call('diagnose.check', { profile });
    if (look.peek() !== asked) return;
    look.value = { ...asked, running: false, ...(reply.ok ? { found: reply.value } : { error: reply.error }) };
  }

  /** A fact that changed makes the closer look old: it is taken again, when the page is the one that is seen. */
  let seen: string | null = null;
  effect(() => {
    const entry = status.entry.value;
    const shown = look.peek();
    const mark =
      entry?.report == null ? null : `${entry.profile} ${entry.report.verdict.code} ${entry.report.pid ?? ''}`;
    if (mark === null || mark === seen) return;
    seen = mark;
    if (status.tab.peek() === 'diagnose' && shown?.profile === entry?.profile && shown?.running === false) {
      void check(shown.profile);
    }
  });

  return {
    look,
    fix: createFixSheet(client, newId, (profile) => {
      if (look.peek()?.profile === profile) void check(profile);
    }),
    supportSheet,
    check,
    async openSupport(profile) {
      const asked: SupportSheet = { profile, preview: null, error: null, written: null };
      supportSheet.value = asked;
      const reply = await client.call('support.preview', { profile });
      if (supportSheet.peek() !== asked) return;
      supportSheet.value = reply.ok ? { ...asked, preview: reply.value } : { ...asked, error: reply.error };
    },
    async writeSupport() {
      const shown = supportSheet.peek();
      if (shown === null || shown.preview === null) return;
      const reply = await client.call('support.write', { profile: shown.profile });
      if (supportSheet.peek() !== shown) return;
      supportSheet.value = reply.ok
        ? { ...shown, written: reply.value.path, error: null }
        : { ...shown, error: reply.error };
    },
    closeSupport() {
      supportSheet.value = null;
    },
  };
}
