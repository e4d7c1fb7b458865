/** The Diagnose page: what a closer look found, the sheet of a cure, and the support bundle. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { CallInput } from '../../shared/ipc/contract.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { DiagnosisReport, RepairPlan, RepairResult } from '../../shared/repair.ts';
import type { SupportPreview } from '../../shared/support.ts';
import type { StatusState } from './status.ts';

export interface Look {
  readonly profile: string;
  readonly running: boolean;
  /** The last that was found; kept while it is looked again. */
  readonly found: DiagnosisReport | null;
  readonly error: OperationError | null;
}

export interface FixSheet {
  readonly profile: string;
  readonly rule: string;
  /** Counts the finding's fixes from 0; null = the first that can be carried out. */
  readonly choice: number | null;
  /** null while it is worked out. */
  readonly plan: RepairPlan | null;
  readonly error: OperationError | null;
  readonly phase: 'planning' | 'plan' | 'running' | 'failed' | 'gone';
}

export interface SupportSheet {
  readonly profile: string;
  readonly preview: SupportPreview | null;
  readonly error: OperationError | null;
  readonly written: string | null;
}

export interface DiagnoseState {
  readonly look: ReadonlySignal<Look | null>;
  readonly fixSheet: ReadonlySignal<FixSheet | null>;
  readonly supportSheet: ReadonlySignal<SupportSheet | null>;
  check(profile: string): Promise<void>;
  openFix(profile: string, rule: string, choice: number | null): Promise<void>;
  /** Resolves with what was done, or null when it did not work. */
  runFix(): Promise<RepairResult | null>;
  closeFix(): void;
  openSupport(profile: string): Promise<void>;
  writeSupport(): Promise<void>;
  closeSupport(): void;
}

export function createDiagnose(client: Client, status: StatusState): DiagnoseState {
  const look = signal<Look | null>(null);
  const fixSheet = signal<FixSheet | null>(null);
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
    fixSheet,
    supportSheet,
    check,
    async openFix(profile, rule, choice) {
      const asked: FixSheet = { profile, rule, choice, plan: null, error: null, phase: 'planning' };
      fixSheet.value = asked;
      const reply = await client.call('diagnose.fix.plan', requestOf(asked));
      if (fixSheet.peek() !== asked) return;
      if (!reply.ok) fixSheet.value = { ...asked, error: reply.error, phase: 'failed' };
      else fixSheet.value = { ...asked, plan: reply.value, phase: reply.value === null ? 'gone' : 'plan' };
    },
    async runFix() {
      const shown = fixSheet.peek();
      if (shown?.phase !== 'plan') return null;
      const running: FixSheet = { ...shown, phase: 'running' };
      fixSheet.value = running;
      const { profile } = shown;
      const reply = await client.call('diagnose.fix.run', requestOf(shown));
      if (fixSheet.peek() === running) {
        fixSheet.value = reply.ok ? null : { ...running, phase: 'failed', error: reply.error };
      }
      if (look.peek()?.profile === profile) void check(profile);
      return reply.ok ? reply.value : null;
    },
    closeFix() {
      // What runs goes on; its end shows on the page.
      fixSheet.value = null;
    },
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

function requestOf({ profile, rule, choice }: FixSheet): CallInput<'diagnose.fix.plan'> {
  return { profile, rule, ...(choice === null ? {} : { choice }) };
}
