/**
 * One connection to the person's session bus (D-Bus on Linux), for the few questions that the desktop answers there. Starts no process: the
 * address comes from the environment and must be a local socket. The client library is loaded with the first connection.
 */
import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './host.ts';

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** D-Bus signature of `body`; '' for none. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface BusSignal {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface SessionBus {
  /** The reply's body; variants are unwrapped. Never starts a service. @throws BusError for an error reply or none within 2 s. */
  call(call: BusCall): Promise<readonly unknown[]>;
  /** Asks the bus for the signals of this match rule. @throws BusError */
  follow(rule: string): Promise<void>;
  /** Called with every signal that any rule lets through. */
  onSignal(listener: (signal: BusSignal) => void): void;
  close(): void;
}

/** An error reply, no reply in time, or a bus that is gone. `name` is the D-Bus error's name where there is one. */
export class BusError extends Error {
  readonly code: string | null;
  constructor(message: string, code: string | null) {
    super(message);
    this.name = 'BusError';
    this.code = code;
  }
}

export type BusOpening =
  | { readonly bus: SessionBus }
  /** `absent`: this session has no bus. Else there is one and it could not be used. */
  | { readonly bus: null; readonly absent: boolean; readonly reason: string };

const LIMIT_MS = 2_000;

/**
 * Address of the session's bus: DBUS_SESSION_BUS_ADDRESS, else the socket where systemd's user manager puts it (sd_bus_open_user(3)). null
 * when there is none. Of several addresses the first local socket counts; others (`unixexec:` starts a program) are never used.
 */
export function sessionBusAddress(env: Environment): string | null {
  const given = env.DBUS_SESSION_BUS_ADDRESS;
  if (given !== undefined && given !== '') return given.split(';').find((each) => each.startsWith('unix:')) ?? null;
  const runtime = env.XDG_RUNTIME_DIR;
  if (runtime === undefined || !isAbsolute(runtime)) return null;
  const socket = join(runtime, 'bus');
  return existsSync(socket) ? `unix:path=${socket}` : null;
}

/** Connects; resolves within two seconds either way and never rejects. */
export async function openSessionBus(env: Environment): Promise<BusOpening> {
  const address = sessionBusAddress(env);
  if (address === null) return { bus: null, absent: true, reason: 'this session has no D-Bus session bus' };
  const { sessionBus, Message, MessageFlag, MessageType } = await import('@jellybrick/dbus-next');
  const library = sessionBus({ busAddress: address });
  const listeners = new Set<(signal: BusSignal) => void>();
  let broken: string | null = null;

  const connected = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => resolve('it did not answer within 2 s'), LIMIT_MS);
    const end = (why: string | null): void => {
      clearTimeout(timer);
      resolve(why);
    };
    library.once('connect', () => end(null));
    // Stays for the whole life of the connection: without a listener a bus that goes away would end the app.
    // The library's types leave the event out that its documentation and code have.
    (library as unknown as EventEmitter).on('error', (cause: unknown) => {
      broken = reasonOf(cause);
      end(broken);
    });
  });
  if (connected !== null) {
    library.disconnect();
    return { bus: null, absent: false, reason: `the session bus at ${address} cannot be used: ${connected}` };
  }
  library.on('message', (message) => {
    if (message.type !== MessageType.SIGNAL) return;
    for (const listener of listeners) listener({ ...message, body: message.body.map(plain) });
  });

  const call = async ({ signature = '', body = [], ...to }: BusCall): Promise<readonly unknown[]> => {
    if (broken !== null) throw new BusError(`The session bus is gone: ${broken}`, null);
    const question = new Message({ ...to, signature, body: [...body], flags: MessageFlag.NO_AUTO_START });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new BusError(`${to.destination} did not answer ${to.member} within 2 s.`, null)),
        LIMIT_MS,
      );
    });
    try {
      const reply = await Promise.race([library.call(question), late]);
      return (reply?.body ?? []).map(plain);
    } catch (cause) {
      if (cause instanceof BusError) throw cause;
      throw new BusError(`${to.destination} refused ${to.member}: ${reasonOf(cause)}`, errorName(cause));
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    bus: {
      call,
      async follow(rule) {
        await call({ ...BUS, member: 'AddMatch', signature: 's', body: [rule] });
      },
      onSignal: (listener) => void listeners.add(listener),
      close: () => library.disconnect(),
    },
  };
}

/** The bus itself, as a destination. */
export const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/** What a failure says of itself. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The library hands variants over as objects with their signature. */
function plain(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'signature' in value && 'value' in value)
    return plain(value.value);
  return value;
}

function errorName(cause: unknown): string | null {
  const type = typeof cause === 'object' && cause !== null && 'type' in cause ? cause.type : null;
  return typeof type === 'string' ? type : null;
}
