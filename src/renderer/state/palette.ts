/**
 * The palette and its two relatives, the list of keys and the list of a profile's commands: whether they are open, and what was used last.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** A small text that outlives the window; empty when there is none. */
export interface Memory {
  read(): string;
  write(text: string): void;
}

export interface Palette {
  readonly open: Signal<boolean>;
  /** The list of keys is open. */
  readonly keys: Signal<boolean>;
  /** The profile whose commands are listed. */
  readonly listed: Signal<string | null>;
  /** Ids of commands, the last used first. */
  readonly recent: ReadonlySignal<readonly string[]>;
  used(id: string): void;
  /** Closes all three. */
  close(): void;
}

/** More than are shown, because some of them may not be possible the next time. */
const KEPT = 12;
const MAX_ID = 400;

/** What was written by us, or by nobody knows whom: only short lines count. */
function parse(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((id) => id !== '' && id.length <= MAX_ID)
    .slice(0, KEPT);
}

export function createPalette(memory: Memory): Palette {
  const recent = signal<readonly string[]>(parse(memory.read()));
  const open = signal(false);
  const keys = signal(false);
  const listed = signal<string | null>(null);
  return {
    open,
    keys,
    listed,
    recent,
    close() {
      open.value = false;
      keys.value = false;
      listed.value = null;
    },
    used(id) {
      recent.value = [id, ...recent.peek().filter((each) => each !== id)].slice(0, KEPT);
      memory.write(recent.peek().join('\n'));
    },
  };
}
