/**
 * The tail of each profile's log as last read. Who shows it decides when to read.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { LogLine } from '../../shared/log-line.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { ToldFields } from '../../shared/said.ts';

export interface LogTail {
  readonly lines: readonly LogLine[];
  readonly sources: readonly string[];
  readonly problems: readonly string[];
  readonly told?: ToldFields | undefined;
  /** The last read failed; the lines are those of the last one that did not. */
  readonly error: OperationError | null;
}

export interface Logs {
  readonly tails: ReadonlySignal<ReadonlyMap<string, LogTail>>;
  /** Reads the last `lines` lines; a read of the same profile already under way is not doubled. */
  read(profile: string, lines: number): Promise<void>;
}

const NONE: LogTail = { lines: [], sources: [], problems: [], error: null };

export function createLogs(client: Client): Logs {
  const tails = signal<ReadonlyMap<string, LogTail>>(new Map());
  const reading = new Set<string>();
  return {
    tails,
    async read(profile, lines) {
      const key = `${lines} ${profile}`;
      if (reading.has(key)) return;
      reading.add(key);
      const reply = await client.call('logs.recent', { profile, lines });
      reading.delete(key);
      const before = tails.peek().get(profile) ?? NONE;
      const next: LogTail = reply.ok ? { ...reply.value, error: null } : { ...before, error: reply.error };
      // An equal answer keeps the old object, so that a poll that brings nothing draws nothing.
      if (JSON.stringify(next) !== JSON.stringify(tails.peek().get(profile))) {
        tails.value = new Map(tails.peek()).set(profile, next);
      }
    },
  };
}
