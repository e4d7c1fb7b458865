/**
 * Typed client over the preload's bridge: parses replies and events, so that a window of another build fails loudly.
 */

import { fail, type Outcome, ok } from '../outcome.ts';
import { say } from '../said.ts';
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

const DISAGREE = say('call.disagree');
const RESTART = say('hint.restart-app');

export function createClient(bridge: Bridge, onBroken: (message: string) => void): Client {
  return {
    async call(name, input) {
      let raw: unknown;
      try {
        raw = await bridge.call(name, input);
      } catch (cause) {
        return fail('internal', say('call.silent', { name, error: String(cause) }), RESTART);
      }
      const reply = replySchema.safeParse(raw);
      if (!reply.success) return fail('internal', DISAGREE, RESTART);
      if (!reply.data.ok) return reply.data;
      const value = calls[name].output.safeParse(reply.data.value);
      if (!value.success) return fail('internal', DISAGREE, RESTART);
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
