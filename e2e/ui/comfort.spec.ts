/** Zoom, forced colours, reduced motion: the window for those who have set their system to suit them. */
import { expect as plain } from '@playwright/test';
import { overflowing } from './checks.ts';
import { longNames, manyProfiles } from './fixture-many.ts';
import * as fixtures from './fixtures.ts';
import { expect, test, verdict } from './test.ts';

const states = {
  healthy: (now: number) => fixtures.snapshotOf(1, [fixtures.healthy(now)]),
  'without its token': (now: number) => fixtures.snapshotOf(1, [fixtures.tokenRefused(now)]),
  'not installed': (now: number) => fixtures.snapshotOf(1, [fixtures.notInstalled(now)]),
  'with a long name': longNames,
  'one of two hundred': manyProfiles,
};

for (const [name, first] of Object.entries(states)) {
  test(`200 % zoom, a profile that is ${name}: nothing is cut off and nothing scrolls sideways`, async ({
    page,
    openWindow,
  }) => {
    // A window of 880 by 600 at twice the size has half the room.
    await page.setViewportSize({ width: 440, height: 300 });
    await openWindow(first(Date.now()));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await overflowing(page)).toEqual([]);
    }
  });
}

for (const size of [
  { width: 880, height: 600 },
  { width: 560, height: 480 },
  { width: 440, height: 300 },
]) {
  test(`first run, ${size.width} by ${size.height}: the one button is in sight without scrolling`, async ({
    page,
    openWindow,
  }) => {
    await page.setViewportSize(size);
    await openWindow(fixtures.snapshotOf(1, [fixtures.notInstalled(Date.now())]));
    const button = page.getByRole('button', { name: 'Install and start…' });
    await expect(button).toBeInViewport({ ratio: 1 });
    // Nothing lies over it.
    await button.click({ trial: true });
  });
}

test('forced colours: what is chosen, switched on and focused is told without our colours', async ({
  page,
  openWindow,
}) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce' });
  await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now()), fixtures.stopped(Date.now(), 'dev', 19_001)]));
  await expect(verdict(page)).toBeVisible();
  const colours = await page.evaluate(() => {
    const seen = (selector: string, property: string) => {
      const element = document.querySelector(selector);
      if (element === null) throw new Error(`${selector} is not there.`);
      return getComputedStyle(element).getPropertyValue(property);
    };
    const probe = document.createElement('i');
    document.body.append(probe);
    const system = (name: string) => {
      probe.style.setProperty('color', name);
      return getComputedStyle(probe).color;
    };
    return {
      chosen: seen('.profile[aria-current]', 'background-color'),
      other: seen('.profile:not([aria-current])', 'background-color'),
      highlight: system('Highlight'),
      border: seen('.btn:not(.btn-icon)', 'border-top-style'),
    };
  });
  plain(colours.chosen).toBe(colours.highlight);
  plain(colours.other).not.toBe(colours.highlight);
  plain(colours.border).toBe('solid');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineWidth);
  plain(outline).toBe('2px');
});

test('reduced motion: nothing moves, also while work goes on; else one thing at most', async ({ page, openWindow }) => {
  const moving = () =>
    page.evaluate(
      () => document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations === Infinity).length,
    );
  const scene = await openWindow(fixtures.snapshotOf(1, [fixtures.healthy(Date.now())]));
  scene.bridge.reply('operation.run', () => new Promise<never>(() => {}));
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(verdict(page)).toHaveText('Restarting default');
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBe(1);
});
