/**
 * `BrowserWindow` and its `webContents`, shown by Chromium. Enforces what Electron enforces: the app's own answers only, its handlers
 * for navigation and new windows, a sandboxed preload.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as ElectronWindow,
  HandlerDetails,
  Rectangle,
  WebContents,
  WebFrameMain,
} from 'electron';
import type { Frame, Request, Route } from 'playwright';
import { app } from './app.ts';
import { type BrowserSession, startChromium } from './chromium.ts';
import { preventable } from './event.ts';
import { invokeFromPage } from './ipc-main.ts';
import { type PageNames, preloadScript } from './preload-runtime.ts';
import { answerRequest, fromBrowser, originOf, toBrowser } from './protocol.ts';

export interface HostOptions {
  readonly headed: boolean;
  readonly debuggable: boolean;
}

/** How windows are shown in this run; from the environment, because the app's own arguments are the app's. */
export function hostOptions(env: Readonly<Record<string, string | undefined>> = process.env): HostOptions {
  return { headed: env.OPENCLAW_STAND_IN_HEADED === '1', debuggable: process.send !== undefined };
}

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type PageMessage = { kind: 'invoke'; channel: string; args: unknown[] } | { kind: 'open'; url: string };

const open = new Set<BrowserWindow>();
let nextId = 1;

class WebContentsStandIn extends EventEmitter {
  readonly #window: () => BrowserWindow;
  windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' });

