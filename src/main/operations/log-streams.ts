/** The views of logs that are open in the window. Nothing of a log is read while there is none. */

import { existsSync } from 'node:fs';
import type { CallInput, CallOutput, EventPayload } from '../../shared/ipc/contract.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import { type Phrase, say, type ToldFields, textOf, told } from '../../shared/said.ts';
import type { LogStream, StreamContext } from '../logs/stream.ts';
import type { LogSubject } from '../logs/subject.ts';

export interface LogStreams {
  /** Opens a view and begins to follow it; lines come to the listeners. @throws ExpectedError. */
  open(input: CallInput<'logs.open'>): Promise<CallOutput<'logs.open'>>;
  /** @throws ExpectedError `invalid-option` for a view that is not open. */
  older(input: CallInput<'logs.older'>): Promise<CallOutput<'logs.older'>>;
  /** Closing what is not open is no error: it may have ended with the window. */
  close(streamId: string): Promise<void>;
  closeAll(): Promise<void>;
  /** The file to show in the desktop's file manager. @throws ExpectedError `not-supported` when this profile's log is in no file. */
  fileOf(profile: string): Promise<string>;
  /** Hears of every batch. Returns the function that ends the subscription. */
  onLines(listener: (lines: EventPayload<'logs.lines'>) => void): () => void;
}

export interface LogStreamsOptions {
  readonly context: StreamContext;
  /** Whose logs these are. @throws ExpectedError. */
  readonly subjectOf: (profile: string) => Promise<LogSubject>;
  readonly onDefect: (cause: unknown) => void;
}

/** A window shows one; more are a window that forgot to close its own, for example because it was reloaded. */
const MAX_OPEN = 4;
const PROBLEMS_MS = 1_000;

interface OpenView {
  readonly stream: LogStream;
  readonly timer: NodeJS.Timeout;
}

export function createLogStreams({ context, subjectOf, onDefect }: LogStreamsOptions): LogStreams {
  /** In the order of their opening. */
  const views = new Map<string, OpenView>();
  /** Raised when all are closed, so that an opening that is under way is not left behind. */
  let era = 0;
  const listeners = new Set<(lines: EventPayload<'logs.lines'>) => void>();
  const tell = (payload: EventPayload<'logs.lines'>): void => {
    for (const listener of listeners) listener(payload);
  };
  const close = async (streamId: string): Promise<void> => {
    const view = views.get(streamId);
    if (view === undefined) return;
    views.delete(streamId);
    clearInterval(view.timer);
    await view.stream.close();
  };
  const openOf = async (profile: string, source: CallInput<'logs.open'>['source'], follow: boolean) => {
    const subject = await subjectOf(profile);
    const { openLogStream } = await import('../logs/stream.ts');
    return openLogStream(context, subject, { source, follow, onDefect });
  };

  return {
    async open({ streamId, profile, source, lines }) {
      if (views.has(streamId)) throw new ExpectedError('invalid-option', say('invalid-option.log-open'));
      const openedIn = era;
      const stream = await openOf(profile, source, true);
      const page = await stream.older(lines);
      if (era !== openedIn) {
        await stream.close();
        throw new ExpectedError('cancelled', say('cancelled.log-closed'));
      }
      let trouble = troubleOf(stream);
      stream.follow((batch) => {
        trouble = troubleOf(stream);
        tell({ streamId, lines: [...batch.lines], dropped: batch.dropped, ...trouble });
      });
      const timer = setInterval(() => {
        const now = troubleOf(stream);
        if (JSON.stringify(now) === JSON.stringify(trouble)) return;
        trouble = now;
        tell({ streamId, lines: [], dropped: 0, ...trouble });
      }, PROBLEMS_MS);
      timer.unref();
      views.set(streamId, { stream, timer });
      const [oldest] = views.keys();
      if (views.size > MAX_OPEN && oldest !== undefined) close(oldest).catch(onDefect);
      return {
        lines: [...page.lines],
        more: page.more,
        places: [...stream.labels],
        sources: [...stream.sources],
        ...trouble,
        inFile: stream.paths.some((path) => existsSync(path)),
      };
    },
    async older({ streamId, lines }) {
      const view = views.get(streamId);
      if (view === undefined)
        throw new ExpectedError('invalid-option', say('invalid-option.log-gone'), {
          hint: say('hint.open-again'),
        });
      const page = await view.stream.older(lines);
      return { lines: [...page.lines], more: page.more };
    },
    close,
    async closeAll() {
      era += 1;
      await Promise.all([...views.keys()].map(close));
    },
    async fileOf(profile) {
      const stream = await openOf(profile, null, false);
      const path = stream.paths.find((each) => existsSync(each));
      await stream.close();
      if (path !== undefined) return path;
      throw new ExpectedError('not-supported', say('not-supported.log-no-file', { profile }), {
        hint: say('hint.log-read-from', { places: stream.labels.join('; ') }),
      });
    },
    onLines(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What cannot be read now, as it travels. */
function troubleOf(stream: { problems(): readonly Phrase[] }): { problems: string[]; told?: ToldFields | undefined } {
  const problems = stream.problems();
  return { problems: problems.map(textOf), ...told({ problems }) };
}
