/**
 * How links reach the app: as an argument of its first launch, of a later one, or (macOS) as an event that may come before it is ready.
 */
import type { App, Event } from 'electron';
import { isLinkText, LINK_SCHEME, linkOfArguments } from '../../shared/deep-link.ts';

export interface LinkInbox {
  /** From now on each link goes to `open`, first the one that came before. */
  deliverTo(open: (text: string) => void): void;
  /** What a later launch of the app asks for: its link; null = it asked for the window only. */
  of(argv: readonly string[]): string | null;
  /** True when a link waits to be delivered: the window is going to open for it. */
  readonly waiting: boolean;
}

/** Begins to listen; has to be called before the app is ready, because macOS tells of the link that started it before that. */
export function createLinkInbox(app: Pick<App, 'on'>, argv: readonly string[]): LinkInbox {
  let waiting = linkOfArguments(argv);
  let open: ((text: string) => void) | null = null;
  app.on('open-url', (event: Event, url: string) => {
    event.preventDefault();
    // macOS may hand over addresses of schemes that are not ours only by mistake; they are not answered.
    if (!isLinkText(url)) return;
    if (open === null) waiting = url;
    else open(url);
  });
  return {
    deliverTo(listener) {
      open = listener;
      if (waiting !== null) listener(waiting);
      waiting = null;
    },
    of: linkOfArguments,
    get waiting() {
      return waiting !== null;
    },
  };
}

/**
 * Makes this app the one that opens our links, for this user. Only an installed app: a checkout would leave the system pointing at
 * itself. Where packages declare the scheme (macOS, .deb) it is the system's already.
 */
export function registerLinks(
  app: Pick<App, 'isPackaged' | 'isDefaultProtocolClient' | 'setAsDefaultProtocolClient'>,
  warn: (message: string) => void,
): void {
  if (!app.isPackaged || app.isDefaultProtocolClient(LINK_SCHEME)) return;
  if (!app.setAsDefaultProtocolClient(LINK_SCHEME)) {
    warn(`Links that begin with ${LINK_SCHEME}: do not open this app: the system did not make it their handler.`);
  }
}