  constructor(window: () => BrowserWindow) {
    super();
    this.#window = window;
  }
  isDestroyed(): boolean {
    return this.#window().isDestroyed();
  }
  send(channel: string, ...args: unknown[]): void {
    this.#window().deliver(channel, structuredClone(args));
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...open];
  }

  readonly id = nextId++;
  readonly webContents: WebContents;
  readonly #contents: WebContentsStandIn;
  readonly #options: BrowserWindowConstructorOptions;
  readonly #names: PageNames;
  #session: BrowserSession | null = null;
  #destroyed = false;
  #maximized = false;
  /** Address that the app itself asked for; any other main navigation is the page's own wish. */
  #wanted: string | null = null;
  #loaded = Promise.withResolvers<void>();
  #deliveries: Promise<void> = Promise.resolve();

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    requireSandbox(options);
    this.#options = options;
    const token = randomBytes(8).toString('hex');
    this.#names = { binding: `binding_${token}`, deliver: `deliver_${token}` };
    this.#contents = new WebContentsStandIn(() => this);
    // The rest of WebContents does not exist here: a use of it fails where it stands.
    this.webContents = this.#contents as unknown as WebContents;
    open.add(this);
    app.windowOpened(this);
    app.emit('web-contents-created', preventable({}), this.webContents);
  }

  async loadURL(address: string): Promise<void> {
    this.#wanted = toBrowser(address);
    const session = await this.#start();
    if (this.#destroyed) return;
    await session.page.goto(this.#wanted, { waitUntil: 'load' });
    this.#loaded.resolve();
    this.emit('ready-to-show');
    this.#contents.emit('did-finish-load');
  }

  /** Port for specs, when the page has loaded. */
  async debugPort(): Promise<number | null> {
    await this.#loaded.promise;
    return this.#session?.debugPort ?? null;
  }

  deliver(channel: string, args: unknown[]): void {
    // In order, and never before the page can listen.
    this.#deliveries = this.#deliveries
      .then(() => this.#loaded.promise)
      .then(async () => {
        if (this.#destroyed) return;
        await this.#session?.page.evaluate(
          ([name, to, data]) => {
            const target = (globalThis as unknown as Record<string, (channel: string, args: unknown[]) => void>)[name];
            target?.(to, data);
          },
          [this.#names.deliver, channel, args] as const,
        );
      })
      .catch((cause: unknown) => {
        // The page went while the event was on its way: nobody is left to tell.
        if (!this.#destroyed) process.stderr.write(`stand-in: an event was lost: ${String(cause)}\n`);
      });
  }

  async #start(): Promise<BrowserSession> {
    const { width = 800, height = 600 } = this.#options;
    const starting = startChromium({ width, height, ...hostOptions() });
    app.waitFor(
      starting.then(
        () => undefined,
        () => undefined,
      ),
    );
    const session = await starting;
    this.#session = session;
    if (this.#destroyed) {
      app.waitFor(session.end());
      return session;
    }
    const { context, page } = session;
    page.on('close', () => this.#closedByPerson());
    page.on('crash', () =>
      this.#contents.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 1 }),
    );
    page.on('console', (message) => {
      if (message.type() === 'error') process.stderr.write(`page: ${message.text()}\n`);
    });
    page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
    context.on('page', (other) => {
      if (other === page) return;
      this.#askToOpen(fromBrowser(other.url()));
      void other.close();
    });
    await context.exposeBinding(this.#names.binding, ({ frame }, message: PageMessage) =>
      this.#fromPage(frame, message),
    );
    const preload = this.#options.webPreferences?.preload;
    await context.addInitScript({
      content: preloadScript(preload === undefined ? '' : readFileSync(preload, 'utf8'), this.#names),
    });
    await context.route('**/*', (route, request) =>
      this.#answer(route, request).catch((cause: unknown) => {
        // A request of a page that went while it was answered has nobody left to answer to.
        if (!this.#destroyed) process.stderr.write(`stand-in: a request was not answered: ${String(cause)}\n`);
      }),
    );
    return session;
  }

  async #fromPage(frame: Frame, message: PageMessage): Promise<{ ok: boolean; value?: unknown; message?: string }> {
    if (message.kind === 'open') {
      this.#askToOpen(fromBrowser(message.url));
      return { ok: true };
    }
    try {
      const event = { sender: this.webContents, senderFrame: frameInfo(frame) };
      return { ok: true, value: await invokeFromPage(event, message.channel, message.args) };
    } catch (cause) {
      // As Electron does: a page learns an exception's text and nothing else.
      return { ok: false, message: String(cause) };
    }
  }

  #askToOpen(url: string): void {
    const answer = this.#contents.windowOpenHandler({ url } as HandlerDetails);
    if (answer.action !== 'deny') throw new Error('stand-in for Electron: windows that pages open are not built');
  }

  async #answer(route: Route, request: Request): Promise<void> {
    const address = fromBrowser(request.url());
    const frame = frameOf(request);
    // A page that Chromium opened for ours is being closed; it loads nothing.
    if (frame === null || frame.page() !== this.#session?.page) return route.abort('blockedbyclient');
    if (request.isNavigationRequest() && request.url() !== this.#wanted) {
      const isMainFrame = frame.parentFrame() === null;
      const event = preventable({ url: address, isMainFrame, isSameDocument: false });
      this.#contents.emit('will-frame-navigate', event);
      if (isMainFrame) this.#contents.emit('will-navigate', event, address);
      if (event.defaultPrevented) return route.abort('aborted');
    }
    const response = await answerRequest(address, request.method());
    // Nothing but the app's own schemes is reachable: specs never touch the network.
    if (response === null) return route.abort('blockedbyclient');
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  #closedByPerson(): void {
    if (this.#destroyed) return;
    // The frame is gone already, so there is nothing left to prevent.
    this.emit('close', preventable({}));
    this.destroy();
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    open.delete(this);
    this.#loaded.resolve();
    if (this.#session !== null) app.waitFor(this.#session.end());
    this.#contents.emit('destroyed');
    this.emit('closed');
    app.windowClosed(this);
  }

  show(): void {
    this.focus();
  }
  focus(): void {
    this.#session?.page.bringToFront().catch((cause: unknown) => {
      if (!this.#destroyed) process.stderr.write(`stand-in: the window could not be raised: ${String(cause)}\n`);
    });
    this.emit('focus');
  }
  restore(): void {}
  maximize(): void {
    this.#maximized = true;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  getNormalBounds(): Rectangle {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options;
    return { x, y, width, height };
  }
}

/** What main uses of a window. */
type Used =
  | 'loadURL'
  | 'close'
  | 'destroy'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'isMinimized'
  | 'isDestroyed'
  | 'getNormalBounds';

/** Compiles only while the class keeps Electron's signatures. */
export type CheckedWindow = Pick<BrowserWindow, Used> extends Pick<ElectronWindow, Used> ? true : never;
export const windowKeepsTypes: CheckedWindow = true;

/** null for a request of a page that has no frame yet. */
function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('before the frame is created')) return null;
    throw cause;
  }
}

function frameInfo(frame: Frame): WebFrameMain {
  const url = fromBrowser(frame.url());
  const parent = frame.parentFrame();
  return { url, origin: originOf(url), parent: parent === null ? null : frameInfo(parent) } as WebFrameMain;
}

/** The stand-in cannot show what a page without these guards could do, so it refuses to open one. */
function requireSandbox({ webPreferences }: BrowserWindowConstructorOptions): void {
  const { sandbox, contextIsolation, nodeIntegration } = webPreferences ?? {};
  if (sandbox !== true || contextIsolation === false || nodeIntegration === true) {
    throw new Error('stand-in for Electron: only sandboxed, isolated windows without Node are built');
  }
}
