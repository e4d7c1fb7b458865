/**
 * The ten tasks of docs/usability.md, each done with the mouse and with the keyboard, from the open window on. The numbers there are the
 * ones counted here; `UPDATE_GOLDENS=1` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import { ok } from '../../src/shared/outcome.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { countHands, type Hands, handsOf, tabTo } from './count-hands.ts';
import * as fixtures from './fixtures.ts';
import { resultOf, type Scene } from './scene.ts';
import { expect, test, verdict } from './test.ts';

const DOC = fileURLToPath(new URL('../../docs/usability.md', import.meta.url));

/** The two numbers of a task's row: `| 3 | … | 2 | 11 | … |`. */
const rowOf = (task: number) => new RegExp(`^(\\| ${task} \\| [^|]+ \\| )(\\d+)( \\| )(\\d+)( \\|)`, 'm');

function written(task: number): Hands {
  const found = rowOf(task).exec(readFileSync(DOC, 'utf8'));
  if (found === null) throw new Error(`docs/usability.md has no row for task ${task}.`);
  return { clicks: Number(found[2]), keys: Number(found[4]) };
}

function hold(task: number, counted: Partial<Hands>): void {
  if (process.env.UPDATE_GOLDENS === '1') {
    const { clicks, keys } = { ...written(task), ...counted };
    const text = readFileSync(DOC, 'utf8').replace(rowOf(task), `$1${clicks}$3${keys}$5`);
    writeFileSync(DOC, text);
  }
  expect(written(task)).toMatchObject(counted);
}

interface Way {
  /** One press: a click, or Tab to it and Enter. */
  press(name: string | RegExp, within?: 'dialog' | 'cause' | 'page'): Promise<void>;
  tab(name: string, at: number): Promise<void>;
}

const target = (page: Page, name: string | RegExp, within: 'dialog' | 'cause' | 'page') => {
  const place =
    within === 'dialog'
      ? page.getByRole('dialog')
      : within === 'cause'
        ? page.getByRole('region', { name: 'Cause' })
        : page;
  return place.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
};

const byMouse = (page: Page): Way => ({
  press: (name, within = 'page') => target(page, name, within).click(),
  tab: (name) => page.getByRole('tab', { name }).click(),
});

const byKeys = (page: Page): Way => ({
  async press(name, within = 'page') {
    const element = target(page, name, within);
    if (within === 'dialog') {
      // The sheet says so itself: Ctrl and Enter.
      await expect(element).toBeEnabled();
      return page.keyboard.press('Control+Enter');
    }
    // What the page has one of has a key; else F6 goes to the page, and Tab to what is meant there.
    if (await element.evaluate((each) => each.closest('#panel') !== null && each.matches('.btn-primary')))
      return page.keyboard.press('Control+.');
    if (await element.evaluate((each) => each.closest('#panel') !== null)) await page.keyboard.press('F6');
    await tabTo(page, element);
    await page.keyboard.press('Enter');
  },
  tab: (_, at) => page.keyboard.press(`Control+${at}`),
});

interface Task {
  readonly number: number;
  readonly name: string;
  readonly first: (now: number) => StatusReport;
  readonly walk: (way: Way, page: Page, scene: Scene, keys: boolean) => Promise<void>;
}

const asked = (scene: Scene, action: string) =>
  expect.poll(() => scene.bridge.made('operation.run').map(({ input }) => input)).toMatchObject([{ action }]);

function staleDefinition(now: number): StatusReport {
  return {
    ...fixtures.healthy(now),
    diagnoses: [
      {
        code: 'program-gone',
        severity: 'error',
        title: 'The service starts a program that is gone',
        evidence: ['/home/ana/.nvm/versions/node/v22.14.0/bin/node does not exist'],
        fix: {
          kind: 'operation',
          action: 'install',
          label: 'Install again…',
          command: ['openclaw-tray', 'gateway', 'install', '--force'],
        },
      },
    ],
  };
}

