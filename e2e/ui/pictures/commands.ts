/** Pictures of the palette, the keys, the lists of commands, links, extra services and the pages of rules. */
import type { Page } from '@playwright/test';
import { openedLink } from '../../../src/shared/deep-link.ts';
import { ok } from '../../../src/shared/outcome.ts';
import { heldPort } from '../fixture-diagnose.ts';
import { extraPlan, extraRemoval, oldService, systemService, withExtras } from '../fixture-extra.ts';
import * as fixtures from '../fixtures.ts';
import type { Scene } from '../scene.ts';
import type { Picture } from './picture.ts';

const several = (now: number) =>
  fixtures.snapshotOf(1, [
    fixtures.healthy(now),
    { ...heldPort(now), profile: 'work', port: 41_984 },
    fixtures.stopped(now, 'dev', 19_001),
  ]);
const palette = (query: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(query);
};
const link =
  (path: string) =>
  async (_page: Page, { bridge }: Scene) =>
    bridge.emit('link.opened', openedLink(`openclaw-tray://profile/${path}`));
const planned = (scene: Scene) => {
  scene.bridge.reply('extra.plan', ({ name }) =>
    ok(extraPlan(name === systemService.name ? systemService : oldService)),
  );
  scene.bridge.reply('extra.remove', () => ok(extraRemoval(oldService)));
};

export const commands: readonly Picture[] = [
  { name: 'palette', first: several, act: palette('') },
  { name: 'palette-query', first: several, act: palette('work re') },
  { name: 'palette-none', first: several, act: palette('make coffee') },
  {
    name: 'palette-off',
    first: several,
    act: async (page) => {
      await palette('dev st')(page);
      await page.keyboard.press('End');
    },
  },
  {
    name: 'keys',
    first: several,
    act: (page) => page.keyboard.press('?'),
  },
  {
    name: 'commands',
    first: several,
    act: async (page) => {
      await page.locator('.verdict-acts .more > .btn').click();
      await page.locator('.more-list .btn').filter({ visible: true }).last().click();
    },
  },
  {
    name: 'same-on-command-line',
    first: several,
    act: async (page) => {
      await page.locator('.same summary').click();
      await page.locator('.same').scrollIntoViewIfNeeded();
      await page.locator('.page').evaluate((each) => each.scrollTo(0, each.scrollHeight));
    },
  },
  { name: 'link-ask', first: several, act: link('work/stop') },
  { name: 'link-refused', first: several, act: link('work/format?disk=all') },
  { name: 'link-no-profile', first: several, act: link('office/logs') },
  {
    name: 'extra',
    first: (now) => fixtures.snapshotOf(1, [withExtras(now)]),
    act: async (page) => {
      await page.getByRole('tab').nth(3).click();
      await page.locator('.rule-page summary').first().click();
      await page.locator('.rule-text').first().waitFor();
    },
  },
  {
    name: 'extra-sheet',
    first: (now) => fixtures.snapshotOf(1, [withExtras(now)]),
    act: async (page, scene) => {
      planned(scene);
      await page.getByRole('tab').nth(2).click();
      await page.getByRole('button', { name: 'Remove…', exact: true }).click();
    },
  },
  {
    name: 'extra-system',
    first: (now) => fixtures.snapshotOf(1, [withExtras(now)]),
    act: async (page, scene) => {
      planned(scene);
      await page.getByRole('tab').nth(2).click();
      await page.getByRole('button', { name: 'How to remove…' }).click();
    },
  },
  {
    name: 'service-extra',
    first: (now) => fixtures.snapshotOf(1, [withExtras(now)]),
    act: async (page) => {
      await page.getByRole('tab').nth(2).click();
      await page.locator('.same summary').click();
      await page.locator('.page').evaluate((each) => each.scrollTo(0, each.scrollHeight));
    },
  },
];
