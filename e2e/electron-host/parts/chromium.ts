/**
 * One Chromium per window, with a profile folder of its own that goes when the window goes.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { freePort } from '../../../src/main/system/testing-port.ts';

export interface BrowserSession {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Loopback port on which a spec can join; null when nobody asked. */
  readonly debugPort: number | null;
  end(): Promise<void>;
}

export interface BrowserOptions {
  readonly width: number;
  readonly height: number;
  readonly headed: boolean;
  /** Open a port for specs. */
  readonly debuggable: boolean;
}

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
];

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of the Chromium to use: CHROME_PATH, a usual place, or the one Playwright has; null when there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  const candidates = [env.CHROME_PATH, ...CANDIDATES, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

export async function startChromium(options: BrowserOptions): Promise<BrowserSession> {
  const executablePath = findChromium(process.env);
  if (executablePath === null) throw new Error('No Chromium was found. Install it, or name it in CHROME_PATH.');
  const profile = mkdtempSync(join(tmpdir(), 'openclaw-tray-window-'));
  const remove = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', remove);
  const debugPort = options.debuggable ? await freePort() : null;
  const size = { width: options.width, height: options.height };
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: !options.headed,
    viewport: options.headed ? null : size,
    // Playwright opens a tab of its own beside the app window otherwise.
    ...(options.headed ? { ignoreDefaultArgs: ['about:blank'] } : {}),
    acceptDownloads: false,
    serviceWorkers: 'block',
    // Signals are the app's to handle: it ends its windows itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...QUIET,
      // Chromium's own sandbox cannot start as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      ...(debugPort === null ? [] : [`--remote-debugging-port=${debugPort}`, '--remote-debugging-address=127.0.0.1']),
      // A window without tabs and address bar, as an app's window has none.
      ...(options.headed
        ? ['--app=data:text/html,<title>OpenClaw Tray</title>', `--window-size=${size.width},${size.height}`]
        : []),
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    debugPort,
    async end() {
      try {
        await context.close();
      } catch (cause) {
        // The browser may be gone before we close it: a person closed it, or it was killed. Then there is nothing left to end.
        if (!(cause instanceof Error && cause.message.includes('has been closed'))) throw cause;
      }
      process.off('exit', remove);
      remove();
    },
  };
}
