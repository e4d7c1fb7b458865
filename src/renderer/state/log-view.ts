/** The one log view that is open: its stream, its lines, what is searched and shown of them. */

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { LogLevel, LogSourceName } from '../../shared/log-line.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { ToldFields } from '../../shared/said.ts';
import type { LogAct } from './commands/command.ts';
import { FIRST_LINES } from './commands/log-commands.ts';
import { createLogBuffer, type LogBuffer } from './log-buffer.ts';

export interface LogViewState {
  /** `opening` until the first page came; lines of the view before may still be shown. */
  readonly phase: 'opening' | 'open' | 'failed';
  readonly error: OperationError | null;
  readonly problems: readonly string[];
  readonly told?: ToldFields | undefined;
  /** Paths and commands that are read. */
  readonly places: readonly string[];
  readonly sources: readonly LogSourceName[];
  readonly inFile: boolean;
  /** There is something older that was not read yet. */
  readonly more: boolean;
  readonly loading: boolean;
  /** Lines that came too fast to be shown. */
  readonly dropped: number;
}

export interface LogView {
  readonly state: ReadonlySignal<LogViewState>;
  readonly buffer: LogBuffer;
  /** Rises whenever the buffer changed: it is changed in place. */
  readonly version: ReadonlySignal<number>;
  readonly level: ReadonlySignal<LogLevel | null>;
  readonly source: Signal<LogSourceName | null>;
  readonly query: ReadonlySignal<string>;
  /** Where the view is to begin, in milliseconds of the wall clock; set once by a link and taken by the view. */
  readonly since: Signal<number | null>;
  /** It stays at the newest line. */
  readonly follow: Signal<boolean>;
  /** What a command asks of the view; taken by the view. */
  readonly wanted: Signal<LogAct | null>;
  filter(level: LogLevel | null): void;
  search(text: string): void;
  /** Follows a profile's log until the returned function is called. */
  open(profile: string): () => void;
  /** Reads a page of older lines; false when there is none, or when no more are kept. */
  older(): Promise<boolean>;
}

const OLDER_LINES = 2_000;
const NOTHING: LogViewState = {
  phase: 'opening',
  error: null,
  problems: [],
  places: [],
  sources: [],
  inFile: false,
  more: false,
  loading: false,
  dropped: 0,
};

export function createLogView(client: Client, newId: () => string): LogView {
  const state = signal<LogViewState>(NOTHING);
  const version = signal(0);
  const level = signal<LogLevel | null>(null);
  const source = signal<LogSourceName | null>(null);
  const query = signal('');
  const buffer = createLogBuffer();
  let current: string | null = null;
  let shownOf: string | null = null;

  const change = (next: Partial<LogViewState>): void => {
    state.value = { ...state.peek(), ...next };
  };
  const changed = (): void => {
    version.value += 1;
  };
  const take = ({ lines, dropped, problems, told }: EventPayload<'logs.lines'>): void => {
    const before = state.peek();
    if (dropped > 0 || JSON.stringify(problems) !== JSON.stringify(before.problems))
      change({ dropped: before.dropped + dropped, problems, told });
    if (lines.length === 0) return;
    buffer.append(lines);
    changed();
  };
  const begin = async (streamId: string, profile: string, early: EventPayload<'logs.lines'>[]): Promise<void> => {
    const reply = await client.call('logs.open', {
      streamId,
      profile,
      source: source.peek(),
      lines: FIRST_LINES,
    });
    if (current !== streamId) {
      // Left before it was open: the app does not know that it is not wanted.
      if (reply.ok) void client.call('logs.close', { streamId });
      return;
    }
    if (!reply.ok) {
      change({ phase: 'failed', error: reply.error });
      return;
    }
    const { lines, ...rest } = reply.value;
    buffer.clear();
    shownOf = profile;
    buffer.append(lines);
    change({ ...NOTHING, ...rest, phase: 'open' });
    for (const event of early.splice(0)) take(event);
    changed();
  };

  return {
    state,
    buffer,
    version,
    level,
    source,
    query,
    since: signal<number | null>(null),
    follow: signal(true),
    wanted: signal<LogAct | null>(null),
    filter(next) {
      level.value = next;
      buffer.filter(next);
      changed();
    },
    search(text) {
      query.value = text;
      buffer.search(text);
      changed();
    },
    open(profile) {
      const streamId = newId();
      current = streamId;
      if (shownOf !== profile) {
        buffer.clear();
        changed();
        state.value = NOTHING;
      } else change({ phase: 'opening', error: null });
      const early: EventPayload<'logs.lines'>[] = [];
      const end = client.on('logs.lines', (event) => {
        if (event.streamId !== streamId) return;
        if (state.peek().phase === 'open') take(event);
        else early.push(event);
      });
      void begin(streamId, profile, early);
      return () => {
        end();
        if (current !== streamId) return;
        current = null;
        if (state.peek().phase === 'open') void client.call('logs.close', { streamId });
      };
    },
    async older() {
      const streamId = current;
      const { more, loading, phase } = state.peek();
      if (streamId === null || !more || loading || phase !== 'open' || !buffer.hasRoom()) return false;
      change({ loading: true });
      const reply = await client.call('logs.older', { streamId, lines: OLDER_LINES });
      if (current !== streamId) return false;
      // It may have ended with the app's view of it; what is shown stays.
      change(reply.ok ? { loading: false, more: reply.value.more } : { loading: false, more: false });
      if (!reply.ok) return false;
      buffer.prepend(reply.value.lines);
      changed();
      return reply.value.lines.length > 0;
    },
  };
}
