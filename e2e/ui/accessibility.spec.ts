import { seriousFindings } from './checks.ts';
import * as fixtures from './fixtures.ts';
import { expect, test } from './test.ts';

const views: Readonly<Record<string, (now: number) => ReturnType<typeof fixtures.healthy>>> = {
  healthy: fixtures.healthy,
  starting: fixtures.starting,
  'token refused': fixtures.tokenRefused,
  'crash loop': fixtures.crashLoop,
  stopped: fixtures.stopped,
  'not installed': fixtures.notInstalled,
  unknown: fixtures.unknown,
  'port taken': fixtures.portTaken,
  stale: (now) => fixtures.healthy(now - 300_000),
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, report] of Object.entries(views)) {
    test(`no serious finding: ${name}, ${colorScheme}`, async ({ page, openWindow }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await openWindow(
        fixtures.snapshotOf(
          1,
          [report(Date.now()), fixtures.crashLoop(Date.now())].slice(0, name === 'crash loop' ? 1 : 2),
        ),
      );
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('tab', { name: 'Logs' }).click();
      await expect(page.getByRole('log')).toContainText('polling started');
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('tab', { name: 'Service' }).click();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('tab', { name: 'Diagnose' }).click();
      await expect(page.getByRole('button', { name: 'Check again' })).toBeEnabled();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test(`no serious finding: sheets, ${colorScheme}`, async ({ page, openWindow }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
    await page.getByRole('button', { name: 'Install and start…' }).click();
    await expect(page.getByText('systemctl --user daemon-reload')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a profile…' }).click();
    await page.getByLabel('Name').fill('a b');
    await expect(page.getByText('holds a space')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`no serious finding: settings, ${colorScheme}`, async ({ page, openWindow }) => {
    // Six scans, each of a whole page.
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const scene = await openWindow(
      fixtures.snapshotOf(1, [
        fixtures.healthy(Date.now()),
        fixtures.healthy(Date.now(), 'work', 41984),
        { ...fixtures.notInstalled(Date.now()), profile: 'dev', port: 19001 },
      ]),
    );
    await page.getByRole('button', { name: 'Settings' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Port of work').fill('18850');
    await expect(page.getByText('Too close to default')).toBeVisible();
    await page.getByRole('button', { name: 'More for work' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    for (const name of ['General', 'Notifications']) {
      await page.getByRole('tab', { name }).click();
      expect(await seriousFindings(page)).toEqual([]);
    }
    for (const language of ['ja', 'zh'] as const) {
      const { view } = scene.settings;
      await scene.bridge.emit('settings.changed', { ...view, settings: { ...view.settings, language } });
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
}
