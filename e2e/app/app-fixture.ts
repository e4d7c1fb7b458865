/**
 * `test` with a running app: a home of its own, quit at the end, and the check that no process stayed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { launchApp, type RunningApp } from '../electron-host/launch.ts';
import { FIXTURE_MAIN } from './fixture/build.ts';

interface Fixtures {
  /** Environment with a throwaway home. */
  env: Readonly<Record<string, string>>;
  app: RunningApp;
}

/** Which built main file the specs drive: the product's when it is named, the fixture's otherwise. */
export const MAIN = process.env.OPENCLAW_TRAY_MAIN ?? FIXTURE_MAIN;

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  env: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'openclaw-tray-e2e-'));
    await use(throwawayEnvironment(home));
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
  app: async ({ env }, use) => {
    const app = await launchApp({ main: MAIN, env });
    await use(app);
    await app.quit();
  },
});

/** The caller's environment without what ties it to the person's own home and session. */
function throwawayEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(XDG_|OPENCLAW_|DBUS_|NODE_OPTIONS$)/.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), HOME: home, XDG_STATE_HOME: join(home, 'state'), LANG: 'C.UTF-8' };
}

export { expect } from '@playwright/test';
