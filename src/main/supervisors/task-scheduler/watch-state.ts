/** What the watch of a task knows about its restarts, and when it may be believed. */

import { z } from 'zod';
import type { Phrase } from '../../../shared/said.ts';
import { errnoOf, exists, readTextIfThere } from '../../system/files.ts';
import type { TaskAnswer } from './query.ts';
import { taskStateOf } from './result-codes.ts';
import type { TaskPaths } from './windows-paths.ts';

/** As `gateway-watch.js` writes it. Times in milliseconds since the epoch, of a clock that people can set. */
const stateSchema = z.object({
  format: z.literal(1),
  /** When this run of the watch began. */
  began: z.number(),
  /** Starts that it asked for since somebody else last started the task. */
  restarts: z.number().int().nonnegative(),
  /** Failures in a row. */
  failures: z.number().int().nonnegative(),
  /** When it will start the task again; null when it will not. */
  next: z.number().nullable(),
  gaveUp: z.boolean(),
  /** The last end that it saw: the result as a signed 32-bit number, and when the run had begun. */
  last: z.object({ result: z.number().int(), at: z.number(), run: z.number() }).nullable(),
});
export type WatchState = z.infer<typeof stateSchema>;

export type Watch =
  /** No task of that name: nothing starts the gateway again. */
  | { readonly status: 'absent' }
  /** It exists and does not run: nothing starts the gateway again now. */
  | { readonly status: 'idle' }
  /** It runs. `state` is null when it has not said anything that could be read. */
  | { readonly status: 'running'; readonly state: WatchState | null; readonly held: boolean }
  | { readonly status: 'unknown'; readonly reason: Phrase };

/** The scheduler shows seconds; a clock that is set moves both. */
const SAME_START_MS = 2_000;

/** Joins what the scheduler says about the watch's task with the file that the watch writes. Never rejects for what the file holds. */
export async function readWatch(answer: TaskAnswer, { watch }: TaskPaths): Promise<Watch> {
  if (answer.status !== 'found') return answer;
  const { task } = answer;
  if (taskStateOf(task.state) !== 'running') return { status: 'idle' };
  const state = parseWatchState(await readOrNothing(watch.state));
  const started = task.lastRun === null ? Number.NaN : Date.parse(task.lastRun);
  // A file that an earlier run left behind says nothing about this one.
  const current = state !== null && !(state.began < started - SAME_START_MS);
  return { status: 'running', state: current ? state : null, held: await exists(watch.hold) };
}

/** Pure: null for anything but a whole state. */
export function parseWatchState(text: string | null): WatchState | null {
  if (text === null) return null;
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
}

/** One sentence for the details pane. */
export function watchWords(watch: Watch): string {
  if (watch.status === 'absent') return 'no: nothing watches this task';
  if (watch.status === 'idle') return 'no: its watch is installed but does not run';
  if (watch.status === 'unknown') return `not known: ${watch.reason}`;
  const { state, held } = watch;
  if (held) return 'no: it was stopped on request';
  if (state === null) return 'yes';
  if (state.gaveUp) return `given up after ${state.failures} failures in a row`;
  if (state.next !== null) return `yes, next at ${new Date(state.next).toISOString()}`;
  return `yes (${state.restarts} so far)`;
}

/** The watch replaces its file in two steps; between them there is only the new one. A file that cannot be read is as good as none. */
async function readOrNothing(path: string): Promise<string | null> {
  for (let attempt = 0; ; attempt += 1) {
    const text = await readTextIfThere(path).catch(unreadable);
    if (parseWatchState(text) !== null || attempt === 2 || !(await exists(`${path}.new`))) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function unreadable(cause: unknown): null {
  if (errnoOf(cause) !== null) return null;
  throw cause;
}
