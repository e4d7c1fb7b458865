/**
 * Runs the hooks when a verdict changes. The app and `watch --alerts` may both be there: a lock decides which of them tells, so that
 * nothing is told twice.
 */

import type { StatusSnapshot } from '../../../shared/ipc/contract.ts';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, type Said, say } from '../../../shared/said.ts';
import { isoTime } from '../../system/clock.ts';
import { acquireLock, type HeldLock } from '../../system/lock.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import type { CoreContext } from '../context.ts';
import { type AlertFacts, changeFacts, testFacts } from './alert-facts.ts';
import type { Hook } from './hook.ts';
import { createHookQueue, DEFAULT_PAUSES_MS, type HookQueue } from './hook-queue.ts';
import { createHookStore } from './hook-store.ts';
import { type Sent, sendCommand } from './send-command.ts';
import { createVerdictChanges } from './verdict-changes.ts';

export interface Alerts {
  /** Every snapshot of the monitor. Returns at once. */
  take(snapshot: StatusSnapshot): void;
  /** Resolves when every alert so far was delivered or given up. */
  idle(): Promise<void>;
  /** Ends what is under way, and lets another process tell. */
  dispose(): Promise<void>;
}

export interface AlertsOptions {
  /** For the log: an alert that could not be delivered, settings that cannot be used. */
  readonly onNote: (note: Phrase) => void;
  readonly onDefect: (cause: unknown) => void;
  /** See `QueueOptions`. */
  readonly pausesMs?: readonly number[];
}

function undelivered(about: { id: string; profile: string; level: string; reason: Phrase }, attempts: number): Said {
  if (attempts === 1) return say('note.alert-undelivered', about);
  return say('note.alert-undelivered-attempts', { ...about, attempts });
}

export function createAlerts(context: CoreContext, options: AlertsOptions): Alerts {
  const store = createHookStore(context);
  const changes = createVerdictChanges();
  const queues = new Map<string, { readonly queue: HookQueue; readonly end: AbortController }>();
  const end = new AbortController();
  const said = new Set<string>();
  let lock: HeldLock | null = null;
  let dispatching: Promise<void> = Promise.resolve();

  /** The same sentence once, and again only after it was not true for a while. */
  const noteOnce = (text: Phrase | null, kind: string) => {
    if (text === null) {
      said.delete(kind);
      return;
    }
    if (!said.has(kind)) options.onNote(text);
    said.add(kind);
  };

  /** Is it for this process to tell? */
  const isOurs = async (): Promise<boolean> => {
    if (lock !== null) return true;
    try {
      lock = await acquireLock({
        folder: context.host.appDirs.runtime,
        name: 'alerts',
        purpose: say('doing.send-alerts'),
        waitMs: 0,
        clock: context.clock,
      });
      noteOnce(null, 'locked');
      return true;
    } catch (cause) {
      if (!(cause instanceof ExpectedError)) throw cause;
      const words = cause.code === 'locked' ? say('note.alerts-elsewhere') : cause.said.message;
      noteOnce(words, 'locked');
      return false;
    }
  };

  const queueOf = (hook: Hook): HookQueue => {
    const key = JSON.stringify(hook);
    const known = queues.get(key);
    if (known !== undefined) return known.queue;
    const own = new AbortController();
    const signal = AbortSignal.any([own.signal, end.signal]);
    const queue = createHookQueue({
      perMinute: hook.perMinute,
      clock: context.clock,
      signal,
      pausesMs: options.pausesMs ?? DEFAULT_PAUSES_MS,
      send: (facts) => sendOnce(context, hook, facts, signal),
      onGivenUp: (facts, reason, attempts) =>
        options.onNote(
          undelivered({ id: hook.id, profile: facts.profile, level: facts.verdict.level, reason }, attempts),
        ),
      onDefect: options.onDefect,
    });
    queues.set(key, { queue, end: own });
    return queue;
  };

  const dispatch = async (news: readonly AlertFacts[]) => {
    const { hooks, problem } = await store.read();
    noteOnce(problem, 'settings');
    const current = new Set(hooks.map((hook) => JSON.stringify(hook)));
    for (const [key, { end: over }] of queues) {
      if (current.has(key)) continue;
      over.abort(new Error('the hook was removed'));
      queues.delete(key);
    }
    const wanted = hooks.flatMap((hook) =>
      news.filter((facts) => isFor(hook, facts)).map((facts) => ({ hook, facts })),
    );
    if (wanted.length === 0 || end.signal.aborted || !(await isOurs())) return;
    for (const { hook, facts } of wanted) queueOf(hook).put(facts);
  };

  return {
    take(snapshot) {
      const news = changes
        .take(snapshot)
        .map(({ previous, report }) =>
          changeFacts(context.host.hostname, isoTime(context.clock.now()), previous, report),
        );
      if (news.length === 0 || end.signal.aborted) return;
      // One after the other, so that two changes reach a hook in their order.
      dispatching = dispatching.then(() => dispatch(news)).catch(options.onDefect);
    },
    async idle() {
      await dispatching;
      await Promise.all([...queues.values()].map(({ queue }) => queue.idle()));
    },
    async dispose() {
      end.abort(new Error('the program ends'));
      await dispatching;
      await Promise.all([...queues.values()].map(({ queue }) => queue.idle()));
      const held = lock;
      lock = null;
      await held?.release();
    },
  };
}

function isFor(hook: Hook, { profile, verdict }: AlertFacts): boolean {
  if (hook.profile !== null && hook.profile !== profile) return false;
  return hook.levels === null || hook.levels.includes(verdict.level);
}

/** One attempt. */
async function sendOnce(context: CoreContext, hook: Hook, facts: AlertFacts, signal: AbortSignal): Promise<Sent> {
  const { host, version } = context;
  if (hook.kind === 'command') {
    // Not the context's runner: a command of somebody else's may leave programs behind that hold its output open.
    return sendCommand(hook, facts, { runner: createSpawnRunner(host.env), env: host.env, signal });
  }
  const { sendWebhook } = await import('./send-webhook.ts');
  return sendWebhook(hook, facts, { env: host.env, uid: host.uid, version, signal });
}

/** Sends a test alert through one hook, once, whatever its limits. */
export function sendTest(context: CoreContext, hook: Hook, signal: AbortSignal): Promise<Sent> {
  const facts = testFacts(context.host.hostname, isoTime(context.clock.now()), hook.profile ?? 'default');
  return sendOnce(context, hook, facts, signal);
}
