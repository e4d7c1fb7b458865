/** Links into the window: what they show, what they ask, and what they are refused. Nothing happens by a link alone. */
import { openedLink } from '../../src/shared/deep-link.ts';
import { ok } from '../../src/shared/outcome.ts';
import { seriousFindings } from './checks.ts';
import { endHolderPlan, heldPort } from './fixture-diagnose.ts';
import * as fixtures from './fixtures.ts';
import { openedLog, type Scene } from './scene.ts';
import { expect, test } from './test.ts';

const absent = (now: number) => ({ ...fixtures.notInstalled(now), profile: 'dev', port: 19_001 });
const several = (now = Date.now()) =>
  fixtures.snapshotOf(1, [fixtures.healthy(now), fixtures.healthy(now, 'work', 41_984), absent(now)]);
const link = (scene: Scene, path: string) =>
  scene.bridge.emit('link.opened', openedLink(`openclaw-tray://profile/${path}`));
const changes = ({ bridge }: Scene) =>
  bridge.made().filter(({ name }) => ['operation.run', 'diagnose.fix.run', 'extra.remove'].includes(name));

test('a view of a profile is shown, whatever was shown before', async ({ page, openWindow }) => {
  const scene = await openWindow(several());
  await page.getByRole('button', { name: 'Settings' }).click();
  await link(scene, 'work/service');
  await expect(page.getByRole('tab', { name: 'Service' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: /^work/ })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await link(scene, 'default');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true');
  await link(scene, 'default/settings');
  await expect(page.getByRole('tab', { name: 'Profiles' })).toHaveAttribute('aria-selected', 'true');
  expect(changes(scene)).toEqual([]);
});

test('the log begins where the link says', async ({ page, openWindow }) => {
  const scene = await openWindow(several());
  const now = Date.now();
  const lines = fixtures.manyLines(now, 500).map((line, at) => ({
    ...line,
    // One line every 30 seconds, the last one now.
    time: new Date(now - (499 - at) * 30_000).toISOString(),
  }));
  scene.bridge.reply('logs.open', () => ok(openedLog(lines)));
  await link(scene, 'work/logs?since=60m');
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  const chosen = page.locator('.log-selected');
  await expect(chosen).toBeInViewport();
  await expect(chosen).toContainText(/line (379|380)/);
  await expect(page.getByRole('switch', { name: 'Follow' })).not.toBeChecked();
});

test('a link that came before anything was known waits for it', async ({ page, openWindow }) => {
  const scene = await openWindow(null);
  await expect(page.getByRole('button', { name: 'Commands' })).toBeVisible();
  await link(scene, 'work/diagnose');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await scene.show(several());
  await expect(page.getByRole('tab', { name: 'Diagnose' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: /^work/ })).toHaveAttribute('aria-current', 'page');
});

for (const [action, button] of [
  ['stop', 'Stop'],
  ['restart', 'Restart'],
] as const) {
  test(`${action} asks; a no is a no, and only a yes does it, once`, async ({ page, openWindow }) => {
    const scene = await openWindow(several());
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await link(scene, `work/${action}`);
    const sheet = page.getByRole('dialog', { name: 'A link asks for this' });
    await expect(sheet).toContainText(`${button} work`);
    await expect(sheet).toContainText(`openclaw-tray --profile work gateway ${action}`);
    // A key that was meant for something else agrees to nothing.
    await expect(sheet.getByRole('heading')).toBeFocused();
    for (const key of ['Enter', 'Space', 'Control+Enter']) await page.keyboard.press(key);
    await page.waitForTimeout(100);
    expect(changes(scene)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    expect(changes(scene)).toEqual([]);
    await link(scene, `work/${action}`);
    await sheet.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => changes(scene).map(({ input }) => input)).toMatchObject([{ action, profile: 'work' }]);
    await expect(sheet).toBeHidden();
  });
}

test('what cannot be done says so and offers nothing', async ({ page, openWindow }) => {
  const scene = await openWindow(several());
  await link(scene, 'work/start');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('alert')).toContainText('It runs already.');
  await expect(sheet.getByRole('button', { name: 'Start', exact: true })).toHaveCount(0);
  expect(changes(scene)).toEqual([]);
});

test('install and repair open their plans and do nothing', async ({ page, openWindow }) => {
  const scene = await openWindow(fixtures.snapshotOf(1, [heldPort(Date.now()), absent(Date.now())]));
  await link(scene, 'dev/install');
  await expect(page.getByRole('dialog', { name: 'Install and start dev' })).toBeVisible();
  await link(scene, 'default/repair?rule=config-exposed');
  await expect(page.getByText('Another sheet is open.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  scene.bridge.reply('diagnose.fix.plan', ({ profile }) => ok(endHolderPlan(profile)));
  await link(scene, 'default/repair?rule=port-held-by-own-gateway');
  await expect(page.getByRole('dialog', { name: 'What will be done' }).getByRole('listitem')).toHaveCount(2);
  expect(scene.bridge.made('diagnose.fix.plan').map(({ input }) => input)).toEqual([
    { profile: 'default', rule: 'port-held-by-own-gateway' },
  ]);
  expect(changes(scene)).toEqual([]);
});

test('what means nothing is told, with its text made harmless', async ({ page, openWindow }) => {
  const scene = await openWindow(several());
  for (const path of ['work/uninstall', 'work/logs?since=1y', '../../etc', 'work/<img src=x onerror=alert(1)>']) {
    await link(scene, path);
    const sheet = page.getByRole('dialog', { name: 'The link was not opened' });
    await expect(sheet.getByRole('alert')).toContainText('It is no link of OpenClaw Tray');
    await expect(sheet.locator('img')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  }
  await link(scene, 'office/logs');
  await expect(page.getByRole('alert')).toContainText('There is no profile office on this computer.');
  expect(changes(scene)).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious finding, ${colorScheme}`, async ({ page, openWindow }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const scene = await openWindow(several());
    for (const path of ['work/stop', 'work/start', 'work/format', 'office']) {
      await link(scene, path);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}
