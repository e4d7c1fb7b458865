/**
 * Operations under way and how they ended, one per profile. Success is taken from the reply only, never from the click.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { ControlAction, InstallOptions, OperationResult, OperationStep } from '../../shared/operation.ts';
import type { OperationError, Outcome } from '../../shared/outcome.ts';

export type OperationEnd =
  | { readonly kind: 'done'; readonly result: OperationResult; readonly tookMs: number; readonly at: number }
  | { readonly kind: 'failed'; readonly error: OperationError; readonly at: number }
  /** We stopped waiting. `tooLate`: the work could not be called off and goes on. */
  | { readonly kind: 'let-go'; readonly tooLate: boolean; readonly at: number };

export interface OperationView {
  readonly id: string;
  readonly profile: string;
  readonly action: ControlAction;
  /** Started here; false when the tray or a second window started it. */
  readonly own: boolean;
  readonly startedAt: number;
  /** Steps are drawn only once it has lasted long enough to be worth reading. */
  readonly shown: boolean;
  readonly steps: readonly OperationStep[];
  readonly end: OperationEnd | null;
  /** Warnings that the person read in the plan; they are not told a second time. */
  readonly told: readonly string[];
}

export interface Operations {
  readonly views: ReadonlySignal<ReadonlyMap<string, OperationView>>;
  run(
    action: ControlAction,
    profile: string,
    options?: InstallOptions,
    told?: readonly string[],
  ): Promise<Outcome<OperationResult>>;
  stopWaiting(profile: string): Promise<void>;
  dismiss(profile: string): void;
  /** Forgets operations of others that the snapshot says are over. */
  settle(snapshot: StatusSnapshot): void;
  begin(): () => void;
}

/** Steps appear after this long, so that a quick action does not flash. */
export const SHOW_AFTER_MS = 400;

export interface OperationTools {
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly newId: () => string;
}

export function createOperations(client: Client, tools: OperationTools): Operations {
  const views = signal<ReadonlyMap<string, OperationView>>(new Map());

  function put(view: OperationView): void {
    views.value = new Map(views.peek()).set(view.profile, view);
  }
  function drop(profile: string): void {
    const next = new Map(views.peek());
    next.delete(profile);
    views.value = next;
  }
  /** Changes the operation of this id if it is still the one of its profile and has not ended. */
  function change(profile: string, id: string, part: Partial<OperationView>): void {
    const view = views.peek().get(profile);
    if (view !== undefined && view.id === id && view.end === null) put({ ...view, ...part });
  }
  function open(profile: string, action: ControlAction, id: string, own: boolean, told: readonly string[]): void {
    put({ id, profile, action, own, startedAt: tools.now(), shown: false, steps: [], end: null, told });
    tools.after(SHOW_AFTER_MS, () => change(profile, id, { shown: true }));
  }

  return {
    views,
    async run(action, profile, options = {}, told = []) {
      const id = tools.newId();
      open(profile, action, id, true, told);
      const startedAt = tools.now();
      const reply = await client.call('operation.run', { operationId: id, action, profile, options });
      const at = tools.now();
      if (reply.ok) {
        change(profile, id, { end: { kind: 'done', result: reply.value, tookMs: at - startedAt, at } });
      } else if (reply.error.code === 'cancelled') {
        change(profile, id, { end: { kind: 'let-go', tooLate: false, at } });
      } else {
        change(profile, id, { end: { kind: 'failed', error: reply.error, at } });
      }
      return reply;
    },
    async stopWaiting(profile) {
      const view = views.peek().get(profile);
      if (view === undefined || view.end !== null) return;
      const reply = await client.call('operation.cancel', { operationId: view.id });
      const tooLate = reply.ok && !reply.value.cancelled;
      change(profile, view.id, { end: { kind: 'let-go', tooLate, at: tools.now() } });
    },
    dismiss: drop,
    settle(snapshot) {
      for (const { profile, busy } of snapshot.profiles) {
        const view = views.peek().get(profile);
        if (busy === null && view !== undefined && !view.own) drop(profile);
      }
    },
    begin() {
      return client.on('operation.step', (event) => {
        const view = views.peek().get(event.profile);
        if (view?.id !== event.operationId) {
          if (view?.own && view.end === null) return;
          open(event.profile, event.action, event.operationId, false, []);
        }
        change(event.profile, event.operationId, { steps: event.steps });
      });
    },
  };
}
