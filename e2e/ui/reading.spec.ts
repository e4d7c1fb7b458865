/**
 * What a screen reader meets, and in which order: the accessibility tree of every view against a golden file, and what must be true of
 * each. `UPDATE_GOLDENS=1` writes the files anew; numbers that tick are `N` in them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import * as fixtures from './fixtures.ts';
import type { Scene } from './scene.ts';
import { expect, test, verdict } from './test.ts';

const GOLDENS = fileURLToPath(new URL('./__goldens__/reading/', import.meta.url));

interface View {
  readonly first: (now: number) => StatusSnapshot;
  readonly open?: (page: Page, scene: Scene) => Promise<void>;
  /** What is read, in this order; other things may stand between. */
  readonly order: readonly string[];
  readonly sheet?: boolean;
}

const one = (report: (now: number) => ReturnType<typeof fixtures.healthy>) => (now: number) =>
  fixtures.snapshotOf(1, [report(now)]);
const tab = (name: string) => async (page: Page) => {
  await page.getByRole('tab', { name }).click();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
};

const views: Readonly<Record<string, View>> = {
  overview: {
    first: one(fixtures.healthy),
    order: [
      'tablist "Views"',
      'heading "default is healthy"',
      'Checked',
      'button "Restart"',
      'Definition',
      'Process',
      'RPC',
      'heading "Channels"',
      'heading "Snapshot"',
      'heading "Last N hours"',
      'heading "Last log lines"',
      'list',
    ],
  },
  'overview-problem': {
    first: one(fixtures.tokenRefused),
    order: [
      'heading "default refuses the token"',
      'Definition',
      'RPC',
      'region "Cause"',
      'heading "The token changed',
      'AUTH_TOKEN_MISMATCH',
      'button "Restart default"',
      'heading "Also noticed"',
      'Warning:',
    ],
  },
  'first-run': {
    first: one(fixtures.notInstalled),
    order: [
      'heading "Ready to run as a service"',
      'Runtime',
      'Port',
      'After logout',
      'switch',
      'button "Install and start…"',
    ],
  },
  logs: {
    first: one(fixtures.healthy),
    open: tab('Logs'),
    order: ['tablist "Views"', 'textbox "Search the log"', 'button "All" [pressed]', 'log', 'switch "Follow"'],
  },
  service: {
    first: one(fixtures.tokenRefused),
    open: tab('Service'),
    order: [
      'heading "Service of default" [level=N]',
      'heading "Service definition"',
      'Supervisor',
      'heading "Keeps running"',
      'heading "Program"',
      'heading "As it is, as it would be"',
      'radio "Difference" [checked]',
    ],
  },
  diagnose: {
    first: one(fixtures.tokenRefused),
    open: tab('Diagnose'),
    order: [
      'heading "default refuses the token"',
      'button "Check again"',
      'article',
      'Problem:',
      'heading "Also noticed"',
      'Warning:',
    ],
  },
  'profile-settings': {
    first: one(fixtures.healthy),
    open: tab('Settings'),
    order: [
      'heading "Settings of default"',
      'button "Rename…"',
      'textbox "Port of default"',
      'combobox "Runtime of default"',
      'switch',
      'button "Uninstall…"',
    ],
  },
  settings: {
    first: one(fixtures.healthy),
    open: (page) => page.getByRole('button', { name: 'Settings' }).click(),
    order: [
      'tablist "Sections of the settings"',
      'heading "Settings"',
      'textbox "Port of default"',
      'button "Add a profile…"',
    ],
  },
  'plan-sheet': {
    first: one(fixtures.notInstalled),
    open: (page) => page.getByRole('button', { name: 'Install and start…' }).click(),
    order: [
      'heading "Install and start default"',
      'heading "Files"',
      'heading "Commands"',
      'systemctl',
      'heading "Rights"',
      'button "Cancel"',
      'button "Install and start',
    ],
    sheet: true,
  },
};

/** Times, ages and counts change from run to run. */
const still = (tree: string) =>
  tree
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/N(?:[.:,\u00a0]N)+/g, 'N')
    .trimEnd();

async function readTree(page: Page, sheet: boolean): Promise<string> {
  const place = sheet ? page.getByRole('dialog') : page.getByRole('main');
  return still(await place.ariaSnapshot());
}

for (const [name, view] of Object.entries(views)) {
  test(`reading order: ${name}`, async ({ page, openWindow }) => {
    const scene = await openWindow(view.first(Date.now()));
    await view.open?.(page, scene);
    await expect(page.getByRole(view.sheet ? 'dialog' : 'main')).toBeVisible();
    await page.waitForTimeout(400);
    const tree = await readTree(page, view.sheet === true);
    let from = 0;
    for (const words of view.order) {
      const at = tree.indexOf(words, from);
      expect(at, `${words} comes after the one before it in\n${tree}`).toBeGreaterThanOrEqual(0);
      from = at;
    }
    const file = `${GOLDENS}${name}.yml`;
    if (process.env.UPDATE_GOLDENS === '1') {
      mkdirSync(GOLDENS, { recursive: true });
      writeFileSync(file, `${tree}\n`);
    }
    if (!existsSync(file)) throw new Error(`${file} is not there: UPDATE_GOLDENS=1 writes it.`);
    expect(`${tree}\n`).toBe(readFileSync(file, 'utf8'));
  });

  test(`headings begin at level one and go down one level at a time: ${name}`, async ({ page, openWindow }) => {
    const scene = await openWindow(view.first(Date.now()));
    await view.open?.(page, scene);
    await page.waitForTimeout(400);
    const place = view.sheet === true ? page.getByRole('dialog') : page.getByRole('main');
    const levels = await place.locator('h1, h2, h3').evaluateAll((all) => all.map((each) => Number(each.tagName[1])));
    const skipped = levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1);
    expect(skipped).toEqual([]);
  });
}

test('the verdict is told once when it changes: politely, and at once when it failed', async ({ page, openWindow }) => {
  const scene = await openWindow(one(fixtures.healthy)(Date.now()));
  const polite = page.locator('[aria-live="polite"][role="status"]');
  const assertive = page.locator('[aria-live="assertive"]');
  await expect(polite).toHaveText(/^Default is healthy/);
  await expect(assertive).toBeEmpty();
  const said = await polite.textContent();
  // The age ticks beside the heading, and is no news.
  await page.waitForTimeout(2_200);
  expect(await polite.textContent()).toBe(said);
  await scene.show(fixtures.snapshotOf(2, [{ ...fixtures.crashLoop(Date.now()), profile: 'default' }]));
  await expect(assertive).toContainText('keeps crashing');
  await expect(polite).toBeEmpty();
  await expect(verdict(page)).toBeVisible();
});
