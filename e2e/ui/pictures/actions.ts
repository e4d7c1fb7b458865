/** Plans, progress, results. */
import { fail, ok } from '../../../src/shared/outcome.ts';
import * as fixtures from '../fixtures.ts';
import { askedOperation, button, never, one, type Picture, slowRestart } from './picture.ts';

export const actions: readonly Picture[] = [
  { name: 'more', first: one(fixtures.healthy), act: (page) => button(page, 'More').click() },
  { name: 'restarting', first: one(fixtures.healthy), act: slowRestart },
  {
    name: 'restart-failed',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      scene.bridge.reply('operation.run', () =>
        fail(
          'not-verified',
          'A new process started, but it did not answer within 45 s.',
          'Look at the last log lines; the process still runs.',
          [
            'systemctl --user restart openclaw-gateway.service: exit code 0',
            'connect 127.0.0.1:18789: ECONNREFUSED (12 times)',
          ],
        ),
      );
      await button(page, 'Restart').click();
    },
  },
  {
    name: 'plan-install',
    first: (now) => fixtures.snapshotOf(1, [fixtures.notInstalled(now)]),
    act: (page) => button(page, 'Install and start…').click(),
  },
  {
    name: 'plan-uninstall',
    first: one(fixtures.healthy),
    act: async (page) => {
      await button(page, 'More').click();
      await button(page, 'Uninstall…').click();
    },
  },
  {
    name: 'plan-failed',
    first: (now) => fixtures.snapshotOf(1, [fixtures.notInstalled(now)]),
    act: async (page, scene) => {
      scene.bridge.reply('operation.plan', () =>
        fail(
          'entry-not-found',
          'OpenClaw was not found on this computer.',
          'Install it with npm, or give its folder.',
          ['looked in /usr/local/lib/node_modules/openclaw'],
        ),
      );
      await button(page, 'Install and start…').click();
    },
  },
  {
    name: 'plan-steps',
    first: (now) => fixtures.snapshotOf(1, [fixtures.notInstalled(now)]),
    act: async (page, scene) => {
      scene.bridge.reply('operation.run', never);
      await button(page, 'Install and start…').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Install and start' }).click();
      await page.waitForTimeout(600);
      await scene.bridge.emit('operation.step', {
        operationId: askedOperation(scene),
        profile: 'default',
        action: 'install',
        steps: [
          { id: 'write', label: 'Wrote openclaw-gateway.service', state: 'done', ms: 40 },
          { id: 'enable', label: 'Asked systemd to start it', state: 'done', ms: 320 },
          { id: 'port', label: 'A process owns port 18789', state: 'now', ms: null },
          { id: 'answer', label: 'It answers as default', state: 'waiting', ms: null },
        ],
      });
    },
  },
  {
    name: 'add-profile',
    first: one(fixtures.healthy),
    act: async (page) => {
      await button(page, 'Add a profile…').click();
      await page.getByLabel('Name').fill('my profile');
      await page.waitForTimeout(450);
    },
  },
  {
    name: 'plan-nothing',
    first: one(fixtures.healthy),
    act: async (page, { bridge }) => {
      const plan = fixtures.installPlan();
      bridge.reply('operation.plan', () =>
        ok({ ...plan, files: [], configEdits: [], commands: [], warnings: [], privileges: 'user' }),
      );
      await button(page, 'More').click();
      await button(page, 'Install again…').click();
    },
  },
  {
    name: 'let-go',
    first: one(fixtures.healthy),
    act: async (page, scene) => {
      await slowRestart(page, scene);
      scene.bridge.reply('operation.cancel', () => ok({ cancelled: false }));
      await button(page, 'Stop waiting').click();
    },
  },
];
