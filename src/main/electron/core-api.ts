/**
 * What the Electron side asks of the core, and nothing else. Implemented by `operations/app-core.ts`; types only, so that this folder
 * can be read and tested without it.
 */
import type { CallInput, CallOutput, StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { OperationResult, OperationStep } from '../../shared/operation.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';

export interface AppCore {
  /** All profiles with the last that is known of each; never waits. */
  snapshot(): StatusSnapshot;
  /** Called with every changed snapshot. Returns the function that ends the subscription. */
  onChange(listener: (snapshot: StatusSnapshot) => void): () => void;
  /** Reads one profile, or all of them, now. Resolves with the fresh snapshot. */
  refresh(input: { profile?: string; deep?: boolean }): Promise<StatusSnapshot>;
  plan(input: CallInput<'operation.plan'>): Promise<Outcome<Plan>>;
  /** `onStep` gets the whole list of steps each time one of them changes. */
  run(
    input: CallInput<'operation.run'>,
    onStep: (steps: readonly OperationStep[]) => void,
  ): Promise<Outcome<OperationResult>>;
  /** False when the operation is past the point where it can be left, or is not known. */
  cancel(operationId: string): boolean;
  recentLogs(input: CallInput<'logs.recent'>): Promise<Outcome<CallOutput<'logs.recent'>>>;
  addProfile(name: string): Promise<Outcome<{ profile: string }>>;
  forgetProfile(profile: string): Promise<Outcome<Record<string, never>>>;
  /** http(s) URL on loopback, without a secret in it. */
  dashboardUrl(profile: string): Outcome<string>;
  /** Window visible: look more often. Hidden: back off. */
  setAttention(visible: boolean): void;
  /** After sleep: a fresh look at everything. */
  wake(): void;
  dispose(): Promise<void>;
}
