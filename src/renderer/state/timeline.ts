/**
 * The last 24 hours of each profile as last read. Who shows them decides when to read.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { Timeline } from '../../shared/timeline.ts';

export interface TimelineView {
  /** null until the first answer came. */
  readonly timeline: Timeline | null;
  /** The last read failed; `timeline` is that of the last one that did not. */
  readonly error: OperationError | null;
}

export interface Timelines {
  readonly views: ReadonlySignal<ReadonlyMap<string, TimelineView>>;
  /** A read of the same profile already under way is not doubled. */
  read(profile: string): Promise<void>;
}

export const TIMELINE_HOURS = 24;

export function createTimelines(client: Client): Timelines {
  const views = signal<ReadonlyMap<string, TimelineView>>(new Map());
  const reading = new Set<string>();
  return {
    views,
    async read(profile) {
      if (reading.has(profile)) return;
      reading.add(profile);
      const reply = await client.call('timeline.read', { profile, hours: TIMELINE_HOURS });
      reading.delete(profile);
      const before = views.peek().get(profile)?.timeline ?? null;
      const next = reply.ok ? { timeline: reply.value, error: null } : { timeline: before, error: reply.error };
      views.value = new Map(views.peek()).set(profile, next);
    },
  };
}
