/** The sheet of one cure: its plan, the steps while it runs, and how it ended. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { CallInput } from '../../shared/ipc/contract.ts';
import type { OperationStep } from '../../shared/operation.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { RepairPlan, RepairResult } from '../../shared/repair.ts';

export interface FixSheet {
  readonly profile: string;
  readonly rule: string;
  /** Counts the finding's fixes from 0; null = the first that can be carried out. */
  readonly choice: number | null;
  /** null while it is worked out. */
  readonly plan: RepairPlan | null;
  /** Of the cure that runs or ran; empty before. */
  readonly operationId: string;
  /** Empty until the first one is known. */
  readonly steps: readonly OperationStep[];
  readonly error: OperationError | null;
  /** `let-go`: nobody waits for it any longer. */
  readonly phase: 'planning' | 'plan' | 'running' | 'failed' | 'gone' | 'let-go';
  /** A person asked to stop waiting, and it was past that point. */
  readonly tooLate: boolean;
}

export interface FixSheetState {
  readonly sheet: ReadonlySignal<FixSheet | null>;
  open(profile: string, rule: string, choice: number | null): Promise<void>;
  /** Resolves with what was done, or null when it did not work. */
  run(): Promise<RepairResult | null>;
  stopWaiting(): Promise<void>;
  close(): void;
  begin(): () => void;
}

/** @param ended a cure of this profile came to its end, whatever that is. */
export function createFixSheet(client: Client, newId: () => string, ended: (profile: string) => void): FixSheetState {
  const sheet = signal<FixSheet | null>(null);

  /** Changes the sheet if it still shows this cure, and it runs. */
  function change(operationId: string, part: Partial<FixSheet>): void {
    const shown = sheet.peek();
    if (shown?.operationId === operationId && shown.phase === 'running') sheet.value = { ...shown, ...part };
  }

  return {
    sheet,
    async open(profile, rule, choice) {
      const asked: FixSheet = {
        profile,
        rule,
        choice,
        plan: null,
        operationId: '',
        steps: [],
        error: null,
        phase: 'planning',
        tooLate: false,
      };
      sheet.value = asked;
      const reply = await client.call('diagnose.fix.plan', requestOf(asked));
      if (sheet.peek() !== asked) return;
      if (!reply.ok) sheet.value = { ...asked, error: reply.error, phase: 'failed' };
      else sheet.value = { ...asked, plan: reply.value, phase: reply.value === null ? 'gone' : 'plan' };
    },
    async run() {
      const shown = sheet.peek();
      if (shown?.phase !== 'plan') return null;
      const operationId = newId();
      sheet.value = { ...shown, phase: 'running', operationId };
      const reply = await client.call('diagnose.fix.run', { ...requestOf(shown), operationId });
      if (!reply.ok) {
        const letGo = reply.error.code === 'cancelled';
        change(operationId, letGo ? { phase: 'let-go' } : { phase: 'failed', error: reply.error });
      } else if (sheet.peek()?.operationId === operationId) sheet.value = null;
      ended(shown.profile);
      return reply.ok ? reply.value : null;
    },
    async stopWaiting() {
      const shown = sheet.peek();
      if (shown?.phase !== 'running') return;
      const reply = await client.call('operation.cancel', { operationId: shown.operationId });
      if (reply.ok) change(shown.operationId, reply.value.cancelled ? { phase: 'let-go' } : { tooLate: true });
    },
    close() {
      // What runs goes on; its end shows on the page.
      sheet.value = null;
    },
    begin: () => client.on('diagnose.fix.step', ({ operationId, steps }) => change(operationId, { steps })),
  };
}

function requestOf({ profile, rule, choice }: FixSheet): CallInput<'diagnose.fix.plan'> {
  return { profile, rule, ...(choice === null ? {} : { choice }) };
}
