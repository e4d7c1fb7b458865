/**
 * The window's only way in: one channel, checked and parsed on both sides of every handler. Errors travel back as data.
 */

import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { CALL_CHANNEL, type CallName, EVENT_CHANNEL, type EventName } from '../../shared/ipc/channels.ts';
import {
  type CallInput,
  type CallOutput,
  calls,
  type EventPayload,
  events,
  type Reply,
} from '../../shared/ipc/contract.ts';
import { ExpectedError, fail, type Outcome } from '../../shared/outcome.ts';
import { say } from '../../shared/said.ts';
import { UI_ORIGIN } from './ui-address.ts';

/** One handler for each call of the contract: a missing or an extra one does not compile. */
export type Handlers = { readonly [C in CallName]: (input: CallInput<C>) => Promise<Outcome<CallOutput<C>>> };

/** What the server writes about calls it refused or that broke. Never holds a payload. */
export interface IpcLog {
  warn(message: string): void;
  error(message: string, cause: unknown): void;
}

export interface IpcServer {
  /** Lets this window call, until it is destroyed. */
  trust(contents: WebContents): void;
  /** Sends an event to every trusted window. A payload that breaks the contract is a defect of ours: logged, not sent. */
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void;
  dispose(): void;
}

/** The part of an invoke event that the sender check looks at. */
export type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

export interface IpcServerOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers;
  readonly log: IpcLog;
}

export function createIpcServer({ ipcMain, handlers, log }: IpcServerOptions): IpcServer {
  const trusted = new Set<WebContents>();

  ipcMain.handle(CALL_CHANNEL, async (event, message: unknown): Promise<Reply> => {
    const refusal = refuseSender(event, trusted);
    if (refusal !== null) {
      log.warn(`A call was refused: ${refusal}.`);
      return fail('internal', say('call.refused'));
    }
    return answer(handlers, log, message);
  });

  return {
    trust(contents) {
      trusted.add(contents);
      contents.once('destroyed', () => trusted.delete(contents));
    },
    emit(name, payload) {
      const parsed = events[name].safeParse(payload);
      if (!parsed.success) {
        log.error(`The event ${name} does not keep the contract and was not sent.`, parsed.error);
        return;
      }
      for (const contents of trusted) {
        if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, { name, payload: parsed.data });
      }
    },
    dispose() {
      ipcMain.removeHandler(CALL_CHANNEL);
      trusted.clear();
    },
  };
}

/** Why this sender may not call, or null when it may: a window of ours, its main frame, our own origin; all three. */
export function refuseSender({ sender, senderFrame }: Sender, trusted: ReadonlySet<WebContents>): string | null {
  if (!trusted.has(sender)) return 'the window is not one of ours';
  // Null when the frame navigated away or was destroyed while the message was on its way.
  if (senderFrame === null) return 'the frame is gone';
  if (senderFrame.parent !== null) return 'it came from a frame inside the page';
  if (senderFrame.origin !== UI_ORIGIN) return 'the page is not our own';
  return null;
}

/** What the preload sends. */
const messageSchema = z.strictObject({ name: z.string(), input: z.unknown() });

/** One call of a sender that was already checked. Never rejects. */
export async function answer(handlers: Handlers, log: IpcLog, message: unknown): Promise<Reply> {
  const parsed = messageSchema.safeParse(message);
  if (!parsed.success) {
    log.warn("A call that is not of the bridge's form was refused.");
    return fail('usage', say('call.not-understood'));
  }
  const { name, input } = parsed.data;
  if (!isCallName(name)) {
    log.warn('A call of an unknown name was refused.');
    return fail('usage', say('call.none'));
  }
  return answerCall(handlers, log, name, input);
}

async function answerCall<C extends CallName>(
  handlers: Handlers,
  log: IpcLog,
  name: C,
  input: unknown,
): Promise<Reply> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    // Where it is wrong, never what was in it: an input may hold a token.
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)').join(', ');
    log.warn(`Input of ${name} was refused at ${where}.`);
    return fail('usage', say('call.input', { name, where }));
  }
  let outcome: Outcome<CallOutput<C>>;
  try {
    outcome = await handlers[name](parsed.data as CallInput<C>);
  } catch (cause) {
    if (cause instanceof ExpectedError) return cause.toOutcome();
    // A defect: this is the top handler for everything that a window asks for.
    log.error(`${name} failed unexpectedly.`, cause);
    return fail('internal', say('call.failed', { name }), say('hint.app-log'));
  }
  if (!outcome.ok) return outcome;
  const value = calls[name].output.safeParse(outcome.value);
  if (!value.success) {
    log.error(`The answer of ${name} does not keep the contract.`, value.error);
    return fail('internal', say('call.answer', { name }));
  }
  return { ok: true, value: value.data };
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
