/**
 * Draws every state of the window, light and dark, at 880x600 and 560x480, into results/pictures/ui/.
 * Usage: node e2e/ui/pictures.ts [name...]
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { fail, ok } from '../../src/shared/outcome.ts';
import { crowded } from './fixture-crowded.ts';
import { endHolderPlan, heldPort } from './fixture-diagnose.ts';
import * as fixtures from './fixtures.ts';
import { LAUNCH } from './launch.ts';
import { commandPictures, type Picture } from './picture-commands.ts';
import { openedLog, openScene, openStream, type Scene } from './scene.ts';
import { serveWindow } from './serve.ts';

const OUT = fileURLToPath(new URL('../../results/pictures/ui/', import.meta.url));

const beside = (now: number) => [fixtures.healthy(now, 'lab', 19211), fixtures.stopped(now, 'dev', 19001)];
const one = (report: (now: number) => ReturnType<typeof fixtures.healthy>) => (now: number) =>
  fixtures.snapshotOf(1, [report(now), ...beside(now)]);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const never = () => new Promise<never>(() => {});

async function slowRestart(page: Page, scene: Scene): Promise<void> {
  scene.bridge.reply('operation.run', never);
  await button(page, 'Restart').click();
  await page.waitForTimeout(600);
  const input = scene.bridge.made('operation.run').at(-1)?.input;
  const operationId =
    typeof input === 'object' && input !== null && 'operationId' in input ? String(input.operationId) : '';
  await scene.bridge.emit('operation.step', {
    operationId,
    profile: 'default',
    action: 'restart',
    steps: [...fixtures.restartSteps],
  });
}

const pictures: readonly Picture[] = [
  { name: 'healthy', first: one(fixtures.healthy) },
  {
    name: 'timeline',
    first: one(fixtures.healthy),
    act: async (page) => {
      await page.getByRole('region', { name: 'Last 24 hours' }).scrollIntoViewIfNeeded();
      await page.getByRole('img', { name: /Did not answer, 4/ }).focus();
    },
  },
  {
    name: 'timeline-table',
    first: one(fixtures.healthy),
    act: async (page) => {
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await page.getByText('Round trip').scrollIntoViewIfNeeded();
    },
  },
  { name: 'crowded', first: one(crowded) },
  {
    name: 'crowded-nodes',
    first: one((now) => crowded(now - 400_000)),
    act: (page) => page.getByRole('region', { name: 'Nodes' }).scrollIntoViewIfNeeded(),
  },
  { name: 'starting', first: one(fixtures.starting) },
  { name: 'token-refused', first: one(fixtures.tokenRefused) },
  {
    name: 'crash-loop',
    first: (now) =>
      fixtures.snapshotOf(1, [fixtures.healthy(now), fixtures.crashLoop(now), fixtures.stopped(now, 'dev', 19001)]),
    act: async (page, scene) => {
      scene.bridge.reply('logs.recent', () =>
        ok({ lines: fixtures.crashLines(Date.now()), sources: ['journal'], problems: [] }),
      );
      await page.getByRole('button', { name: /^work/ }).click();
    },
  },
  { name: 'stopped', first: one(fixtures.stopped) },
  { name: 'not-installed', first: (now) => fixtures.snapshotOf(1, [fixtures.notInstalled(now)]) },
  { name: 'unknown', first: one(fixtures.unknown) },
  { name: 'port-taken', first: one(fixtures.portTaken) },
  {
    name: 'diagnose',
    first: (now) => fixtures.snapshotOf(1, [heldPort(now), ...beside(now)]),
    act: (page) => page.getByRole('tab', { name: 'Diagnose' }).click(),
  },
  {
    name: 'diagnose-well',
    first: one(fixtures.healthy),
    act: (page) => page.getByRole('tab', { name: 'Diagnose' }).click(),
  },
  {
    name: 'diagnose-fix',
    first: (now) => fixtures.snapshotOf(1, [heldPort(now), ...beside(now)]),
    act: async (page, scene) => {
      scene.bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
      await page.getByRole('tab', { name: 'Diagnose' }).click();
      await button(page, 'End it and start the service…').click();
    },
  },
  {
    name: 'support',
    first: one(fixtures.healthy),
    act: async (page) => {
      await page.getByRole('tab', { name: 'Diagnose' }).click();
      await button(page, 'Support bundle…').click();
      await page.getByRole('button', { name: /^logs\.txt/ }).click();
    },
  },
  { name: 'stale', first: (now) => fixtures.snapshotOf(1, [fixtures.healthy(now - 240_000), ...beside(now)]) },
  {
    name: 'problem',
    first: (now) => ({
      seq: 1,
      profiles: [
        {
          profile: 'default',
          report: null,
          problem: {
            code: 'config-unreadable',
            message: 'The configuration of default cannot be read.',
            hint: 'Its folder belongs to root.',
          },
          busy: null,
        },
        ...fixtures.snapshotOf(1, beside(now)).profiles,
      ],
    }),
  },
  { name: 'loading', first: () => null, act: (page) => page.waitForTimeout(400) },
  {
    name: 'first-read',
    first: (now) => ({
      seq: 1,
      profiles: [
        { profile: 'default', report: null, problem: null, busy: null },
        ...fixtures.snapshotOf(1, beside(now)).profiles,
      ],
    }),
    act: (page) => page.waitForTimeout(400),
  },
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
      const input = scene.bridge.made('operation.run').at(-1)?.input;
      const operationId =
        typeof input === 'object' && input !== null && 'operationId' in input ? String(input.operationId) : '';
      await scene.bridge.emit('operation.step', {
        operationId,
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
    name: 'service',
    first: one(fixtures.tokenRefused),
    act: (page) => page.getByRole('tab', { name: 'Service' }).click(),
  },
  ...commandPictures,
];

const looks: readonly (BrowserContextOptions & { readonly suffix: string; readonly language?: 'ja' | 'zh' })[] = [
  { suffix: 'light', colorScheme: 'light', viewport: { width: 880, height: 600 } },
  { suffix: 'dark', colorScheme: 'dark', viewport: { width: 880, height: 600 } },
  { suffix: '560x480-light', colorScheme: 'light', viewport: { width: 560, height: 480 } },
  { suffix: 'ja', language: 'ja', colorScheme: 'light', viewport: { width: 880, height: 600 } },
  { suffix: 'zh', language: 'zh', colorScheme: 'dark', viewport: { width: 880, height: 600 } },
  { suffix: '560x480-ja', language: 'ja', colorScheme: 'dark', viewport: { width: 560, height: 480 } },
  { suffix: 'forced', colorScheme: 'dark', forcedColors: 'active', viewport: { width: 880, height: 600 } },
];

async function main(wanted: readonly string[]): Promise<void> {
  await mkdir(OUT, { recursive: true });
  const served = await serveWindow();
  const browser = await chromium.launch(LAUNCH);
  for (const picture of pictures.filter((each) => wanted.length === 0 || wanted.includes(each.name))) {
    for (const { suffix, language, ...options } of looks) {
      const context = await browser.newContext({ ...options, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404'))
          console.error(`${picture.name}: ${message.text()}`);
      });
      page.on('pageerror', (error) => console.error(`${picture.name}: ${error.message}`));
      const scene = await openScene(page, served.url, picture.first(Date.now()));
      if (picture.name !== 'loading') await page.getByRole('heading', { level: 1 }).first().waitFor();
      await picture.act?.(page, scene);
      if (language !== undefined) {
        const { view } = scene.settings;
        await scene.bridge.emit('settings.changed', { ...view, settings: { ...view.settings, language } });
      }
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${OUT}${picture.name}-${suffix}.png` });
      await context.close();
    }
  }
  await browser.close();
  await served.close();
}

await main(process.argv.slice(2));
