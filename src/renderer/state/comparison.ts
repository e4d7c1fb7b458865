/**
 * The definition as it is against the one that would be written now, for the Service page. Asked when the page is looked at.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';

export interface Comparison {
  readonly profile: string;
  /** null while it is worked out, and when it could not be. */
  readonly plan: Plan | null;
  readonly error: OperationError | null;
}

export interface ComparisonState {
  /** null before a first question. */
  readonly seen: ReadonlySignal<Comparison | null>;
  compare(profile: string): Promise<void>;
}

export function createComparison(client: Client): ComparisonState {
  const seen = signal<Comparison | null>(null);
  return {
    seen,
    async compare(profile) {
      const asked: Comparison = { profile, plan: null, error: null };
      seen.value = asked;
      const reply = await client.call('operation.plan', { action: 'install', profile, options: { force: true } });
      // Another profile was asked about meanwhile.
      if (seen.peek() !== asked) return;
      seen.value = reply.ok ? { ...asked, plan: reply.value } : { ...asked, error: reply.error };
    },
  };
}
