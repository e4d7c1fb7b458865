/**
 * `protocol`: schemes of the app's own. Chromium navigates to no scheme that it does not know, so `app://ui/x` is shown to it as
 * `https://app.ui.openclaw-tray.invalid/x`, a name that resolves nowhere (RFC 6761).
 */
import type { Protocol } from 'electron';

type Handler = Parameters<Protocol['handle']>[1];

const SUFFIX = '.openclaw-tray.invalid';
const schemes = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(custom) {
    for (const { scheme, privileges } of custom) {
      if (privileges?.standard === true && privileges.secure === true) schemes.add(scheme);
    }
  },
  handle(scheme, handler) {
    if (!schemes.has(scheme)) throw new Error(`stand-in for Electron: ${scheme}: is not a standard, secure scheme`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

/** `app://ui/x` -> what Chromium is shown. Other addresses stay as they are. */
export function toBrowser(address: string): string {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  return schemes.has(scheme)
    ? `https://${scheme}.${url.hostname}${SUFFIX}${url.pathname}${url.search}${url.hash}`
    : address;
}

/** The way back. */
export function fromBrowser(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.protocol !== 'https:' || !url.hostname.endsWith(SUFFIX)) return address;
  const [scheme, ...host] = url.hostname.slice(0, -SUFFIX.length).split('.');
  return `${scheme}://${host.join('.')}${url.pathname}${url.search}${url.hash}`;
}

/** Origin as Electron's frames tell it. */
export function originOf(address: string): string {
  if (!URL.canParse(address)) return 'null';
  const url = new URL(address);
  return schemes.has(url.protocol.slice(0, -1)) ? `${url.protocol}//${url.host}` : url.origin;
}

/** The app's own answer for an address, or null when no scheme of the app's covers it. */
export async function answerRequest(address: string, method: string): Promise<Response | null> {
  const handler = URL.canParse(address) ? handlers.get(new URL(address).protocol.slice(0, -1)) : undefined;
  return handler === undefined ? null : handler(new Request(address, { method }));
}
