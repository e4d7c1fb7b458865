/** Causes, cures, the support bundle, the definition. */
import { fail, ok } from '../../../src/shared/outcome.ts';
import { cureSteps, endHolderPlan, heldPort } from '../fixture-diagnose.ts';
import * as fixtures from '../fixtures.ts';
import { askedOperation, beside, button, never, one, type Picture } from './picture.ts';

export const diagnose: readonly Picture[] = [
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
    name: 'diagnose-cure-runs',
    first: (now) => fixtures.snapshotOf(1, [heldPort(now), ...beside(now)]),
    act: async (page, scene) => {
      const { bridge } = scene;
      bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
      bridge.reply('diagnose.fix.run', never);
      await page.getByRole('tab', { name: 'Diagnose' }).click();
      await button(page, 'End it and start the service…').click();
      await button(page, 'End it and start the service').click();
      await page.getByText('Working on it…').waitFor();
      const operationId = askedOperation(scene, 'diagnose.fix.run');
      const [rule, profile] = ['port-held-by-own-gateway', 'default'];
      await bridge.emit('diagnose.fix.step', { operationId, profile, rule, steps: [...cureSteps] });
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
  {
    name: 'service',
    first: one(fixtures.tokenRefused),
    act: (page) => page.getByRole('tab', { name: 'Service' }).click(),
  },
  {
    name: 'diagnose-looking',
    first: one(fixtures.healthy),
    act: async (page, { bridge }) => {
      bridge.reply('diagnose.check', never);
      await page.getByRole('tab', { name: 'Diagnose' }).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'diagnose-failed',
    first: one(fixtures.healthy),
    act: async (page, { bridge }) => {
      bridge.reply('diagnose.check', () =>
        fail('supervisor-unavailable', 'systemd did not answer within 5 s.', 'Look at systemctl --user status.'),
      );
      await page.getByRole('tab', { name: 'Diagnose' }).click();
    },
  },
  {
    name: 'service-well',
    first: one(fixtures.healthy),
    act: async (page, { bridge }) => {
      const plan = fixtures.installPlan();
      const files = plan.files.map((file) => ({ ...file, change: 'unchanged' as const }));
      bridge.reply('operation.plan', () => ok({ ...plan, files }));
      await page.getByRole('tab', { name: 'Service' }).click();
      await page.getByText('It is what this app would write now.').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'service-difference',
    first: one(fixtures.healthy),
    act: async (page) => {
      await page.getByRole('tab', { name: 'Service' }).click();
      await page.getByRole('region', { name: 'openclaw-gateway.service' }).scrollIntoViewIfNeeded();
    },
  },
];
