/**
 * Typed client over the preload's bridge: parses replies and events, so that a window of another build fails loudly.
 */
import { type Outcome, ok } from '../outcome.ts';
import type { CallName, EventName } from './channels.ts';
import {
  type Bridge,
  type CallInput,
  type CallOutput,
  calls,
  type EventPayload,
  events,
  replySchema,
} from './contract.ts';

export interface Client {
  /** Never rejects: a transport failure or an unreadable reply becomes an `internal` error. */
  call<C extends CallName>(name: C, input: CallInput<C>): Promise<Outcome<CallOutput<C>>>;
  /** Returns the function that ends the subscription. A payload that does not parse goes to `onBroken`. */
  on<E extends EventName>(name: E, listener: (payload: EventPayload<E>) => void): () => void;
}

const DISAGREE = 'The window and the app do not understand each other.';
const RESTART = 'Quit OpenClaw Tray and start it again; they are of different versions.';

export function createClient(bridge: Bridge, onBroken: (message: string) => void): Client {
  return {
    async call(name, input) {
      let raw: unknown;
      try {
        raw = await bridge.call(name, input);
      } catch (cause) {
        return {
          ok: false,
          error: { code: 'internal', message: `The app did not answer ${name}: ${String(cause)}`, hint: RESTART },
        };
      }
      const reply = replySchema.safeParse(raw);
      if (!reply.success) return { ok: false, error: { code: 'internal', message: DISAGREE, hint: RESTART } };
      if (!reply.data.ok) return reply.data;
      const value = calls[name].output.safeParse(reply.data.value);
      if (!value.success) return { ok: false, error: { code: 'internal', message: DISAGREE, hint: RESTART } };
      return ok(value.data as CallOutput<typeof name>);
    },
    on(name, listener) {
      return bridge.on(name, (payload) => {
        const parsed = events[name].safeParse(payload);
        if (parsed.success) listener(parsed.data as EventPayload<typeof name>);
        else onBroken(`${DISAGREE} (${name})`);
      });
    },
  };
}
