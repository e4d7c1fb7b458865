/**
 * All state of the window, composed once by main.tsx and handed down by context.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import { type Words, wordsFor } from '../../shared/text/words.ts';
import { createDiagnose, type DiagnoseState } from './diagnose.ts';
import { createLogs, type Logs } from './logs.ts';
import { createOperations, type Operations, type OperationTools } from './operations.ts';
import { createPlanSheet, type PlanSheetState } from './plan-sheet.ts';
import { createStatusState, type StatusState } from './status.ts';

export interface StoreTools extends OperationTools {
  /** Calls back about once a second while the window is seen; returns the function that ends it. */
  readonly everySecond: (tick: () => void) => () => void;
}

export interface Store {
  readonly client: Client;
  readonly words: ReadonlySignal<Words>;
  /** Wall clock in milliseconds, once a second. */
  readonly now: ReadonlySignal<number>;
  readonly status: StatusState;
  readonly operations: Operations;
  readonly plan: PlanSheetState;
  readonly logs: Logs;
  readonly diagnose: DiagnoseState;
  readonly adding: Signal<boolean>;
  /** A short confirmation ("Copied"), or null. */
  readonly toast: ReadonlySignal<string | null>;
  say(text: string): void;
  copy(text: string): Promise<void>;
  begin(): () => void;
}

const TOAST_MS = 4000;

export function createStore(client: Client, tools: StoreTools): Store {
  const status = createStatusState(client);
  const operations = createOperations(client, tools);
  const now = signal(tools.now());
  const toast = signal<string | null>(null);
  const words = computed(() => wordsFor(status.info.value?.language ?? 'en'));
  let endToast = () => {};

  function say(text: string): void {
    endToast();
    toast.value = text;
    endToast = tools.after(TOAST_MS, () => {
      toast.value = null;
    });
  }
  return {
    client,
    words,
    now,
    status,
    operations,
    plan: createPlanSheet(client, operations),
    logs: createLogs(client),
    diagnose: createDiagnose(client, status),
    adding: signal(false),
    toast,
    say,
    async copy(text) {
      const reply = await client.call('clipboard.copy', { text });
      say(reply.ok ? words.peek().act.copied : reply.error.message);
    },
    begin() {
      const ends = [
        operations.begin(),
        status.begin(),
        tools.everySecond(() => {
          now.value = tools.now();
        }),
        effect(() => {
          const snapshot = status.snapshot.value;
          now.value = tools.now();
          if (snapshot !== null) operations.settle(snapshot);
        }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
