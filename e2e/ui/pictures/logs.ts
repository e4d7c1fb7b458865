/** One list of every source. */
import { fail, ok } from '../../../src/shared/outcome.ts';
import * as fixtures from '../fixtures.ts';
import { openedLog, openStream } from '../scene.ts';
import { beside, one, type Picture } from './picture.ts';

export const logs: readonly Picture[] = [
  { name: 'logs', first: one(fixtures.healthy), act: (page) => page.getByRole('tab', { name: 'Logs' }).click() },
  {
    name: 'logs-empty',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      scene.bridge.reply('logs.open', () => ok(openedLog([], { problems: ['/tmp/openclaw: permission denied'] })));
      await page.getByRole('tab', { name: 'Logs' }).click();
    },
  },
  {
    name: 'logs-search',
    first: (now) => fixtures.snapshotOf(1, [fixtures.crashLoop(now), ...beside(now)]),
    act: async (page, scene) => {
      scene.bridge.reply('logs.open', () => ok(openedLog(fixtures.manyLines(Date.now(), 3_000), { more: true })));
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByText('line 2999').waitFor();
      await page.getByLabel('Search the log').fill('telegram');
      for (let at = 0; at < 3; at += 1) await page.keyboard.press('Shift+Enter');
      const streamId = openStream(scene);
      await scene.bridge.emit('logs.lines', {
        streamId,
        lines: fixtures.manyLines(Date.now(), 214),
        dropped: 12,
        problems: [],
      });
    },
  },
  {
    name: 'logs-detail',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      scene.bridge.reply('logs.open', () => ok(openedLog(fixtures.stackLines(Date.now()))));
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByText('a very long line').click();
    },
  },
  {
    name: 'logs-failed',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      scene.bridge.reply('logs.open', () =>
        fail('supervisor-unavailable', 'systemd did not answer within 5 s.', 'Look at systemctl --user status.'),
      );
      await page.getByRole('tab', { name: 'Logs' }).click();
    },
  },
  {
    name: 'logs-none-of-level',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      const lines = fixtures.logLines(Date.now()).filter(({ level }) => level === 'info');
      scene.bridge.reply('logs.open', () => ok(openedLog(lines)));
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByRole('group', { name: 'Levels' }).getByRole('button', { name: 'Error' }).click();
    },
  },
];
