import { test as base, expect, type Page } from '@playwright/test';
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import { openScene, type Scene } from './scene.ts';
import { serveWindow } from './serve.ts';

interface WindowFixtures {
  /** Opens the window over a mock bridge. A page error or a breach of the content security policy fails the test. */
  readonly openWindow: (first: StatusSnapshot | null, language?: string) => Promise<Scene>;
}

/** Playwright's test with the window built and served once per worker. */
export const test = base.extend<WindowFixtures, { readonly servedUrl: string }>({
  servedUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern
    async ({}, use) => {
      const served = await serveWindow();
      await use(served.url);
      await served.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  openWindow: async ({ page, servedUrl }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML/.test(message.text())) problems.push(message.text());
    });
    await use((first, language) => openScene(page, servedUrl, first, language));
    expect(problems).toEqual([]);
  },
});

/** The heading that says the verdict. */
export const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' }).getByRole('heading', { level: 1 });

export { expect };
