/** Every state of a profile, as its first page tells it. */
import { fail, ok } from '../../../src/shared/outcome.ts';
import { crowded } from '../fixture-crowded.ts';
import { longNames, manyProfiles } from '../fixture-many.ts';
import * as fixtures from '../fixtures.ts';
import { beside, button, one, type Picture, withoutOpenClaw } from './picture.ts';

export const overview: readonly Picture[] = [
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
  { name: 'no-profile', first: () => fixtures.snapshotOf(1, []) },
  { name: 'long-names', first: longNames },
  { name: 'two-hundred-profiles', first: manyProfiles },
  {
    name: 'filter-without-hits',
    first: manyProfiles,
    act: (page) => page.getByRole('searchbox', { name: 'Filter the profiles' }).fill('nobody'),
  },
  { name: 'openclaw-missing', first: (now) => fixtures.snapshotOf(1, [withoutOpenClaw(now)]) },
  {
    name: 'core-failed',
    first: one(fixtures.healthy),
    act: async (page, { bridge }) => {
      bridge.reply('status.refresh', () =>
        fail('internal', 'The core of the app ended.', 'Quit OpenClaw Tray and start it again.', ['exit code 1']),
      );
      await button(page, 'More').click();
      await button(page, 'Check now').click();
    },
  },
];
