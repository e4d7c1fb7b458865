/** Services that belong to no profile: removed only from a shown plan, and those of the system only spoken about. */
import { fail, ok } from '../../src/shared/outcome.ts';
import { seriousFindings } from './checks.ts';
import { extraPlan, extraRemoval, oldService, systemService, withExtras } from './fixture-extra.ts';
import * as fixtures from './fixtures.ts';
import type { Scene } from './scene.ts';
import { expect, test } from './test.ts';

const found = () => fixtures.snapshotOf(1, [withExtras(Date.now())]);
function answer({ bridge }: Scene): void {
  bridge.reply('extra.plan', ({ name }) => ok(extraPlan(name === systemService.name ? systemService : oldService)));
  bridge.reply('extra.remove', () => ok(extraRemoval(oldService)));
}

test('the plan is shown, then it is moved away, told with the way back, and looked at again', async ({
  page,
  openWindow,
}) => {
  const scene = await openWindow(found());
  answer(scene);
  await page.getByRole('tab', { name: 'Diagnose' }).click();
  await page.getByRole('button', { name: 'Remove…', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: `Remove ${oldService.name}` });
  await expect(sheet).toContainText('never deleted');
  await expect(sheet).toContainText(`systemctl --user disable --now ${oldService.name}`);
  await expect(sheet).toContainText('.removed-2026-11-22');
  expect(scene.bridge.made('extra.remove')).toEqual([]);
  const looks = scene.bridge.made('diagnose.check').length;
  await sheet.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(sheet.getByRole('status')).toContainText('is removed. Its definition is kept as');
  await expect(sheet).toContainText('To bring it back');
  const { name, path } = oldService;
  expect(scene.bridge.made('extra.remove').map(({ input }) => input)).toEqual([{ name, path }]);
  await expect.poll(() => scene.bridge.made('diagnose.check').length).toBeGreaterThan(looks);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove…', exact: true })).toBeFocused();
});

test('one of the system has commands for an administrator, and no button', async ({ page, openWindow }) => {
  const scene = await openWindow(found());
  answer(scene);
  await page.getByRole('tab', { name: 'Service' }).click();
  await page.getByRole('button', { name: 'How to remove…' }).click();
  const sheet = page.getByRole('dialog', { name: `Remove ${systemService.name}` });
  await expect(sheet).toContainText('Nothing is done from here');
  await expect(sheet.getByRole('button', { name: 'Remove', exact: true })).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await sheet.getByRole('button', { name: 'Copy the commands' }).click();
  await expect
    .poll(() => scene.bridge.made('clipboard.copy').at(-1)?.input)
    .toEqual({ text: expect.stringMatching(/^sudo systemctl disable --now my-gateway\.service\nsudo mv /) });
  expect(scene.bridge.made('extra.remove')).toEqual([]);
});

test('a removal that fails says why and keeps its plan', async ({ page, openWindow }) => {
  const scene = await openWindow(found());
  answer(scene);
  scene.bridge.reply('extra.remove', () => fail('not-verified', 'It still runs.', 'Look at its log.'));
  await page.getByRole('tab', { name: 'Service' }).click();
  await page.getByRole('button', { name: 'Remove…', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(sheet.getByRole('alert')).toContainText('It still runs.');
  await expect(sheet).toContainText(`systemctl --user disable --now ${oldService.name}`);
});

test('before anybody looked the page says so and offers to look', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  scene.bridge.reply('diagnose.check', () => ok({ report: withExtras(Date.now()), notFoundOut: [] }));
  await page.getByRole('tab', { name: 'Service' }).click();
  await expect(page.getByText('Nobody has looked yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Look for other services' }).click();
  await expect(page.getByRole('button', { name: 'Remove…', exact: true })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious finding, ${colorScheme}`, async ({ page, openWindow }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const scene = await openWindow(found());
    answer(scene);
    await page.getByRole('tab', { name: 'Service' }).click();
    await page.getByRole('button', { name: 'Remove…', exact: true }).click();
    await expect(page.getByText('To bring it back')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}
