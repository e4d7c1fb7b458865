/** Of the app and of the profiles. */
import * as fixtures from '../fixtures.ts';
import { button, one, type Picture } from './picture.ts';

export const settings: readonly Picture[] = [
  {
    name: 'settings-profiles',
    first: (now) =>
      fixtures.snapshotOf(1, [
        fixtures.healthy(now),
        fixtures.healthy(now, 'work', 41984),
        fixtures.stopped(now, 'dev', 19001),
      ]),
    act: (page) => button(page, 'Settings').click(),
  },
  {
    name: 'settings-port-conflict',
    first: (now) =>
      fixtures.snapshotOf(1, [
        fixtures.healthy(now),
        fixtures.healthy(now, 'work', 41984),
        { ...fixtures.notInstalled(now), profile: 'dev', port: 19001, portSource: 'config' },
      ]),
    act: async (page) => {
      await button(page, 'Settings').click();
      await page.getByLabel('Port of work').fill('18850');
      await page.waitForTimeout(450);
    },
  },
  {
    name: 'settings-general',
    first: one(fixtures.healthy),
    act: async (page) => {
      await button(page, 'Settings').click();
      await page.getByRole('tab', { name: 'General' }).click();
    },
  },
  {
    name: 'settings-newer',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      const view = {
        ...scene.settings.view,
        problem: {
          kind: 'newer' as const,
          message: `${scene.settings.view.path} was written by a newer version of OpenClaw Tray.`,
        },
      };
      await scene.bridge.emit('settings.changed', view);
      await button(page, 'Settings').click();
      await page.getByRole('tab', { name: 'General' }).click();
    },
  },
  {
    name: 'settings-notifications',
    first: one(fixtures.healthy),
    act: async (page) => {
      await button(page, 'Settings').click();
      await page.getByRole('tab', { name: 'Notifications' }).click();
      await page.getByLabel('Notifications about lab').click();
    },
  },
  {
    name: 'settings-rename',
    first: one(fixtures.healthy),
    act: async (page) => {
      await button(page, 'Settings').click();
      await button(page, 'More for lab').click();
      await button(page, 'Rename…').click();
      await page.getByLabel('Label').fill('Laboratory');
    },
  },
  {
    name: 'profile-settings',
    first: one(fixtures.healthy),
    act: (page) => page.getByRole('tab', { name: 'Settings' }).click(),
  },
  {
    name: 'profile-settings-not-installed',
    first: (now) =>
      fixtures.snapshotOf(1, [
        { ...fixtures.notInstalled(now), profile: 'dev', port: 19_001, portSource: 'config' },
        fixtures.healthy(now),
      ]),
    act: async (page) => {
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByLabel('Port of dev').fill('18850');
      await page.waitForTimeout(450);
    },
  },
];
