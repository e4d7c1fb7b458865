/**
 * Walks every page of the window: what can be pressed there carries out a command that the palette has at that moment, or is of a kind
 * that needs none. `every-control.unit.test.ts` holds the same against the source, also for what no page here shows.
 */
import type { Page } from '@playwright/test';
import { fail } from '../../src/shared/outcome.ts';
import { heldPort } from './fixture-diagnose.ts';
import { withExtras } from './fixture-extra.ts';
import * as fixtures from './fixtures.ts';
import { withoutOpenClaw } from './pictures/picture.ts';
import { expect, test } from './test.ts';

/** What can be pressed or picked; what is chosen already is no action. */
const CONTROLS = [
  'button:not([aria-pressed="true"])',
  'input:not(:checked)',
  'input[role="switch"]',
  'option:not(:checked)',
  'select',
  'summary',
  'a[href]',
];

/** Kinds that need no command, each with its reason. */
const NONE_NEEDED = {
  'copies what is written there': '.copy-line, .note .btn-ghost',
  'unfolds, or draws the same otherwise': 'summary, .timeline .link, .definition-acts input, .rule-text .link',
  'opens a list of commands': '.more > .btn, .palette-button',
  'is typed into or picked from; the command of it is shown beside':
    'input.field, .log-query, .log-source *, .option input',
  'holds options that are commands': 'select:has(option[data-command])',
  'puts the number that is free into its field': '.port-problem .link',
};

interface Seen {
  readonly commands: readonly string[];
  /** Controls without a command that no kind above has. */
  readonly strays: readonly string[];
}

function look(page: Page, besides: readonly string[]): Promise<Seen> {
  return page.evaluate(
    ([controls, excused]) => {
      const all = [...document.querySelectorAll<HTMLElement>(controls)];
      const free = all.filter((each) => each.dataset.command === undefined && !each.matches(excused));
      return {
        commands: all.flatMap((each) => each.dataset.command ?? []),
        strays: free.map((each) => `${each.tagName}.${each.className}: ${each.ariaLabel ?? each.textContent}`),
      };
    },
    [CONTROLS.join(', '), [...Object.values(NONE_NEEDED), ...besides].join(', ')] as const,
  );
}

/** Ids of everything that the palette offers before anything is typed. */
async function offered(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
  const ids = await page
    .locator('.palette-row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-command')));
  await page.keyboard.press('Escape');
  return ids.flatMap((id) => id ?? []);
}

async function hold(page: Page, besides: readonly string[] = []): Promise<number> {
  const { commands, strays } = await look(page, besides);
  expect(strays).toEqual([]);
  const known = new Set(await offered(page));
  expect(commands.filter((id) => !known.has(id))).toEqual([]);
  return commands.length;
}

const SCENES: Readonly<Record<string, (now: number) => ReturnType<typeof fixtures.healthy>>> = {
  healthy: fixtures.healthy,
  stopped: fixtures.stopped,
  'crash loop': fixtures.crashLoop,
  'port held': heldPort,
  'not installed': fixtures.notInstalled,
  'without OpenClaw': withoutOpenClaw,
  'other services': withExtras,
  'not found out': fixtures.unknown,
};

for (const [name, report] of Object.entries(SCENES)) {
  test(`every control is a command: ${name}`, async ({ page, openWindow }) => {
    test.setTimeout(120_000);
    await openWindow(fixtures.snapshotOf(1, [report(Date.now())]));
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    let seen = 0;
    for (const tab of [1, 2, 3, 4, 5]) {
      await page.keyboard.press(`Control+${tab}`);
      await expect(page.getByRole('tab').nth(tab - 1)).toHaveAttribute('aria-selected', 'true');
      const more = page.locator('.page .more > .btn').first();
      if ((await more.count()) > 0) await more.click();
      seen += await hold(page);
    }
    await page.keyboard.press('Control+,');
    for (const section of ['Profiles and ports', 'General', 'Notifications']) {
      await page.getByRole('tab', { name: section }).click();
      const more = page.locator('.page .more > .btn').first();
      if ((await more.count()) > 0) await more.click();
      seen += await hold(page);
    }
    expect(seen).toBeGreaterThan(80);
  });
}

test('every control is a command: what went wrong, what waits, and nothing at all', async ({ page, openWindow }) => {
  const { bridge, show } = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  const broken = fail('command-failed', 'It did not work.');
  bridge.reply('operation.run', () => broken);
  bridge.reply('logs.open', () => broken);
  bridge.reply('operation.plan', () => broken);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  await hold(page);
  for (const tab of [2, 3]) {
    await page.keyboard.press(`Control+${tab}`);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await hold(page);
  }
  await page.keyboard.press('Control+5');
  await page.getByLabel('Port of default').fill('19501');
  await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible();
  await hold(page);
  await show(fixtures.snapshotOf(2, []));
  await expect(page.getByRole('heading', { name: 'No profile yet' })).toBeVisible();
  // Views of no profile are nobody's command.
  await hold(page, ['.tab']);
});

test('what was only a button before is done from the palette', async ({ page, openWindow }) => {
  const { bridge } = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const run = async (query: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).fill(query);
    await page.keyboard.press('Enter');
  };
  await run('not run default at login');
  await expect.poll(() => bridge.made('autostart.set').at(-1)?.input).toEqual({ profile: 'default', on: false });
  await run('look closely');
  await expect(page.getByRole('tab', { name: 'Diagnose' })).toHaveAttribute('aria-selected', 'true');
  const looks = bridge.made('diagnose.check').length;
  await run('look closely');
  await expect.poll(() => bridge.made('diagnose.check').length).toBeGreaterThan(looks);
  await run('change the port');
  await expect(page.getByLabel('Port of default')).toBeFocused();
  await run('runtime bun');
  await expect(page.getByRole('button', { name: 'Review the plan…' })).toBeVisible();
  await run('discard');
  await expect(page.getByRole('button', { name: 'Review the plan…' })).toHaveCount(0);
  await run('copy the log');
  await expect.poll(() => bridge.made('clipboard.copy').length).toBe(1);
  await run('pause the log');
  await expect(page.getByRole('switch', { name: 'Follow' })).not.toBeChecked();
  await run('log folder');
  await expect.poll(() => bridge.made('logs.reveal').length).toBe(1);
  await run('log errors');
  await expect(page.getByRole('button', { name: 'Errors' })).toHaveAttribute('aria-pressed', 'true');
  await run('appearance dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await run('issue');
  await expect.poll(() => bridge.made('clipboard.copy').length).toBe(2);
});

test('the first run takes another port from the palette, in place', async ({ page, openWindow }) => {
  await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands' }).fill('change port');
  await page.keyboard.press('Enter');
  await expect(page.locator('.option-field input')).toBeVisible();
});

test('the log page says its own filters on the command line', async ({ page, openWindow }) => {
  await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now(), 'work', 19_501)]));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+2');
  await page.getByRole('button', { name: 'Warnings' }).click();
  await page.getByLabel('Search the log').fill('port in use');
  const follow = page.getByRole('switch', { name: 'Follow' });
  await expect(follow).toHaveAttribute('title', "openclaw-tray --profile work logs --level warn --grep 'port in use'");
  await page.getByText('On the command line').click();
  await expect(
    page.getByRole('button', { name: /logs --lines 1000 --level warn --grep 'port in use' Copy/ }),
  ).toBeInViewport({ ratio: 1 });
});
