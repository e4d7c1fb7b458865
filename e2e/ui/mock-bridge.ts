/**
 * A stand-in for the preload's bridge: the page calls it as it calls the real one, and a spec answers and emits from Node.
 * Everything that goes to the page is checked against the contract first, so a fixture that the app could not send fails here.
 */
import type { Page } from '@playwright/test';
import { BRIDGE_NAME, type CallName, type EventName } from '../../src/shared/ipc/channels.ts';
import { type CallInput, type CallOutput, calls, type EventPayload, events } from '../../src/shared/ipc/contract.ts';
import { type Outcome, ok } from '../../src/shared/outcome.ts';

type Answer<C extends CallName> = (input: CallInput<C>) => Outcome<CallOutput<C>> | Promise<Outcome<CallOutput<C>>>;

export interface RecordedCall {
  readonly name: CallName;
  readonly input: unknown;
}

export interface MockBridge {
  /** Sets how a call is answered from now on. */
  reply<C extends CallName>(name: C, answer: Answer<C>): void;
  emit<E extends EventName>(name: E, payload: EventPayload<E>): Promise<void>;
  /** Every call so far, in order; or those of one name. */
  made(name?: CallName): readonly RecordedCall[];
}

type AnyAnswer = (input: unknown) => Promise<unknown>;

/** Puts the bridge into a page that has not been opened yet. A call without an answer fails as a handler that is missing would. */
export async function installMockBridge(page: Page): Promise<MockBridge> {
  const answers = new Map<CallName, AnyAnswer>();
  const record: RecordedCall[] = [];

  await page.exposeFunction('mockBridgeCall', async (name: CallName, input: unknown) => {
    record.push({ name, input });
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`No answer is set for ${name}.`);
    return answer(input);
  });
  await page.addInitScript((bridgeName) => {
    const listeners = new Map<string, Set<(payload: unknown) => void>>();
    const call: unknown = Reflect.get(window, 'mockBridgeCall');
    if (typeof call !== 'function') throw new Error('The page has no mockBridgeCall.');
    const bridge = {
      call: (name: string, input: unknown) => call(name, input) as Promise<unknown>,
      on(name: string, listener: (payload: unknown) => void) {
        const set = listeners.get(name) ?? new Set();
        listeners.set(name, set);
        set.add(listener);
        return () => set.delete(listener);
      },
    };
    Reflect.set(window, bridgeName, Object.freeze(bridge));
    Reflect.set(window, 'mockBridgeEmit', (name: string, payload: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener(payload);
    });
  }, BRIDGE_NAME);

  return {
    reply(name, answer) {
      answers.set(name, async (input) => {
        const outcome = await answer(calls[name].input.parse(input) as CallInput<typeof name>);
        return outcome.ok ? ok(calls[name].output.parse(outcome.value)) : outcome;
      });
    },
    async emit(name, payload) {
      await page.evaluate(
        ([eventName, value]) => {
          const emit: unknown = Reflect.get(window, 'mockBridgeEmit');
          if (typeof emit === 'function') emit(eventName, value);
        },
        [name, events[name].parse(payload)] as const,
      );
    },
    made: (name) => record.filter((each) => name === undefined || each.name === name),
  };
}