const tasks: readonly Task[] = [
  {
    number: 1,
    name: 'see whether it really serves',
    first: fixtures.tokenRefused,
    walk: async (_, page) => {
      await expect(verdict(page)).toHaveText('default refuses the token');
      await expect(page.getByRole('list', { name: 'Definition, process, RPC' })).toContainText('Refuses the token');
    },
  },
  {
    number: 2,
    name: 'restart it and know that it did',
    first: fixtures.healthy,
    walk: async (way, page, scene, keys) => {
      if (keys) await page.keyboard.press('Control+Shift+R');
      else await way.press('Restart');
      await asked(scene, 'restart');
      await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('default is healthy. It took');
    },
  },
  {
    number: 3,
    name: 'resolve a port that is taken',
    first: fixtures.portTaken,
    walk: async (way, _, scene) => {
      await way.press('Move default to 18909…', 'cause');
      await way.press('Use port 18909', 'dialog');
      await asked(scene, 'install');
    },
  },
  {
    number: 4,
    name: 'repair a definition that points to a Node that is gone',
    first: staleDefinition,
    walk: async (way, _, scene) => {
      await way.press('Install again…', 'cause');
      await way.press('Write it again', 'dialog');
      await asked(scene, 'install');
    },
  },
  {
    number: 5,
    name: 'see why it keeps crashing, and stop the loop',
    first: (now) => ({ ...fixtures.crashLoop(now), profile: 'default' }),
    walk: async (way, page, scene) => {
      await expect(page.getByRole('region', { name: 'Cause' })).toContainText('required secret unresolved');
      await way.press('Stop the loop');
      await asked(scene, 'stop');
    },
  },
  {
    number: 6,
    name: 'find the last error in the log',
    first: fixtures.healthy,
    walk: async (way, page) => {
      await way.tab('Logs', 2);
      await way.press('Errors');
      await expect(page.getByRole('log')).toContainText('getMe failed: 401 Unauthorized');
    },
  },
  {
    number: 7,
    name: 'give a maintainer what they need, without secrets',
    first: fixtures.healthy,
    walk: async (way, page, scene, keys) => {
      await way.tab('Diagnose', 4);
      await expect(page.getByRole('button', { name: 'Check again' })).toBeEnabled();
      await way.press('Support bundle…');
      const write = page.getByRole('dialog').getByRole('button', { name: 'Write the file' });
      if (keys) {
        await tabTo(page, write);
        await page.keyboard.press('Enter');
      } else await write.click();
      await expect.poll(() => scene.bridge.made('support.write').length).toBe(1);
    },
  },
  {
    number: 8,
    name: 'add a second profile with a service of its own',
    first: fixtures.healthy,
    walk: async (way, page, scene, keys) => {
      await way.press('Add a profile…');
      await expect(page.getByLabel('Name')).toBeFocused();
      await page.keyboard.type('work');
      scene.bridge.reply('profiles.add', async ({ name }) => {
        const report = { ...fixtures.notInstalled(Date.now()), profile: name, port: 41_984 };
        await scene.show(fixtures.snapshotOf(2, [fixtures.healthy(Date.now()), report]));
        return ok({ profile: name });
      });
      if (keys) await page.keyboard.press('Enter');
      else await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
      await expect(verdict(page)).toHaveText('Ready to run as a service');
      await way.press('Install and start…');
      await way.press('Install and start', 'dialog');
      await expect
        .poll(() => scene.bridge.made('operation.run').map(({ input }) => input))
        .toMatchObject([{ action: 'install', profile: 'work' }]);
    },
  },
  {
    number: 9,
    name: 'keep it running after logout',
    first: fixtures.tokenRefused,
    walk: async (way, _, scene) => {
      await way.press('Keep it running…');
      await way.press('Keep it running', 'dialog');
      await expect
        .poll(() => scene.bridge.made('operation.run').map(({ input }) => input))
        .toMatchObject([{ action: 'install', options: { linger: true } }]);
    },
  },
  {
    number: 10,
    name: 'uninstall it and keep the data',
    first: fixtures.healthy,
    walk: async (way, page, scene, keys) => {
      await way.press('More');
      if (keys) {
        // The menu takes the focus a moment after it opens; a person sees it open before the next key.
        await expect(page.getByRole('button', { name: 'Check now' })).toBeFocused();
        for (let at = 0; at < 9; at += 1) {
          if (await page.evaluate(() => document.activeElement?.textContent === 'Uninstall…')) break;
          await page.keyboard.press('ArrowDown');
        }
        await page.keyboard.press('Enter');
      } else await page.getByRole('button', { name: 'Uninstall…' }).click();
      await expect(page.getByRole('dialog')).toContainText('Configuration, sessions and logs stay.');
      await way.press('Uninstall', 'dialog');
      await asked(scene, 'uninstall');
    },
  },
];

for (const { number, name, first, walk } of tasks) {
  for (const [by, way] of [
    ['clicks', byMouse],
    ['keys', byKeys],
  ] as const) {
    test(`task ${number}, ${name}: ${by}`, async ({ page, openWindow }) => {
      await countHands(page);
      const snapshot: StatusSnapshot = fixtures.snapshotOf(1, [first(Date.now())]);
      const scene = await openWindow(snapshot);
      scene.bridge.reply('operation.run', ({ action, profile }) =>
        ok(resultOf(action, fixtures.healthy(Date.now(), profile), `${profile} is healthy.`)),
      );
      await expect(verdict(page)).toBeVisible();
      await walk(way(page), page, scene, by === 'keys');
      const counted = await handsOf(page);
      // Nothing was done with the other hand.
      expect(by === 'clicks' ? counted.keys : counted.clicks).toBe(0);
      hold(number, { [by]: counted[by] });
    });
  }
}
